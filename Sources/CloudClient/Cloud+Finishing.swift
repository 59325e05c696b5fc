import Diagnostics
import JSONDocument
import Timekeeping

extension Cloud {
    func run(_ effect: Effect) -> EffectRunner { EffectRunner(cloud: self, effect: effect) }

    /// Reads what has become of a change that takes effect with the next start: failing to does not
    /// undo it.
    func afterwards<Value>(
        _ effect: Effect, _ body: () async throws(CloudError) -> Value
    ) async throws(CloudError) -> Value {
        do {
            return try await body()
        } catch {
            var error = error
            error.outcome = .notSent
            throw partly(error, effect)
        }
    }

    /// What went wrong after a change that takes effect with the next start was made.
    func partly(_ reason: CloudError, _ effect: Effect) -> CloudError {
        var error = reason
        error.verb = effect.verb.rawValue
        error.message += "; the change itself was made and awaits the next restart"
        guard reason.outcome == .notSent || reason.outcome == .notApplied else { return error }
        error.outcome = .partlyApplied
        if reason.code != .cancelled { error.code = .partial }
        error.hint = "restart \(error.target ?? "the database") when nothing is in the way"
        error.cause = reason
        return error
    }

    /// Ends a change of one database that is contended: waits for it, or says what to wait for.
    func finish(
        _ started: EffectRunner.Started, _ goal: Goal, _ effect: Effect,
        _ expected: PendingChange.Expected = .database
    ) async throws(CloudError) -> Effected<Database> {
        guard case .accepted(let answer, let before, let at) = started else {
            effect.tell(.done, started.before[0].status.state)
            return .done(started.before[0], changed: false)
        }
        let pending = pending(answer, on: before[0], at, goal, effect, expected)
        guard effect.options.wait else { return .accepted(pending) }
        guard let database = try await finish(pending, effect).database else {
            return .done(before[0], changed: true)
        }
        return .done(database, changed: true)
    }

    /// What the cloud has accepted, noted in the ledger.
    func pending(
        _ answer: ChangeAnswer, on database: Database, _ at: Instant, _ goal: Goal,
        _ effect: Effect, _ expected: PendingChange.Expected
    ) -> PendingChange {
        let operation = answer.operationID.map {
            OperationReference(id: $0, databaseID: database.id, vendor: database.vendor)
        }
        ledger.begin(
            Ledger.Entry(verb: effect.verb, operation: operation, since: at), on: database.id)
        effect.tell(.waiting, "accepted", operation)
        return PendingChange(
            verb: effect.verb, target: effect.attempt.target ?? database.reference,
            database: database, operation: operation, acceptedAt: at, goal: goal,
            stateBefore: database.status.state, expected: expected)
    }

    /// The same for a copy: the new database, and where its operations may be found.
    func pendingCopy(
        _ answer: ChangeAnswer, _ copy: Copy, source: Database?, _ at: Instant, _ effect: Effect
    ) -> PendingChange {
        var database = Database(unidentified: copy.name, in: copy.environment, vendor: copy.vendor)
        if let answered = answer.database, !copy.before.contains(answered.id),
            answered.id != source?.id
        {
            database = answered
            database.environmentID = answered.environmentID ?? copy.environment.id
            database.environmentName = copy.environment.name
            if answered.raw["version"]?["vendor"] == nil { database.vendor = copy.vendor }
        }
        let addresses = [database.id, source?.id ?? ""].filter { !$0.isEmpty }
        let operations = answer.operationID.map { id in
            addresses.map { OperationReference(id: id, databaseID: $0, vendor: copy.vendor) }
        }
        let operation = operations?.first
        if let source {
            ledger.begin(
                Ledger.Entry(verb: effect.verb, operation: operation, since: at), on: source.id)
        }
        effect.tell(.waiting, "accepted", operation)
        return PendingChange(
            verb: effect.verb, target: effect.attempt.target ?? database.reference,
            database: database, operation: operation, acceptedAt: at, goal: copy.goal,
            stateBefore: nil, otherAddresses: Array((operations ?? []).dropFirst()),
            expected: .copy(name: copy.name, environment: copy.environment, before: copy.before))
    }

    func finishCopy(
        _ pending: PendingChange, source: Database?, _ effect: Effect
    ) async throws(CloudError) -> Effected<Database> {
        guard effect.options.wait else { return .accepted(pending) }
        do {
            let result = try await finish(pending, effect)
            if let source { ledger.end(on: source.id) }
            return .done(result.database ?? pending.database, changed: true)
        } catch {
            if let source, error.code == .operationFailed { ledger.end(on: source.id) }
            throw error
        }
    }
}

/// A database to be made, and what was there before.
struct Copy: Sendable {
    let name: String
    let environment: Environment
    let vendor: String
    /// The ids in the environment before.
    var before: [String]
    let goal: Goal
    /// Whether a database of the name was there before.
    var isNameTaken = false

    /// What reading the environment tells of it.
    func evidence(in databases: [Database]) -> Evidence {
        let found = databases.filter { $0.name == name && !before.contains($0.id) }
        return switch found.count {
        case 0: .nothing
        case 1: .applied(ChangeAnswer(database: found[0]))
        default: .undecided
        }
    }

    /// The error, with a hint where a name that is taken was the reason.
    func explained(_ error: CloudError) -> CloudError {
        guard error.code == .conflict, isNameTaken else { return error }
        var error = error
        error.hint =
            "\(environment.name)/\(name) is there already: choose another name, or call "
            + "graphene.ensure_db"
        return error
    }
}

extension Database {
    /// A database that is known to come, but not yet under which id.
    init(unidentified name: String, in environment: Environment, vendor: String) {
        self.init(
            id: "", name: name, environmentID: environment.id, environmentName: environment.name,
            plan: nil, version: nil, edition: nil, vendor: vendor,
            connections: Connections(.null), createdAt: nil, status: .unknown, raw: .null)
    }
}
