import Timekeeping

/// How long a read is tried again.
struct Patience: Sendable {
    /// Tries in all.
    var tries: Int
    /// For how long no try begins any more.
    var total: Duration
    /// Whether failing to connect is put up with as long as anything else.
    var bearsOutage: Bool

    /// For a read that somebody asked for.
    static func brief(_ total: Duration) -> Patience {
        Patience(tries: 5, total: total, bearsOutage: false)
    }
    /// For a read on which a change under way depends.
    static let long = Patience(tries: .max, total: .minutes(10), bearsOutage: true)
}

/// Decides whether a failed read is tried again, and when.
struct ReadRetry: Sendable {
    enum Verdict: Equatable {
        case retry(after: Duration)
        case giveUp
        /// The caller's time is up after this long, and no try fits in before.
        case outOfTime(after: Duration)
    }

    static let base = Duration.milliseconds(500)
    static let longest = Duration.seconds(20)

    let patience: Patience
    /// When the patience ends.
    let end: Instant
    /// When the caller's own time is up.
    let deadline: Instant?
    private(set) var failures = 0

    /// `deadline`: Ends the tries even before the patience does.
    init(_ patience: Patience, from start: Instant, deadline: Instant?) {
        self.patience = patience
        self.deadline = deadline
        end = start + patience.total
    }

    /// Judges one more failure: full jitter up to a bound that doubles, but never less than the cloud
    /// asks for.
    ///
    /// `chance`: From 0 up to 1, evenly spread.
    mutating func judge(_ problem: Problem, at now: Instant, chance: Double) -> Verdict {
        failures += 1
        let mostTries =
            patience.bearsOutage ? patience.tries : min(patience.tries, problem.attempts)
        guard problem.isTransient, failures < mostTries else { return .giveUp }
        let doublings = min(failures - 1, 16)
        let bound = min(Self.base * Double(1 << doublings), Self.longest)
        let least = problem.retryAfter ?? .zero
        let pause = max(bound * chance, least)
        guard let deadline, deadline <= end, now + pause > deadline else {
            return now + pause <= end ? .retry(after: pause) : .giveUp
        }
        // The last try is made when the time is just up, unless the cloud wants to be left alone.
        let rest = deadline - now
        return rest > .zero && least <= rest
            ? .retry(after: rest) : .outOfTime(after: max(.zero, rest))
    }
}
