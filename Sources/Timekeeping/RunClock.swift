/// The time that a run lives in: the machine's, or a simulated one.
package protocol RunClock: Sendable {
    /// The present; never goes back.
    var now: Instant { get }

    /// Waits until `deadline`, or returns at once when it has passed.
    ///
    /// - Throws: `CancellationError` as soon as the task is cancelled.
    func sleep(until deadline: Instant) async throws(CancellationError)
}

extension RunClock {
    package func sleep(for duration: Duration) async throws(CancellationError) {
        try await sleep(until: now + duration)
    }
}
