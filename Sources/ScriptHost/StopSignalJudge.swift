import Glibc
package import Timekeeping

/// Decides what a signal means for a run, from those that came before it.
package struct StopSignalJudge: Sendable {
    package enum Verdict: Hashable, Sendable {
        case stop(StopReason)
        /// The terminal is gone; the run goes on without it.
        case detach
        case nothing
        /// The ends in order did not come: end at once.
        case exit(Int32)
    }

    /// One hangup often brings two signals, the kernel's and that of a shell which ends.
    static let hangup = Duration.seconds(2)

    private var stopCount = 0
    private var firstHangup: Instant?

    package init() {}

    /// Whether the run was told to end at once.
    package var isAtOnce: Bool { stopCount > 1 }

    /// Takes a signal in; `now` is on a clock that nobody sets.
    package mutating func judge(_ number: Int32, at now: Instant) -> Verdict {
        if number == SIGHUP {
            guard let firstHangup else {
                self.firstHangup = now
                return .detach
            }
            guard now - firstHangup >= Self.hangup else { return .nothing }
        }
        stopCount += 1
        // Should even the end at once not come, as when nobody takes the output.
        guard stopCount <= 2 else { return .exit(128 + number) }
        return .stop(number == SIGINT ? .interrupted : .terminated)
    }
}
