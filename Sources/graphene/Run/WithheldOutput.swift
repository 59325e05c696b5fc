import ScriptHost
import Synchronization
import Timekeeping

/// What a quiet run would have said, kept until it is known whether anybody needs it.
final class WithheldOutput: RunObserver {
    private struct State {
        var lines: [String] = []
        var events: [(event: RunEvent, at: Instant)] = []
    }

    private let state = Mutex(State())

    func observe(_ event: RunEvent, at instant: Instant) {
        if case .ticked = event { return }
        state.withLock { $0.events.append((event, instant)) }
    }

    /// Keeps a line of what is said before the run.
    func keep(_ line: String) { state.withLock { $0.lines.append(line) } }

    /// Says all of it, in order, and keeps no more.
    func release(to observers: [any RunObserver]) {
        let kept = state.withLock { state in
            defer { state = State() }
            return state
        }
        for line in kept.lines { StandardError.write(line) }
        for (event, instant) in kept.events {
            for observer in observers { observer.observe(event, at: instant) }
        }
    }
}
