import ScriptWire
import Testing

/// Signals that stop a script at its next instruction; one state at a time can take them.
@Suite(.serialized)
struct SignalTests {
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

    @Test(arguments: [
        "while true do end", "while true do pcall(function() while true do end end) end",
        "while true do pcall(coroutine.wrap(function() while true do end end)) end",
    ])
    func `a script that computes is told to stop, and its handlers have their time`(
        _ loop: String
    ) throws {
        let host = TestHost(isPinned: true)
        let result = try host.run(
            """
            pcall(function()
              local x <close> = setmetatable({}, { __close = function()
                for i = 1, 1e5 do end
                vm.tell("closed")
              end })
              vm.tell("ready")
              \(loop)
            end)
            """,
            told: { _ in
                guard host.stoppedAt == nil else { return }
                host.send(.cancel(.map(WireMap([.init(key: "code", value: "cancelled")]))))
                host.callAttention()
            })

        guard case .error(let error) = result else {
            Issue.record("it ended")
            return
        }
        #expect(error.map?["code"]?.text == "cancelled")
        #expect(host.stoppedAt == 7)
        #expect(host.tells.map { $0[0] } == ["ready", "closed"])
    }
}
