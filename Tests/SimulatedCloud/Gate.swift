import Synchronization

/// Lets only so many tests at a time use the processor.
///
/// A run in virtual time never waits, and has a thread of its own: hundreds of them at once would
/// leave nothing to the tests that speak over real connections in real time.
package final class Gate: Sendable {
    /// For whatever runs in virtual time.
    package static let virtualTime = Gate(admitting: 3)

    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    init(admitting count: Int) { state = Mutex(State(free: count)) }

    /// Runs the body when it is its turn; not to be nested.
    package func pass<Value: Sendable>(_ body: () async -> Value) async -> Value {
        await enter()
        defer { leave() }
        return await body()
    }

    private func enter() async {
        await withCheckedContinuation { continuation in
            let mayEnter = state.withLock { state in
                guard state.free == 0 else {
                    state.free -= 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if mayEnter { continuation.resume() }
        }
    }

    private func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.free += 1
            return nil
        }
        next?.resume()
    }
}
