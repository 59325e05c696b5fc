import Synchronization
import Timekeeping

/// How long to wait between two readings.
///
/// Little time may be lost after the cloud is done (a tenth of what it took, or two seconds), and
/// all waits together must leave room in the request budget.
struct Pacing: Sendable {
    static let shortest = Duration.seconds(1)
    static let longest = Duration.seconds(60)
    /// Of the time that something has taken already; the rest of the tenth is for the requests.
    static let share = 0.06
    /// Of the request budget that polling may use.
    static let budgetShare = 0.8

    /// What the caller asked for; nil adapts.
    let fixed: Duration?
    /// Requests a second.
    let rate: Double

    func pause(elapsed: Duration, waits: Int) -> Duration {
        if let fixed { return max(fixed, .milliseconds(100)) }
        let fair = Duration.milliseconds(Int64(Double(waits) / (rate * Self.budgetShare) * 1_000))
        return max(Self.shortest, fair, min(elapsed * Self.share, Self.longest))
    }
}

/// How many waits are under way.
final class WaitCount: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }
    func enter() { count.withLock { $0 += 1 } }
    func leave() { count.withLock { $0 -= 1 } }
}
