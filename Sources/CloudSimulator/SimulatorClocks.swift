import Synchronization
package import Timekeeping

/// The machine's time, possibly faster or slower, counted from a given instant.
package struct ScaledClock: RunClock {
    private let start: Instant
    private let origin = ContinuousClock.now
    private let speed: Double

    /// Makes a clock that shows `start` now and goes `speed` times as fast as the machine's.
    package init(startingAt start: Instant, speed: Double = 1) {
        self.start = start
        self.speed = max(speed, 0.000_001)
    }

    package var now: Instant { start + (ContinuousClock.now - origin) * speed }

    package func sleep(until deadline: Instant) async throws(CancellationError) {
        do {
            try await ContinuousClock().sleep(until: origin + (deadline - start) / speed)
        } catch {
            throw CancellationError()
        }
    }
}

/// A time that only moves when it is told to.
package final class SteppedClock: RunClock {
    private struct State {
        var now: Instant
        var nextId = 0
        var sleepers: [(id: Int, deadline: Instant, wake: CheckedContinuation<Bool, Never>)] = []
    }

    private let state: Mutex<State>

    package init(startingAt start: Instant = CloudSimulator.epoch) {
        state = Mutex(State(now: start))
    }

    package var now: Instant { state.withLock { $0.now } }

    /// How many are waiting for a later time.
    package var sleeperCount: Int { state.withLock { $0.sleepers.count } }

    /// Moves the time, never back, and wakes whoever waited for it.
    package func advance(to instant: Instant) {
        let woken = state.withLock { state in
            state.now = max(state.now, instant)
            let due = state.sleepers.filter { $0.deadline <= state.now }
            state.sleepers.removeAll { $0.deadline <= state.now }
            return due
        }
        for sleeper in woken { sleeper.wake.resume(returning: true) }
    }

    package func advance(by duration: Duration) { advance(to: now + duration) }

    package func sleep(until deadline: Instant) async throws(CancellationError) {
        let id = state.withLock { state in
            state.nextId += 1
            return state.nextId
        }
        let isDue = await withTaskCancellationHandler {
            await withCheckedContinuation { wake in
                let result: Bool? = state.withLock { state in
                    if state.now >= deadline { return true }
                    if Task.isCancelled { return false }
                    state.sleepers.append((id, deadline, wake))
                    return nil
                }
                if let result { wake.resume(returning: result) }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                state.sleepers.firstIndex { $0.id == id }.map { state.sleepers.remove(at: $0) }
            }
            sleeper?.wake.resume(returning: false)
        }
        guard isDue else { throw CancellationError() }
    }
}
