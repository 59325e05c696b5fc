import Glibc
import Timekeeping

/// The machine's clock, for what happens outside of a run.
enum WallClock {
    static var now: Instant { read(CLOCK_REALTIME) }

    /// Time that nobody sets back; good for differences only.
    static var steady: Instant { read(CLOCK_MONOTONIC) }

    private static func read(_ clock: clockid_t) -> Instant {
        var time = timespec()
        clock_gettime(clock, &time)
        return Instant(
            nanosecondsSince1970: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}
