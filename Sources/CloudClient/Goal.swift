import Timekeeping

/// What a wait wants to see.
struct Goal: Hashable, Sendable {
    enum Ending: Hashable, Sendable {
        /// At rest in one of the states.
        case state([String])
        /// At rest, in whatever state.
        case rest
        case gone
    }

    var ending: Ending
    /// States that are as good when the chain of operations has ended well and they stay.
    var accepted: [String] = []
    /// Whether `needsRestart` must have been cleared; only a restart clears it.
    var clearsRestart = false
    /// Whether the database has only just been asked for, and may not be there to see yet.
    var isNew = false

    static func state(_ state: String) -> Goal { Goal(ending: .state([state])) }
    static let rest = Goal(ending: .rest)
    static let gone = Goal(ending: .gone)
    /// A new database, or one with new data, runs, or stays paused where its origin was.
    static func running(orElse accepted: [String] = [], isNew: Bool = false) -> Goal {
        Goal(ending: .state(["running"]), accepted: accepted, isNew: isNew)
    }
}

/// Judges readings of a database's status against a goal.
struct Settling: Sendable {
    enum Reading: Sendable {
        case status(DatabaseStatus)
        case gone
    }

    enum Verdict: Equatable, Sendable {
        case reached
        case wait
        /// It will not be reached any more; why, as a phrase.
        case failed(String)
        /// The database is no longer there.
        case vanished
    }

    /// Right after a change a status may still be the old one.
    static let lag = Duration.seconds(5)
    /// How long a state that is not the goal must last, after the work has ended, to be the end.
    static let patience = Duration.seconds(30)

    let goal: Goal
    let acceptedAt: Instant
    /// The state before, which a stale reading would show.
    let stateBefore: String?
    /// Whether the chain of operations has come to a good end.
    private(set) var chainHasEnded = false
    private var sawWork = false
    private var lasting: (state: String, since: Instant)?

    init(_ goal: Goal, acceptedAt: Instant, stateBefore: String?) {
        self.goal = goal
        self.acceptedAt = acceptedAt
        self.stateBefore = stateBefore
    }

    /// Takes note of the last operation that was seen; one that has not finished was lost sight of.
    mutating func note(_ operation: Operation?) {
        chainHasEnded = operation?.hasFinished ?? false
        sawWork = operation != nil
    }

    mutating func judge(_ reading: Reading, at now: Instant) -> Verdict {
        switch reading {
        case .gone where goal.ending == .gone: return .reached
        case .gone: return goal.isNew && now - acceptedAt < Self.patience ? .wait : .vanished
        case .status(let status): return judge(status, at: now)
        }
    }

    private mutating func judge(_ status: DatabaseStatus, at now: Instant) -> Verdict {
        if status.isBusy {
            sawWork = true
            lasting = nil
            return .wait
        }
        if status.state != lasting?.state { lasting = (status.state, now) }
        if status.hasFailed {
            return .failed("it is in the state `\(status.state)`")
        }
        if isReached(by: status) {
            let isFresh = chainHasEnded || sawWork || now - acceptedAt >= Self.lag
            return isFresh || (stateBefore.map { $0 != status.state } ?? false) ? .reached : .wait
        }
        return judgeLasting(status, at: now)
    }

    private func isReached(by status: DatabaseStatus) -> Bool {
        if goal.clearsRestart, status.needsRestart { return false }
        return switch goal.ending {
        case .state(let states): states.contains(status.state)
        case .rest: true
        case .gone: false
        }
    }

    /// Judges a state that is not the goal: it may pass, or be what is left of a failure.
    private func judgeLasting(_ status: DatabaseStatus, at now: Instant) -> Verdict {
        guard chainHasEnded || sawWork, let lasting, now - lasting.since >= Self.patience else {
            return .wait
        }
        if chainHasEnded, goal.accepted.contains(status.state) { return .reached }
        // Only where a state is known to be one of rest is staying in it an end.
        guard status.isRunning || status.isPaused, !goal.clearsRestart else { return .wait }
        return .failed("the cloud has stopped working on it and left it `\(status.state)`")
    }
}
