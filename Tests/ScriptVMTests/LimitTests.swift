import ScriptWire
import Testing

struct LimitTests {
    static let hogs = [
        "local t = {} while true do t[#t + 1] = ('x'):rep(1000) .. #t end",
        "local s = 'x' while true do s = s .. s end",
        "local function f() local t = {} return f, t, (f()) end f()",
        "while true do coroutine.wrap(function() coroutine.yield(('x'):rep(100000)) end)() end",
    ]

    @Test(arguments: hogs[..<2])
    func `memory over the cap is an error that the script can catch`(_ script: String) throws {
        let host = TestHost()

        let result = try host.values(
            "local ok, err = pcall(load([==[\(script)]==])) return ok, err.code")

        #expect(result == [false, "memory_limit"])
        #expect(host.memoryPeak <= 16 << 20)
    }

    @Test func `the end of the processor time is told with its line, and cannot be caught`() throws
    {
        let host = TestHost(isPinned: true)
        let result = try host.run(
            """
            vm.perform("go")
            while true do
              pcall(function() while true do end end)
              local co = coroutine.create(function() while true do end end)
              xpcall(coroutine.resume, function() end, co)
            end
            """
        ) { effect in
            // Woken or not, the next instruction of Lua is its last.
            host.signal()
            return .answer(id: effect.id, .values([]))
        }

        guard case .error(let error) = result else {
            Issue.record("it ended")
            return
        }
        #expect(error.map?["code"]?.text == "time_limit")
        #expect(host.spent?.traceback.contains("test.lua") == true)
        #expect(error.map?["line"] == .integer(Int64(host.spent?.line ?? 0)))
    }

    @Test(arguments: hogs[2...])
    func `what grows without end, ends`(_ script: String) throws {
        let host = TestHost()

        let answer = try host.run(
            "local n = 0 " + script.replacing("while true", with: "for _ = 1, 2000"))

        #expect(host.memoryPeak <= 16 << 20)
        if case .error = answer { return }
        #expect(answer == .values([]))
    }

    @Test(arguments: [0, 1_000, 10_000, 20_000])
    func `a cap too small to start in is an error, not a crash`(_ limit: Int) throws {
        let answer = try TestHost().run("return 1", memoryLimit: limit)

        guard case .error(let error) = answer else {
            Issue.record("it started")
            return
        }
        #expect(error.map?["code"] == "memory_limit")
    }

    @Test func `a run under every small cap ends with a result or an error`() throws {
        let script = """
            local ok = pcall(function()
              local t = {}
              for i = 1, 50 do t[i] = { name = 'n' .. i, f = function() return i end } end
              local co = coroutine.wrap(function() coroutine.yield(vm.perform('x', t[1].name)) end)
              return co()
            end)
            return ok
            """
        for limit in stride(from: 50_000, to: 90_000, by: 500) {
            let answer = try TestHost().run(script, memoryLimit: limit)

            switch answer {
            case .values(let values): #expect(values.count == 1)
            case .error(let error):
                #expect(error.map?["code"] == "memory_limit" || error.text != nil)
            }
        }
    }

    @Test func `compiled Lua is refused`() throws {
        let error = #expect(throws: ScriptFailed.self) { try TestHost().values("\u{1b}Lua") }

        #expect(error?.error.text?.contains("attempt to load a binary chunk") == true)
    }

    @Test func `a prelude that fails is told`() throws {
        let host = TestHost()

        #expect(throws: ProcessGone.self) {
            try host.run("return 1", prelude: "error('broken')")
        }
        #expect(host.reason?.contains("broken") == true)
    }
}
