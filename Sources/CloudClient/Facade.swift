// Signatures only, published ahead of their bodies.
package import JSONDocument
package import Timekeeping

package typealias Change<Value: Sendable> = Effected<Value>

extension Cloud {
    // Reading. `in: nil` is every environment; lists are ordered by environment and name.
    package func environments() async throws(CloudError) -> [Environment] { fatalError() }
    package func environment(_ reference: EnvironmentReference) async throws(CloudError) -> Environment { fatalError() }
    package func databases(in environments: [Environment]? = nil) async throws(CloudError) -> [Database] { fatalError() }
    /// Throws `not_found` (with a suggestion), `ambiguous` (listing candidates), `usage` for a bare name and `.changing`.
    package func database(_ reference: DatabaseReference, for purpose: ReferencePurpose) async throws(CloudError) -> Database { fatalError() }
    /// nil when nothing matches.
    package func findDatabase(_ reference: DatabaseReference, for purpose: ReferencePurpose) async throws(CloudError) -> Database? { fatalError() }
    package func refresh(_ database: Database) async throws(CloudError) -> Database { fatalError() }
    package func status(of database: Database) async throws(CloudError) -> DatabaseStatus { fatalError() }
    /// Newest first.
    package func snapshots(of database: Database) async throws(CloudError) -> [Snapshot] { fatalError() }
    package func operation(_ id: String, of database: Database) async throws(CloudError) -> Operation { fatalError() }
    package func plans() async throws(CloudError) -> [Plan] { fatalError() }
    package func versions() async throws(CloudError) -> [Version] { fatalError() }
    package func plugins(of database: Database) async throws(CloudError) -> [Plugin] { fatalError() }
    package func settings(of database: Database) async throws(CloudError) -> [Setting] { fatalError() }

    // Changing.
    package func pause(_ database: Database, options: EffectOptions = .init(), progress: ProgressHandler? = nil) async throws(CloudError) -> Effected<Database> { fatalError() }
    package func resume(_ database: Database, options: EffectOptions = .init(), progress: ProgressHandler? = nil) async throws(CloudError) -> Effected<Database> { fatalError() }
    package func restart(_ database: Database, reset: Bool = true, options: EffectOptions = .init(), progress: ProgressHandler? = nil) async throws(CloudError) -> Effected<Database> { fatalError() }
    package func resize(_ database: Database, to plan: String, options: EffectOptions = .init(), progress: ProgressHandler? = nil) async throws(CloudError) -> Effected<Database> { fatalError() }
    package func create(_ specification: NewDatabase, options: EffectOptions = .init(), progress: ProgressHandler? = nil) async throws(CloudError) -> Effected<Database> { fatalError() }
    package func clone(_ source: Database, named name: String, into environment: Environment, options: EffectOptions = .init(), progress: ProgressHandler? = nil) async throws(CloudError) -> Effected<Database> { fatalError() }
    package func create(named name: String, from snapshot: Snapshot, in environment: Environment, options: EffectOptions = .init(), progress: ProgressHandler? = nil) async throws(CloudError) -> Effected<Database> { fatalError() }
    package func restore(_ snapshot: Snapshot, into database: Database, options: EffectOptions = .init(), progress: ProgressHandler? = nil) async throws(CloudError) -> Effected<Database> { fatalError() }
    package func takeSnapshot(of database: Database, label: String? = nil, options: EffectOptions = .init(), progress: ProgressHandler? = nil) async throws(CloudError) -> Effected<Snapshot> { fatalError() }
    /// `a`'s connection URLs lead to `b` afterwards.
    package func switchConnections(of a: Database, to b: Database, options: EffectOptions = .init(), progress: ProgressHandler? = nil) async throws(CloudError) -> Effected<DNSSwitch> { fatalError() }
    /// Whether what the switch brought about still stands.
    package func verify(_ done: DNSSwitch) async throws(CloudError) -> Bool { fatalError() }
    /// Switches back; asks nothing of `b`.
    package func revert(_ done: DNSSwitch, options: EffectOptions = .init(), progress: ProgressHandler? = nil) async throws(CloudError) -> Effected<DNSSwitch> { fatalError() }
    package func setSettings(of database: Database, to settings: [Setting], mode: SettingsMode = .merge, restart: Bool = true, options: EffectOptions = .init(), progress: ProgressHandler? = nil) async throws(CloudError) -> Effected<SettingsUpdate> { fatalError() }
    /// Changes nothing when a plugin of that name is there: the cloud tells no hash to compare.
    package func installPlugin(_ name: String, file: [UInt8], fileName: String, on database: Database, restart: Bool = true, options: EffectOptions = .init(), progress: ProgressHandler? = nil) async throws(CloudError) -> Effected<Plugin> { fatalError() }
    /// The plugin that was removed, or nil when there was none.
    package func removePlugin(_ name: String, from database: Database, restart: Bool = true, options: EffectOptions = .init(), progress: ProgressHandler? = nil) async throws(CloudError) -> Effected<Plugin?> { fatalError() }
    /// Done with `true` when it is gone; unchanged when it was gone already.
    package func delete(_ database: Database, options: EffectOptions = .init(), progress: ProgressHandler? = nil) async throws(CloudError) -> Effected<Bool> { fatalError() }
    /// The decoded JSON, null for an empty body.
    package func api(_ method: CloudRequest.Method, path: String, query: [QueryItem] = [], body: JSONValue? = nil, timeout: Duration? = nil) async throws(CloudError) -> JSONValue { fatalError() }

    // Waiting.
    package func wait(for pending: PendingChange, options: EffectOptions = .init(), progress: ProgressHandler? = nil) async throws(CloudError) -> PendingResult { fatalError() }
    /// Waits until the database is in one of the states and not busy; failure states raise `operation_failed`.
    package func wait(for database: Database, toReach states: [String], timeout: Duration, every: Duration? = nil, progress: ProgressHandler? = nil) async throws(CloudError) -> Database { fatalError() }
    /// Follows an operation's chain to its end.
    package func wait(for operation: OperationReference, timeout: Duration, every: Duration? = nil, progress: ProgressHandler? = nil) async throws(CloudError) -> Operation { fatalError() }
}

package enum SettingsMode: Sendable {
    /// Ours over what is there.
    case merge
    /// Ours and nothing else.
    case replace
}

package struct SettingsUpdate: Sendable {
    package var database: Database
    /// Ordered by key.
    package var changes: [SettingChange]
}

/// What a new database is to be.
package struct NewDatabase: Sendable {
    package var name: String
    package var environment: Environment
    package var plan: String
    package var version: String
    package var edition: String
    package var extras: [String]
    package var vendor: String

    package init(
        name: String, environment: Environment, plan: String, version: String, edition: String,
        extras: [String] = [], vendor: String = Database.defaultVendor
    ) {
        self.name = name
        self.environment = environment
        self.plan = plan
        self.version = version
        self.edition = edition
        self.extras = extras
        self.vendor = vendor
    }
}

/// Two databases whose addresses were exchanged.
package struct DNSSwitch: Sendable {
    package struct Addresses: Hashable, Sendable {
        package var a: Connections
        package var b: Connections
    }

    /// As they are afterwards; ids, names and data stay.
    package var a: Database
    package var b: Database
    package var at: Instant
    package var before: Addresses
    package var after: Addresses
    /// What of `a`'s environment the one of `b` lacks: who could connect before may be refused now.
    package var missingRules: [NetworkRule]
    package var missingPeers: [NetworkPeer]
    /// What a person should know, in sentences; empty when there is nothing.
    package var warnings: [String]
}

enum Goal: Sendable { case coming }
