import Glibc
import ScriptHost
import Synchronization

/// Ctrl-C and its like while tests run: the test under way ends, no other one begins, and what is known
/// by then is told.
final class TestStops: Sendable {
    private struct State {
        var judge = StopSignalJudge()
        /// The signal that stopped the tests, and as what.
        var stop: (number: Int32, reason: StopReason)?
        var current: AsyncStream<StopReason>.Continuation?
    }

    private let state = Mutex(State())

    init() {
        let signals = StopSignals.stream()
        Task { for await number in signals { take(number) } }
    }

    var isStopped: Bool { state.withLock { $0.stop != nil } }

    /// What the process ends with; nil where nothing stopped it.
    var status: Int32? { state.withLock { $0.stop.map { 128 + $0.number } } }

    /// The stops of the next process that runs; one at a time.
    func next() -> AsyncStream<StopReason> {
        AsyncStream { continuation in
            let reason = state.withLock { state in
                state.current = continuation
                return state.stop?.reason
            }
            if let reason { continuation.yield(reason) }
        }
    }

    private func take(_ number: Int32) {
        // Tests change nothing that would have to go on without a terminal.
        let number = number == SIGHUP ? SIGTERM : number
        let status = state.withLock { state -> Int32? in
            switch state.judge.judge(number, at: WallClock.steady) {
            case .stop(let reason):
                if state.stop == nil { state.stop = (number, reason) }
                state.current?.yield(reason)
                return nil
            case .exit(let status): return status
            case .detach, .nothing: return nil
            }
        }
        if let status { _exit(status) }
    }
}
