import ScriptWire
import Testing

struct ValueTests {
    // Made anew each time: a stored one holds tagged pointers, which the leak checker takes for leaks.
    static var values: [WireValue] {
        [
            .null, true, false, 0, -1, .integer(.max), .integer(.min), .float(1.5),
            .float(-.infinity),
            "", "text", .bytes([0, 200, 10]), .list([]), .list([1, .list(["two"]), .float(3.5)]),
            .map(WireMap([.init(key: "name", value: "orders")])),
            .map(WireMap([.init(key: -3, value: true)])),
        ]
    }

    @Test(arguments: values)
    func `a value passes through Lua unchanged`(_ value: WireValue) throws {
        let result = try TestHost().values("return vm.perform('get')") { effect in
            .answer(id: effect.id, .values([value]))
        }

        #expect(result == [value])
    }

    @Test func `a handle keeps its kind, its id and its fields`() throws {
        let handle = WireHandle(
            kind: "database", id: "42", fields: WireMap([.init(key: "name", value: "orders")]))
        let host = TestHost()

        let result = try host.values(
            """
            local db = vm.perform('get')
            return type(db), vm.kind_of(db), vm.id_of(db), vm.fields_of(db).name, db
            """
        ) { .answer(id: $0.id, .values([.handle(handle)])) }

        #expect(result[..<4] == ["userdata", "database", "42", "orders"])
        // Back at the host it is only what the host can find it by.
        #expect(result[4] == .handle(WireHandle(kind: "database", id: "42")))
    }

    @Test func `a handle's metatable is out of a script's reach`() throws {
        let result = try TestHost().values(
            """
            local h = vm.handle('database', '1', {})
            return getmetatable(h), pcall(setmetatable, h, {}), pcall(rawset, h, 'a', 1)
            """)

        #expect(result.first == "database")
        #expect(result[1] == false)
        #expect(result[2] == false)
    }

    @Test func `a function crosses as the name of its type`() throws {
        let host = TestHost()

        _ = try host.values("return vm.perform('map', print, coroutine.create(print))") {
            .answer(id: $0.id, .values([]))
        }

        #expect(host.effects[0].arguments == [.opaque("function"), .opaque("thread")])
    }

    @Test(arguments: [
        ("local t = {} t[1] = t vm.perform('x', t)", "usage", "contains itself"),
        ("local t = {} for i = 1, 70 do t = {t} end vm.perform('x', t)", "usage", "64 tables deep"),
        ("vm.perform('x', {[1.5] = 1})", "usage", "neither a string nor an integer"),
        ("vm.perform('x', ('x'):rep(5 << 20))", "limit_exceeded", "larger than"),
    ])
    func `what cannot cross is refused with the reason`(
        _ script: String, _ code: String, _ words: String
    ) throws {
        let error = #expect(throws: ScriptFailed.self) { try TestHost().values(script) }

        #expect(error?.code == code)
        #expect(error?.message?.contains(words) == true)
        #expect(error?.error.map?["line"] == 1)
    }

    @Test func `one table may stand in two places`() throws {
        let result = try TestHost().values("local t = {1} return vm.perform('x', {t, t})")

        #expect(result.last == .list([.list([1]), .list([1])]))
    }

    @Test func `a result that cannot cross is the error that says so`() throws {
        let error = #expect(throws: ScriptFailed.self) {
            try TestHost().values("local t = {} t.t = t return t")
        }

        #expect(error?.code == "usage")
    }

    @Test func `an answer that is no value is an error, not a crash`() throws {
        let host = TestHost()
        var isFirst = true

        let error = #expect(throws: ScriptFailed.self) {
            try host.values("return vm.perform('x')") { effect in
                guard isFirst else { return nil }
                isFirst = false
                // An answer with a list that announces more elements than there are.
                host.send(Framing.frame([[1, UInt8(effect.id), 0, 1, 6, 9, 0]]))
                return nil
            }
        }

        #expect(error?.code == "internal")
    }

    @Test func `text for something without a name holds no address`() throws {
        let result = try TestHost().values(
            "local t = {} return vm.tostring(t), vm.tostring({}), vm.tostring(t), vm.tostring(print)"
        )

        #expect(result == ["table: 1", "table: 2", "table: 1", "function: 3"])
    }
}
