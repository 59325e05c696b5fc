package import Timekeeping

/// What a database is doing when nothing is being done to it.
package enum DatabaseState: String, Codable, Sendable {
    case running, paused
    /// Only under the assumption `failures=state`.
    case failed
}

/// What a database holds, so that a test can tell whether a copy really carried it.
package struct DataContent: Hashable, Codable, Sendable {
    /// Where the data was born: `production/orders`.
    package var origin: String
    /// Counts the writes that a test made.
    package var version: Int
    /// Until when writes are in it.
    package var asOf: Instant
    package var sizeGiB: Double

    package static func nothing(at instant: Instant) -> DataContent {
        DataContent(origin: "", version: 0, asOf: instant, sizeGiB: 1)
    }
}

/// Where applications reach a database.
package struct Connection: Hashable, Codable, Sendable {
    package var domainName: String
    package var privateDomainName: String
    package var httpPort: Int
    package var boltPort: Int

    package init(domainName: String, privateDomainName: String, httpPort: Int, boltPort: Int) {
        self.domainName = domainName
        self.privateDomainName = privateDomainName
        self.httpPort = httpPort
        self.boltPort = boltPort
    }
}

/// One line of a database's configuration.
package struct SimulatedSetting: Hashable, Codable, Sendable {
    package var key: String
    package var value: String
    package var isSecret: Bool

    package init(_ key: String, _ value: String, isSecret: Bool = false) {
        self.key = key
        self.value = value
        self.isSecret = isSecret
    }
}

package struct SimulatedPlugin: Hashable, Codable, Sendable {
    package var id: String
    package var name: String
    package var createdAt: Instant
    package var byteCount: Int
}

package struct SimulatedDatabase: Codable, Sendable {
    package var id: String
    package var environmentId: String
    package var vendor: String
    package var name: String
    package var plan: String
    package var version: String
    package var edition: String
    package var extras: [String]
    package var createdAt: Instant
    package var state: DatabaseState
    /// nil when a switch left it without one.
    package var connection: Connection?
    package var stationId: String
    package var needsRestart = false
    /// Locked by the vendor, as a test may want it.
    package var isLocked = false
    package var underIncident = false
    package var settings: [SimulatedSetting] = []
    package var plugins: [SimulatedPlugin] = []
    package var data: DataContent
}

package struct SimulatedSnapshot: Codable, Sendable {
    package var id: String
    package var label: String
    package var databaseId: String
    package var environmentId: String
    package var createdAt: Instant
    package var isReady: Bool
    /// Taken by a clone, not asked for by itself.
    package var isOfClone: Bool
    package var vendor: String
    package var plan: String
    package var version: String
    package var edition: String
    package var extras: [String]
    package var settings: [SimulatedSetting]
    package var plugins: [SimulatedPlugin]
    package var data: DataContent
}

package struct SimulatedEnvironment: Codable, Sendable {
    package struct NetworkRule: Codable, Sendable {
        package var id: String
        package var label: String
        package var ipRange: String
        package var createdAt: Instant
    }

    package struct Peer: Codable, Sendable {
        package var id: String
        package var label: String
        package var peeringConnectionId: String
        package var awsAccountId: String
        package var vpcId: String
        package var region: String
        package var status: String
    }

    package var id: String
    package var label: String
    package var region: String
    package var cidr: String
    package var createdAt: Instant
    package var isVisible: Bool
    package var networkRules: [NetworkRule]
    package var peers: [Peer]
}
