import Synchronization
import Timekeeping

/// How many requests may be made, as a value: each reserves the next free turn.
///
/// Turns are handed out in the order of asking, so that whoever waits for one cannot be overtaken.
struct TurnLine: Sendable {
    /// The time between two turns when all are taken.
    let spacing: Duration
    /// Turns that may be taken at once after a pause.
    let burst: Int
    private var next: Instant?

    init(perSecond rate: Double, burst: Int) {
        spacing = .nanoseconds(Int64(1e9 / max(rate, 0.01)))
        self.burst = max(1, burst)
    }

    /// Reserves a turn and returns when it is, which may be now.
    mutating func reserve(at now: Instant) -> Instant {
        let saved = now - .nanoseconds(spacing.nanoseconds * Int64(burst - 1))
        let slot = max(next ?? saved, saved)
        next = slot + spacing
        return max(slot, now)
    }
}

/// One line of turns shared by all tasks.
final class RequestBudget: Sendable {
    private let line: Mutex<TurnLine>

    init(perSecond rate: Double, burst: Int) {
        line = Mutex(TurnLine(perSecond: rate, burst: burst))
    }

    /// Returns when it is the caller's turn.
    func waitForTurn(_ clock: any RunClock) async throws(CancellationError) {
        let now = clock.now
        let slot = line.withLock { $0.reserve(at: now) }
        if slot > now {
            try await clock.sleep(until: slot)
        } else if Task.isCancelled {
            throw CancellationError()
        }
    }
}

/// The client's only source of randomness, shared by all tasks.
final class Dice: Sendable {
    private let generator: Mutex<any RandomNumberGenerator & Sendable>

    init(_ generator: any RandomNumberGenerator & Sendable) { self.generator = Mutex(generator) }

    /// A number from 0 up to, not including, 1.
    func roll() -> Double {
        generator.withLock { generator in Double(generator.next() >> 11) / Double(1 << 53) }
    }
}
