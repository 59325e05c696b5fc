import LuaRuntime

/// Measures a Swift function called from Lua in process, to set one effect beside it.
@main
struct ClosureCall {
    /// Prints the median, over some rounds, of the microseconds of one call.
    static func main() throws {
        let host = EchoingHost()
        let calls = 1_000_000
        var taken: [Double] = []
        for _ in 0..<7 {
            let called = try microseconds(of: "call(i)", times: calls, host)
            let looped = try microseconds(of: "local _ = i", times: calls, host)
            taken.append((called - looped) / Double(calls))
        }
        print(taken.sorted()[taken.count / 2])
    }

    private static func microseconds(
        of statement: String, times: Int, _ host: EchoingHost
    ) throws -> Double {
        let state = try LuaState(
            memoryLimit: 64 << 20, messageLimit: 1 << 20, isPinned: false, host: host)
        try state.setFunction("call", number: 0, maySuspend: false)
        let source = "local vm = ... local call = vm.call for i = 1, \(times) do \(statement) end"
        let duration = try ContinuousClock().measure { try state.runPrelude(Array(source.utf8)) }
        return duration / .microseconds(1)
    }
}

/// Returns what it is given.
private final class EchoingHost: LuaHost {
    func call(_ function: Int, _ call: LuaCall) -> LuaOutcome {
        call.append(call.arguments)
        return .returned
    }

    func spawned(_ task: LuaTask) {}
    func join(_ id: Int, waiter: LuaTask) -> LuaJoin { .unknown }
    func task(_ id: Int) -> LuaTask? { nil }
    func marked(_ task: LuaTask) {}
    func stopped(source: String, line: Int, traceback: String) {}
    func listen(source: String, line: Int) {}
}
