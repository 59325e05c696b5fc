import Diagnostics
import JSONDocument
import Timekeeping

/// Carries one change from the first reading to its acceptance.
struct EffectRunner: Sendable {
    let cloud: Cloud
    let effect: Effect

    /// What the readings before a change call for.
    enum Preparation: Sendable {
        /// It is already so.
        case nothing
        case send(ChangeRequest)
    }

    /// How far the change has come.
    enum Started: Sendable {
        case unchanged([Database])
        case accepted(ChangeAnswer, before: [Database], at: Instant)

        /// The contended databases as they were right before.
        var before: [Database] {
            switch self {
            case .unchanged(let databases), .accepted(_, let databases, _): databases
            }
        }
    }

    private var clock: any RunClock { cloud.clock }
    private var attempt: Attempt { effect.attempt }

    /// Waits until the databases are free, has the change prepared from what they are then, and sends
    /// it.
    ///
    /// `contended`: The databases that must not be busy.
    ///
    /// `prepare`: Gets the databases as they are now, in the same order; called again when the cloud
    /// refuses because of something that has come in between.
    func start(
        _ contended: [Database],
        _ prepare: ([Database]) async throws(CloudError) -> Preparation
    ) async throws(CloudError) -> Started {
        do {
            return try await begin(contended, prepare)
        } catch {
            var error = error
            error.outcome = error.outcome ?? .notSent
            throw error
        }
    }

    private func begin(
        _ contended: [Database],
        _ prepare: ([Database]) async throws(CloudError) -> Preparation
    ) async throws(CloudError) -> Started {
        effect.tell(.preparing, "reading")
        var lock = LockWait(limit: effect.options.lockedTimeout)
        var refusal: Problem?
        var mayHaveBeenDone = false
        while true {
            let before = try await waitUntilFree(contended, &lock)
            guard case .send(let change) = try await prepare(before) else {
                guard mayHaveBeenDone else {
                    try await permit(.considered, before)
                    return .unchanged(before)
                }
                return .accepted(ChangeAnswer(), before: before, at: clock.now)
            }
            // Nothing was in the way, before or after: the refusal means what it says.
            if let refusal, !lock.wasUsed { throw refusal.error(attempt, changing: true) }
            try await permit(.sending, before)
            try checkDeadline()
            let sender = ChangeSender(
                api: cloud.api, shelter: cloud.shelter, effect: effect, witness: cloud.witness)
            lock.wasUsed = false
            switch try await sender.send(change) {
            case .accepted(let answer): return .accepted(answer, before: before, at: clock.now)
            case .busy(let problem, let wasRepeated):
                guard !contended.isEmpty else { throw problem.error(attempt, changing: true) }
                lock.operationID = problem.operationID
                refusal = problem
                mayHaveBeenDone = mayHaveBeenDone || wasRepeated
            }
        }
    }

    /// Reads the databases until none is busy.
    private func waitUntilFree(
        _ databases: [Database], _ lock: inout LockWait
    ) async throws(CloudError) -> [Database] {
        while true {
            var fresh: [Database] = []
            for database in databases {
                fresh.append(
                    try await cloud.api.refresh(database, attempt, deadline: effect.deadline))
            }
            guard let busy = fresh.first(where: \.status.isBusy) else { return fresh }
            // What may not be done is not worth waiting for.
            if !lock.hasBegun { try await permit(.considered, fresh) }
            let owner = lock.note(busy, ledger: cloud.ledger, at: clock.now)
            await askForBeginning(of: owner, &lock)
            effect.tell(
                .locked(by: owner, since: lock.since ?? clock.now), lock.description(busy), owner)
            if lock.isOver(at: clock.now) || clock.now >= effect.deadline {
                var error = attempt.error(
                    .locked, lock.description(busy),
                    hint: "wait for it, or raise `locked_timeout`", outcome: .notSent)
                error.lockedBy = owner
                throw error
            }
            let pacing = Pacing(fixed: nil, rate: cloud.settings.rate)
            let pause = pacing.pause(
                elapsed: clock.now - (lock.since ?? clock.now), waits: cloud.waits.value + 1)
            let end = lock.end(at: clock.now)
            try await attempt.cancellable(outcome: .notSent) { () async throws(CancellationError) in
                try await clock.sleep(until: min(clock.now + pause, end, effect.deadline))
            }
        }
    }

    /// Asks once when somebody else's operation began; that nobody can tell is no reason to fail.
    private func askForBeginning(of owner: OperationReference?, _ lock: inout LockWait) async {
        guard let owner, !lock.isBeginningKnown, lock.askedAbout != owner.id else { return }
        lock.askedAbout = owner.id
        let once = Patience(tries: 1, total: .zero, bearsOutage: false)
        let operation = try? await cloud.api.operation(
            owner, attempt, patience: once, deadline: effect.deadline)
        if let begun = operation?.startedAt { lock.note(begun: begun) }
    }

    private func checkDeadline() throws(CloudError) {
        guard clock.now >= effect.deadline else { return }
        throw attempt.error(
            .timeout, "there was no time left to begin with it",
            hint: "raise `timeout`", outcome: .notSent)
    }
}

/// For how long, for whom and since when a database is waited for.
struct LockWait: Sendable {
    let limit: Duration
    private(set) var since: Instant?
    private var owner: OperationReference?
    private var ownVerb: Verb?
    /// Whether `since` is when it began, and not only when it was first seen.
    private(set) var isBeginningKnown = false
    /// The operation whose beginning was asked for.
    var askedAbout: String?
    /// What a refusal named.
    var operationID: String?
    /// Whether anything was waited for since the last refusal.
    var wasUsed = false

    init(limit: Duration) { self.limit = limit }

    /// Takes note of a busy database and returns whose operation it is, when that is known.
    mutating func note(
        _ database: Database, ledger: Ledger, at now: Instant
    ) -> OperationReference? {
        wasUsed = true
        let own = ledger.entry(on: database.id)
        since = min(since ?? now, own?.since ?? now)
        isBeginningKnown = isBeginningKnown || own != nil
        ownVerb = own?.verb
        let id = database.status.operationID ?? operationID
        owner =
            id.map { OperationReference(id: $0, databaseID: database.id, vendor: database.vendor) }
            ?? own?.operation
        firstNoted = firstNoted ?? now
        return owner
    }

    /// Takes note of when the operation in the way began.
    mutating func note(begun: Instant) {
        since = min(since ?? begun, begun)
        isBeginningKnown = true
    }

    private var firstNoted: Instant?

    var hasBegun: Bool { firstNoted != nil }
    func end(at now: Instant) -> Instant { (firstNoted ?? now) + limit }
    func isOver(at now: Instant) -> Bool { now >= end(at: now) }

    /// Who is in the way, as a phrase.
    func description(_ database: Database) -> String {
        let details = [owner?.id, ownVerb?.rawValue].compactMap { $0 }.joined(separator: ", ")
        let named = details.isEmpty ? "" : " (\(details))"
        let orEarlier = isBeginningKnown ? "" : " or earlier"
        let time =
            since.map { " since \(Timestamp.format($0).dropFirst(11).prefix(5)) UTC\(orEarlier)" }
            ?? ""
        return database.status.isPending
            ? "another operation\(named) is running on \(database.reference)\(time)"
            : "\(database.reference) is locked\(named)\(time)"
    }
}
