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
