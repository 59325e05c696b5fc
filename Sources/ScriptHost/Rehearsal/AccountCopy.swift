package import CloudClient
package import CloudSimulator
import Diagnostics
package import Timekeeping

/// A simulated cloud that holds what an account held when it was read, with the same ids and names
/// and nothing secret.
package struct AccountCopy: Sendable {
    package var cloud: CloudSimulator
    /// What the copy could not take over as it is, a sentence each.
    package var notes: [String]

    /// Reads an account; nothing in it is changed.
    ///
    /// - Parameters:
    ///   - account: What to read, best through a `ReadingTransport`.
    ///   - seed: Fixes the ids of what is made in the copy later.
    ///   - assumptions: What the copy assumes of the real cloud.
    ///   - instant: The time in the copy.
    ///   - tell: Hears what is being read.
    /// - Returns: The copy; what the client may not see is not in it.
    /// - Throws: When the account cannot be reached or signed in to.
    package static func read(
        _ account: Cloud, seed: UInt64, assumptions: Assumptions, at instant: Instant,
        tell: @Sendable (String) -> Void = { _ in }
    ) async throws(CloudError) -> AccountCopy {
        var reading = AccountReading(account: account, now: instant)
        let plan = try await reading.environments(tell)
        let offer = try await reading.offer()
        let cloud = CloudSimulator(
            copying: plan, seed: seed, offer: offer, assumptions: assumptions, readAt: instant)
        return AccountCopy(cloud: cloud, notes: reading.notes)
    }
}

/// Reads an account part by part, and keeps note of what it cannot.
private struct AccountReading {
    let account: Cloud
    let now: Instant
    var notes: [String] = []

    /// The API does not tell how much a database holds, and how long things take depends on it.
    private static let assumedSizeGiB = 10.0

    mutating func environments(
        _ tell: (String) -> Void
    ) async throws(CloudError) -> SimulatedAccount {
        var plans: [SimulatedAccount.EnvironmentPlan] = []
        for environment in try await account.environments() {
            var plan = SimulatedAccount.EnvironmentPlan(
                environment.name, region: environment.region ?? "", cidr: environment.cidr ?? "",
                networkRules: environment.networkRules.map { ($0.label ?? "", $0.ipRange ?? "") },
                peers: environment.peers.map { ($0.label ?? "", environment.region ?? "") })
            plan.id = environment.id
            for database in try await account.databases(in: [environment]) {
                tell("reading \(database.reference)")
                plan.databases.append(try await self.plan(database))
            }
            plans.append(plan)
        }
        return SimulatedAccount(plans)
    }

    mutating func offer() async throws(CloudError) -> Catalogue {
        let plans = try await optional("the plans", []) { account throws(CloudError) in
            try await account.plans()
        }
        let versions = try await optional("the versions", []) { account throws(CloudError) in
            try await account.versions()
        }
        return Catalogue(
            plans: plans.map { .init(name: $0.name) },
            versions: versions.map {
                .init(number: $0.number, edition: $0.edition, vendor: $0.vendor)
            })
    }

    private mutating func plan(
        _ database: Database
    ) async throws(CloudError) -> SimulatedAccount.DatabasePlan {
        let name = database.reference
        let found = try await optional("the snapshots of \(name)", []) {
            account throws(CloudError) in
            try await account.snapshots(of: database)
        }
        let snapshots = found.filter(\.isUsable)
        let plugins = try await optional("the plugins of \(name)", []) {
            account throws(CloudError) in
            try await account.plugins(of: database)
        }
        let settings = try await optional("the settings of \(name)", []) {
            account throws(CloudError) in
            try await account.settings(of: database)
        }
        var plan = SimulatedAccount.DatabasePlan(
            database.name, plan: database.plan ?? "", version: database.version ?? "",
            edition: database.edition ?? "", vendor: database.vendor, state: state(of: database),
            sizeGiB: Self.assumedSizeGiB, age: age(database.createdAt),
            snapshots: snapshots.map { ($0.label ?? $0.id, age($0.createdAt)) },
            plugins: plugins.map(\.name),
            settings: settings.map {
                SimulatedSetting(
                    $0.key, $0.mayBeSecret ? "***" : $0.value, isSecret: $0.mayBeSecret)
            })
        plan.original = .init(
            id: database.id, connection: connection(of: database),
            snapshotIds: snapshots.map(\.id), needsRestart: database.status.needsRestart,
            isLocked: database.status.isLocked && !database.status.isPending,
            underIncident: database.status.underIncident)
        return plan
    }

    private mutating func state(of database: Database) -> DatabaseState {
        let status = database.status
        if status.isPending {
            notes.append(
                "\(database.reference) had an operation under way; the copy takes it as finished")
        }
        if status.isPaused { return .paused }
        if status.hasFailed { return .failed }
        if !status.isRunning {
            notes.append(
                "\(database.reference) is in the state `\(status.state)`, which the copy does not "
                    + "know; it takes it as running")
        }
        return .running
    }

    private func connection(of database: Database) -> Connection? {
        let found = database.connections
        guard let domain = found.domain else { return nil }
        return Connection(
            domainName: domain, privateDomainName: found.privateDomain ?? "private.\(domain)",
            httpPort: found.httpPort ?? 24_780, boltPort: found.boltPort ?? 24_786)
    }

    private func age(_ instant: Instant?) -> Duration {
        instant.map { max(.zero, now - $0) } ?? .zero
    }

    /// Reads what the copy can do without.
    private mutating func optional<Value>(
        _ what: String, _ absent: Value, _ read: (Cloud) async throws(CloudError) -> Value
    ) async throws(CloudError) -> Value {
        do {
            return try await read(account)
        } catch {
            guard [.forbidden, .notFound, .unsupported].contains(error.code) else { throw error }
            notes.append("\(what) could not be read: \(error.message)")
            return absent
        }
    }
}
