package import JSONDocument
package import Timekeeping

/// A database as the cloud described it at one moment; only its id is certain to be there.
package struct Database: Hashable, Sendable, Identifiable {
    package var id: String
    package var name: String
    package var environmentID: String?
    /// The environment's label, when this client has looked it up.
    package var environmentName: String?
    package var plan: String?
    package var version: String?
    package var edition: String?
    /// Part of every path to it: `graphneo` unless the cloud says `ongdb`.
    package var vendor: String
    package var connections: Connections
    package var createdAt: Instant?
    package var status: DatabaseStatus
    /// The document it was read from, with whatever this type does not know.
    package var raw: JSONValue

    package static let defaultVendor = "graphneo"

    /// How people name it: `production/orders`.
    package var reference: String { (environmentName ?? environmentID ?? "?") + "/" + name }
}

/// Where a database is reached.
package struct Connections: Hashable, Sendable {
    package var domain: String?
    package var privateDomain: String?
    package var httpPort: Int?
    package var boltPort: Int?

    /// The address for drivers; nil when the cloud told no domain.
    package var boltURL: String? { domain.map { "bolt://\($0)" + suffix(boltPort) } }
    /// The address for browsers; nil when the cloud told no domain.
    package var httpURL: String? { domain.map { "http://\($0)" + suffix(httpPort) } }

    private func suffix(_ port: Int?) -> String { port.map { ":\($0)" } ?? "" }
}

/// What a database is doing; the state is an open set of words.
package struct DatabaseStatus: Hashable, Sendable {
    package var state: String
    package var needsRestart: Bool
    /// An operation is under way.
    package var isPending: Bool
    /// No operation may start.
    package var isLocked: Bool
    package var underIncident: Bool
    package var lastHealth: String?
    package var lastHealthSecondsAgo: Int64?
    /// The operation under way, where the cloud tells it.
    package var operationID: String?

    package var isRunning: Bool { state == "running" }
    package var isPaused: Bool { state == "paused" }
    package var isBusy: Bool { isPending || isLocked }
    /// Whether the state is one of failure, which no database leaves by itself.
    package var hasFailed: Bool { Self.failures.contains(state.lowercased()) }
    /// Whether the state is a word that this client has a meaning for.
    var isKnown: Bool { isRunning || isPaused || hasFailed }
    private static let failures = ["failed", "failure", "error", "crashed", "corrupted"]

    /// What is read where the cloud tells no status.
    package static let unknown = DatabaseStatus(state: "unknown")

    package init(
        state: String, needsRestart: Bool = false, isPending: Bool = false, isLocked: Bool = false,
        underIncident: Bool = false
    ) {
        self.state = state
        self.needsRestart = needsRestart
        self.isPending = isPending
        self.isLocked = isLocked
        self.underIncident = underIncident
    }
}

extension Database {
    /// Reads a database; nil when the document holds no id.
    package init?(_ json: JSONValue) {
        guard let id = json.text("id", "databaseId") else { return nil }
        self.id = id
        name = json.text("name") ?? id
        environmentID = json.text("environmentId") ?? json["environment"]?.text("id")
        environmentName = json["environment"]?.text("label", "name")
        plan = json.text("plan", "planName") ?? json["plan"]?.text("name", "id")
        let version = json["version"]
        self.version = version?.text("number", "name") ?? json.text("version")
        edition = version?.text("edition") ?? json.text("edition")
        vendor = version?.text("vendor") ?? json.text("vendor") ?? Self.defaultVendor
        connections = Connections(json)
        createdAt = json.instant("createdAt")
        status = json["status"].map(DatabaseStatus.init) ?? .unknown
        raw = json
    }
}

extension Connections {
    package init(_ json: JSONValue) {
        domain = json.text("domainName")
        privateDomain = json.text("privateDomainName")
        httpPort = json["httpPort"]?.integer.flatMap(Int.init(exactly:))
        boltPort = json["boltPort"]?.integer.flatMap(Int.init(exactly:))
    }
}

extension DatabaseStatus {
    /// Reads a status, bare or as a mere word; what is missing is taken for "no".
    package init(_ json: JSONValue) {
        self.init(
            state: json.string ?? json.text("state") ?? "unknown",
            needsRestart: json.flag("needsRestart"), isPending: json.flag("isPending"),
            isLocked: json.flag("isLocked"), underIncident: json.flag("underIncident"))
        let health = json["lastHealthCheckStatus"]
        lastHealth = health?.text("status")
        lastHealthSecondsAgo = health?["lastCheckSecondsAgo"]?.integer
        operationID = json.text("operationId") ?? json["operation"]?.text("id")
    }
}
