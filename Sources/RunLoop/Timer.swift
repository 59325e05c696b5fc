import Synchronization
import Timekeeping

/// One sleep in the queue; equal deadlines fire in the order in which the sleeps began.
struct Timer: Comparable {
    let deadline: Instant
    let order: UInt64
    let box: TimerBox

    static func == (a: Timer, b: Timer) -> Bool { a.order == b.order }
    static func < (a: Timer, b: Timer) -> Bool { (a.deadline, a.order) < (b.deadline, b.order) }
}

/// A sleeping task's continuation, resumed exactly once, by its deadline or by its cancellation.
final class TimerBox: Sendable {
    private enum State {
        case idle, cancelledEarly, over
        case waiting(CheckedContinuation<Bool, Never>)
    }

    private let state = Mutex(State.idle)

    var isOver: Bool {
        state.withLock { if case .waiting = $0 { false } else { true } }
    }

    /// Stores the continuation; returns false when the task was cancelled before it could wait.
    func begin(_ continuation: CheckedContinuation<Bool, Never>) -> Bool {
        let mayWait = state.withLock { state in
            if case .cancelledEarly = state {
                state = .over
                return false
            }
            state = .waiting(continuation)
            return true
        }
        if !mayWait { continuation.resume(returning: true) }
        return mayWait
    }

    func end(cancelled: Bool) {
        let continuation = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            switch state {
            case .idle:
                state = cancelled ? .cancelledEarly : .over
                return nil
            case .waiting(let continuation):
                state = .over
                return continuation
            case .cancelledEarly, .over: return nil
            }
        }
        continuation?.resume(returning: cancelled)
    }
}
