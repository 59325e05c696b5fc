import ScriptWire
import Testing

struct TaskTests {
    static let places: [(String, String)] = [
        ("pcall", "return select(2, pcall(vm.perform, 'x', 1))"),
        ("xpcall", "return select(2, xpcall(vm.perform, print, 'x', 1))"),
        (
            "a metamethod",
            "local t = setmetatable({}, {__index = function(_, k) return vm.perform('x', k) end}) return t[1]"
        ),
        (
            "an operator",
            "local t = setmetatable({}, {__add = function(_, b) return vm.perform('x', b) end}) return t + 1"
        ),
        (
            "an iterator",
            "for v in function(_, v) if not v then return vm.perform('x', 1) end end do return v end"
        ),
        (
            "__close",
            "local r do local c <close> = setmetatable({}, {__close = function() r = vm.perform('x', 1) end}) end return r"
        ),
        (
            "a coroutine",
            "return select(2, coroutine.resume(coroutine.create(function() return vm.perform('x', 1) end)))"
        ),
        (
            "a wrapped coroutine",
            "return coroutine.wrap(function() coroutine.yield(vm.perform('x', 1)) end)()"
        ),
        (
            "a coroutine in a coroutine",
            "return coroutine.wrap(function() return coroutine.wrap(function() return vm.perform('x', 1) end)() end)()"
        ),
    ]

    @Test(arguments: places)
    func `an effect works inside`(_ place: String, _ script: String) throws {
        #expect(try TestHost().values(script) == [1], "\(place)")
    }

    @Test(arguments: [
        "table.sort({2, 1}, function(a, b) vm.perform('x') return a < b end)",
        "string.gsub('a', 'a', function() vm.perform('x') end)",
        "table.sort({2, 1}, function(a, b) coroutine.wrap(function() vm.perform('x') end)() return a < b end)",
        "local co = coroutine.create(function() local c <close> = setmetatable({}, {__close = function() vm.perform('x') end}) coroutine.yield() end) coroutine.resume(co) local ok, e = coroutine.close(co) error(e)",
    ])
    func `an effect where Lua cannot yield is refused in those words`(_ script: String) throws {
        let host = TestHost()

        let error = #expect(throws: ScriptFailed.self) { try host.values(script) }

        #expect(error?.code == "usage")
        #expect(error?.message?.contains("Lua cannot yield") == true)
        #expect(host.effects.isEmpty)
    }

    @Test func `a coroutine that waits for an effect cannot be resumed by another task`() throws {
        let result = try TestHost().values(
            """
            local co = coroutine.create(function() return vm.perform('x', 'slow') end)
            local first = vm.spawn(function() return coroutine.resume(co) end)
            local second = vm.spawn(function() return coroutine.resume(co) end)
            local ok, resumed, message = vm.join(second)
            return resumed, message, select(3, vm.join(first))
            """)

        #expect(result == [false, "cannot resume non-suspended coroutine", "slow"])
    }

    @Test func `tasks wait side by side and are joined with what they return`() throws {
        let host = TestHost()

        let result = try host.values(
            """
            local ids = {}
            for i = 1, 3 do ids[i] = vm.spawn(function(n) return vm.perform('x', n) end, i) end
            local sum = 0
            for i = 3, 1, -1 do sum = sum * 10 + select(2, vm.join(ids[i])) end
            return sum
            """)

        #expect(result == [321])
        #expect(host.effects.map(\.task) == [2, 3, 4])
    }

    @Test func `a joined task's error comes as a value`() throws {
        let result = try TestHost().values(
            "return vm.join(vm.spawn(function() error({code = 'x'}) end))")

        #expect(result.first == false)
        #expect(result.last?.map?["code"] == "x")
    }

    @Test func `joining what is not there is an error, not a wait`() throws {
        let result = try TestHost().values("local ok, e = vm.join(99) return ok, e.code")

        #expect(result == [false, "internal"])
    }

    @Test func `two tasks that wait for each other end the run`() throws {
        let host = TestHost()

        #expect(throws: ProcessGone.self) {
            try host.values(
                """
                local main = vm.current()
                vm.join(vm.spawn(function() return vm.join(main) end))
                """)
        }
        #expect(host.reason == "every task waits for another one")
    }

    @Test func `a cancelled task stops waiting and its pcall does not keep the error`() throws {
        let host = TestHost()

        let result = try host.values(
            """
            local id = vm.spawn(function()
              pcall(vm.perform, 'never')
              return 'swallowed'
            end)
            vm.perform('now')
            vm.cancel(id, {code = 'cancelled'})
            local ok, err = vm.join(id)
            return ok, err.code
            """
        ) { $0.name == "never" ? nil : .answer(id: $0.id, .values([])) }

        #expect(result == [false, "cancelled"])
        #expect(host.abandoned == [2])
    }

    @Test func `a marked task lets go of xpcall, coroutines and wrappers too`() throws {
        let result = try TestHost().values(
            """
            local id = vm.spawn(function()
              xpcall(function()
                local inner = coroutine.create(function() coroutine.wrap(vm.perform)('never') end)
                coroutine.resume(inner)
              end, print)
              return 'swallowed'
            end)
            vm.perform('now')
            vm.cancel(id, {code = 'cancelled'})
            return (vm.join(id))
            """
        ) { $0.name == "never" ? nil : .answer(id: $0.id, .values([])) }

        #expect(result == [false])
    }

    @Test func `after the host's stop the next effect raises, and shielded ones are flagged`()
        throws
    {
        let host = TestHost()

        let result = try host.values(
            """
            local ok, err = vm.rawpcall(function()
              vm.perform('first')
              vm.perform('second')
            end)
            local alive = vm.shield(vm.perform, 'cleanup')
            return ok, err.code, alive
            """
        ) { effect in
            if effect.name == "first" {
                host.send(.cancel(.map(WireMap([.init(key: "code", value: "cancelled")]))))
            }
            return .answer(id: effect.id, .values([]))
        }

        #expect(result == [false, "cancelled", true])
        #expect(host.effects.map(\.name) == ["first", "cleanup"])
        #expect(host.effects.map(\.isCleanup) == [false, true])
    }

    @Test func `yielding outside of a coroutine is Lua's own error`() throws {
        let result = try TestHost().values("return pcall(coroutine.yield, 1)")

        #expect(result == [false, "attempt to yield from outside a coroutine"])
    }

    @Test func `coroutines behave as Lua's`() throws {
        let result = try TestHost().values(
            """
            local co = coroutine.create(function(a) local b = coroutine.yield(a + 1) error('x' .. b, 0) end)
            local _, first = coroutine.resume(co, 1)
            local ok, message = coroutine.resume(co, 2)
            local dead, why = coroutine.resume(co)
            return first, ok, message, dead, why, coroutine.status(co)
            """)

        #expect(result == [2, false, "x2", false, "cannot resume dead coroutine", "dead"])
    }

    @Test func `closing coroutines within their closing is bounded`() throws {
        let result = try TestHost().values(
            """
            local function nest(n)
              local co = coroutine.create(function()
                local c <close> = setmetatable({}, {__close = function() if n > 0 then nest(n - 1) end end})
                coroutine.yield()
              end)
              coroutine.resume(co)
              local ok, err = coroutine.close(co)
              if not ok then error(err, 0) end
            end
            return (pcall(nest, 20000))
            """)

        #expect(result == [false])
    }

    @Test func `an effect tells the script's own file and line`() throws {
        let host = TestHost()

        _ = try host.values("\n\nlocal function ask() return vm.perform('x') end\nreturn ask()")

        #expect(host.effects[0].source == "test.lua")
        #expect(host.effects[0].line == 3)
    }
}
