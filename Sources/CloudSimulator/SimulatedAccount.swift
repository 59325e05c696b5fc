import Timekeeping

/// What a simulated account holds at first, as a value without ids: the seed gives those.
package struct SimulatedAccount: Sendable {
    package var environments: [EnvironmentPlan]

    package init(_ environments: [EnvironmentPlan]) { self.environments = environments }

    package struct EnvironmentPlan: Sendable {
        /// The id it has elsewhere; nil for one of the seed's.
        package var id: String?
        package var label: String
        package var region: String
        package var cidr: String
        /// Whether the API client may see it.
        package var isVisible: Bool
        package var networkRules: [(label: String, ipRange: String)]
        package var peers: [(label: String, region: String)]
        package var databases: [DatabasePlan]

        package init(
            _ label: String, region: String = "eu-west-1", cidr: String = "172.19.0.0/16",
            isVisible: Bool = true, networkRules: [(label: String, ipRange: String)] = [],
            peers: [(label: String, region: String)] = [], databases: [DatabasePlan] = []
        ) {
            self.label = label
            self.region = region
            self.cidr = cidr
            self.isVisible = isVisible
            self.networkRules = networkRules
            self.peers = peers
            self.databases = databases
        }
    }

    package struct DatabasePlan: Sendable {
        package var name: String
        package var plan: String
        package var version: String
        package var edition: String
        package var vendor: String
        package var state: DatabaseState
        package var sizeGiB: Double
        package var age: Duration
        /// Manual snapshots, each with its age.
        package var snapshots: [(label: String, age: Duration)]
        package var plugins: [String]
        package var settings: [SimulatedSetting]
        /// What it is elsewhere; nil for what the seed gives.
        package var original: Original?

        package init(
            _ name: String, plan: String = "DS1", version: String = "5.26.1",
            edition: String = "community", vendor: String = "graphneo",
            state: DatabaseState = .running, sizeGiB: Double = 10, age: Duration = .hours(24 * 90),
            snapshots: [(label: String, age: Duration)] = [], plugins: [String] = [],
            settings: [SimulatedSetting] = []
        ) {
            self.name = name
            self.plan = plan
            self.version = version
            self.edition = edition
            self.vendor = vendor
            self.state = state
            self.sizeGiB = sizeGiB
            self.age = age
            self.snapshots = snapshots
            self.plugins = plugins
            self.settings = settings
        }
    }

    /// What was read of a database that the simulated one stands for.
    package struct Original: Sendable {
        package var id: String
        package var connection: Connection?
        /// Of the planned snapshots, in their order.
        package var snapshotIds: [String]
        package var needsRestart: Bool
        package var isLocked: Bool
        package var underIncident: Bool

        package init(
            id: String, connection: Connection?, snapshotIds: [String], needsRestart: Bool,
            isLocked: Bool, underIncident: Bool
        ) {
            self.id = id
            self.connection = connection
            self.snapshotIds = snapshotIds
            self.needsRestart = needsRestart
            self.isLocked = isLocked
            self.underIncident = underIncident
        }
    }
}

extension SimulatedAccount {
    /// No environment at all.
    package static let empty = SimulatedAccount([])

    /// One environment with one database.
    package static func oneDatabase(
        _ name: String = "orders", in environment: String = "production", plan: String = "DS1",
        state: DatabaseState = .running, sizeGiB: Double = 10,
        snapshots: [(label: String, age: Duration)] = []
    ) -> SimulatedAccount {
        SimulatedAccount([
            EnvironmentPlan(
                environment,
                databases: [
                    DatabasePlan(
                        name, plan: plan, state: state, sizeGiB: sizeGiB, snapshots: snapshots)
                ])
        ])
    }

    /// One environment with databases `db-0001`, `db-0002`, …, all alike.
    package static func databases(
        _ count: Int, in environment: String = "production", state: DatabaseState = .running,
        sizeGiB: Double = 10
    ) -> SimulatedAccount {
        let names = (1...max(1, count)).prefix(count).map {
            "db-" + String(repeating: "0", count: max(0, 4 - String($0).count)) + String($0)
        }
        return SimulatedAccount([
            EnvironmentPlan(
                environment,
                databases: names.map { DatabasePlan($0, state: state, sizeGiB: sizeGiB) })
        ])
    }
}
