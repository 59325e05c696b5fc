import AccountConfiguration
import CloudClient
import Diagnostics
import ScriptAPI
import Synchronization
import TOMLDocument

/// Reads what a change is about and asks the stages: the one gate of a run's changes.
final class ChangeControl: Sendable {
    private struct State {
        var readOnly: ReadOnly
        var targets = GrantedTargets()
        var protection: Protection
        var limits: Limits
        var hasSurveyed = false

        /// What would be said, without counting it.
        func foresee(_ change: JudgedChange) -> ChangeRefusal? {
            var copy = self
            return copy.judge(change)
        }

        mutating func judge(_ change: JudgedChange) -> ChangeRefusal? {
            readOnly.judge(change) ?? targets.judge(change) ?? protection.judge(change)
                ?? limits.judge(change)
        }
    }

    /// How often a run may lower its limits: each time is remembered.
    private static let mostNarrowings = 1_000
    private let state: Mutex<State>
    private let narrowings = Mutex(0)
    private let protects: Bool
    private let needsAddresses: Bool
    private let grants: Grants
    private let asker: (any ChangeAsker)?
    /// The changes to which a person has agreed.
    private let agreed = Mutex<Set<UInt64>>([])

    init(_ rules: ChangeRules, _ grants: Grants) {
        self.grants = grants
        let protection = Protection(
            rules.protect, except: rules.exceptions, namesHarm: rules.namesHarm)
        protects = !rules.protect.isEmpty || rules.namesHarm != nil
        asker = rules.asker
        needsAddresses = protection.needsAddresses
        state = Mutex(
            State(
                readOnly: ReadOnly(origin: rules.readOnly), protection: protection,
                limits: Limits(rules.limits)))
    }

    /// Lowers the limits for the rest of the run.
    ///
    /// - Throws: `limit_exceeded` when that was done too often.
    func narrow(_ limits: ScriptLimits, at place: Origin) throws(APIFailure) {
        let count = narrowings.withLock { count in
            count += 1
            return count
        }
        guard count <= Self.mostNarrowings else {
            throw APIFailure(
                .limitExceeded,
                "a run may call graphene.limits at most \(Self.mostNarrowings) times")
        }
        state.withLock { $0.limits.narrow(limits, at: place) }
    }

    /// A gate for the changes of one effect.
    ///
    /// - Parameters:
    ///   - number: The effect's.
    ///   - owner: Whose code asks for it.
    ///   - cloud: Where to read what a change is about.
    ///   - warn: Hears what a person should know of the rules, once.
    /// - Returns: The gate.
    func gate(
        number: UInt64, askedBy owner: UInt64, cloud: Cloud,
        warn: @escaping @Sendable (String) -> Void
    ) -> ChangeGate {
        { [self] change throws(CloudError) in
            let effect = APITable[change.verb.rawValue]?.effect ?? .destructive
            var judged = JudgedChange(
                number: number, verb: change.verb, effect: effect, moment: change.moment)
            judged.denial = grants.refusal(of: change.verb, askedBy: owner)
            judged.grantedTargets = grants.owners[owner].grants.targets
            let isProtected = protects && judged.isHarmful
            if isProtected { try await survey(cloud, warn) }
            let hasTargets =
                !judged.grantedTargets.isEmpty || state.withLock { $0.limits.hasTargets }
            if isProtected || asker != nil || hasTargets {
                try await describe(change, &judged, cloud)
            }
            if hasTargets, let snapshot = change.snapshot {
                try await trace(snapshot, &judged, cloud)
            }
            if let refusal = try await ask(about: judged, change) { return refusal }
            return state.withLock { $0.judge(judged) }
        }
    }

    /// Judges databases as if the run were about to disrupt them; nil where nothing is protected.
    ///
    /// - Parameters:
    ///   - cloud: Where to read what is to be judged.
    ///   - warn: Hears what a person should know of the rules, once.
    /// - Returns: What says why that may not be, of each.
    func foresight(
        cloud: Cloud, warn: @escaping @Sendable (String) -> Void
    ) -> (@Sendable (Database) async throws(CloudError) -> ChangeRefusal?)? {
        guard protects else { return nil }
        return { [self] database throws(CloudError) in
            try await survey(cloud, warn)
            let names = Self.names(of: try await cloud.environments())
            var judged = JudgedChange(
                number: 0, verb: .restart, effect: .disruptive, moment: .considered)
            judged.databases = [
                ChangeSubject(database, environment: database.environmentID.flatMap { names[$0] })
            ]
            try await compare(&judged, cloud)
            return state.withLock { [judged] in $0.protection.judge(judged) }
        }
    }

    /// Asks a person about a change that nothing else forbids, once, just before it leaves.
    private func ask(
        about change: JudgedChange, _ proposed: ProposedChange
    ) async throws(CloudError) -> ChangeRefusal? {
        guard let asker, change.moment == .sending,
            !agreed.withLock({ $0.contains(change.number) })
        else { return nil }
        if let refusal = state.withLock({ $0.foresee(change) }) { return refusal }
        let question = ChangeQuestion(change, proposed.request)
        let isAgreed: Bool
        do { isAgreed = try await asker.ask(question) } catch {
            throw CloudError(
                .cancelled, "cannot \(question.what): it was interrupted", verb: question.verb,
                target: question.target)
        }
        guard isAgreed else {
            return ChangeRefusal(.confirmationRequired, "it was answered with no")
        }
        agreed.withLock { _ = $0.insert(change.number) }
        return nil
    }

    /// Compares the rules with the account, once a run.
    private func survey(
        _ cloud: Cloud, _ warn: @Sendable (String) -> Void
    ) async throws(CloudError) {
        guard !state.withLock({ $0.hasSurveyed }) else { return }
        let subjects = try await subjects(cloud)
        let warnings = state.withLock { state -> [String] in
            guard !state.hasSurveyed else { return [] }
            state.hasSurveyed = true
            return state.protection.survey(subjects)
        }
        for warning in warnings { warn(warning) }
    }

    private func subjects(_ cloud: Cloud) async throws(CloudError) -> [ChangeSubject] {
        let (environments, databases) = try await cloud.census(withAddresses: needsAddresses)
        let names = Self.names(of: environments)
        return databases.map { database in
            ChangeSubject(database, environment: database.environmentID.flatMap { names[$0] })
        }
    }

    /// Adds what is read of the databases now.
    private func describe(
        _ change: ProposedChange, _ judged: inout JudgedChange, _ cloud: Cloud
    ) async throws(CloudError) {
        if let request = change.request {
            let (environments, all) = try await cloud.census(withAddresses: needsAddresses)
            let names = Self.names(of: environments)
            let subjects = RequestSubjects(request)
            judged.databases = subjects.databases(among: all).map { database in
                ChangeSubject(database, environment: database.environmentID.flatMap { names[$0] })
            }
            judged.environments = subjects.environments(among: environments).map(\.name)
            judged.hidesOrigin = subjects.mayCopySnapshot
            if !subjects.leadsTo(anyOf: all, or: environments) {
                judged.unknown = UnknownRequest(method: request.method, path: request.path)
            }
        } else {
            let names = Self.names(of: try await cloud.environments())
            judged.databases = change.databases.map { database in
                ChangeSubject(database, environment: database.environmentID.flatMap { names[$0] })
            }
            judged.making = change.making.map { place in
                ChangeSubject(id: "", environment: names[place.environmentID], name: place.name)
            }
        }
        guard protects, judged.isHarmful else { return }
        try await compare(&judged, cloud)
    }

    /// Adds whose data a snapshot holds.
    private func trace(
        _ snapshot: Snapshot, _ judged: inout JudgedChange, _ cloud: Cloud
    ) async throws(CloudError) {
        let (environments, all) = try await cloud.census(withAddresses: false)
        let names = Self.names(of: environments)
        guard let origin = try await cloud.origin(of: snapshot, among: all) else {
            judged.hidesOrigin = true
            return
        }
        judged.copied = ChangeSubject(
            origin, environment: origin.environmentID.flatMap { names[$0] })
    }

    /// Adds what only the whole account tells, where the judgement depends on it.
    private func compare(
        _ judged: inout JudgedChange, _ cloud: Cloud
    ) async throws(CloudError) {
        let exceptions = state.withLock { $0.protection.exceptions }
        let isNamed = judged.databases.contains { exceptions.contains($0.reference) }
        let isWithoutAddress = needsAddresses && judged.databases.contains { $0.addresses == nil }
        guard isNamed || isWithoutAddress else { return }
        let all = try await subjects(cloud)
        judged.addresses = Set(all.flatMap { $0.addresses ?? [] })
        for index in judged.databases.indices {
            let reference = judged.databases[index].reference
            let count = all.count { $0.reference == reference }
            judged.databases[index].namesakes = max(1, count)
        }
    }

    private static func names(of environments: [Environment]) -> [String: String] {
        Dictionary(environments.map { ($0.id, $0.name) }) { first, _ in first }
    }
}
