import Timekeeping

extension SimulatedAccount {
    /// The account that one tries things on: production, staging and dr in three regions, and an
    /// environment that the API client may not see.
    ///
    /// `production/orders` holds so much that cloning it to `dr` and switching over takes 40
    /// minutes; `production/customers` has all the manual snapshots it may have.
    package static let sample = SimulatedAccount([production, staging, recovery, hidden])

    private static let production = EnvironmentPlan(
        "production", region: "eu-west-1", cidr: "172.19.0.0/16",
        networkRules: [("office", "203.0.113.0/24"), ("shop servers", "198.51.100.16/28")],
        peers: [("shop", "eu-west-1"), ("analytics", "eu-west-1")],
        databases: [
            DatabasePlan(
                "catalog", plan: "DS2", version: "4.4.38", sizeGiB: 12, plugins: ["apoc"]),
            DatabasePlan(
                "customers", plan: "DS3", sizeGiB: 40,
                snapshots: [("before-import", .hours(24 * 9)), ("quarter-end", .hours(24 * 3))]),
            DatabasePlan(
                "orders", plan: "DS4", edition: "enterprise", sizeGiB: 120,
                age: .hours(24 * 400), snapshots: [("before-migration", .hours(26))],
                plugins: ["apoc", "graph-data-science"],
                settings: [
                    SimulatedSetting("dbms.memory.heap.max_size", "16G"),
                    SimulatedSetting("shop.webhook.token", "not-a-real-token", isSecret: true),
                ]),
            DatabasePlan(
                "reports", plan: "DS2", state: .paused, sizeGiB: 25,
                snapshots: [("year-end", .hours(24 * 300))]),
        ])

    private static let staging = EnvironmentPlan(
        "staging", region: "eu-central-1", cidr: "172.20.0.0/16",
        networkRules: [("office", "203.0.113.0/24")], peers: [("shop-staging", "eu-central-1")],
        databases: [
            DatabasePlan("catalog", version: "4.4.38", sizeGiB: 4),
            DatabasePlan("customers", state: .paused, sizeGiB: 8),
            DatabasePlan(
                "experiments", plan: "DS2", edition: "enterprise", vendor: "ongdb", sizeGiB: 6),
            DatabasePlan(
                "orders", plan: "DS2", edition: "enterprise", sizeGiB: 30,
                snapshots: [("clean", .hours(24 * 14))]),
        ])

    private static let recovery = EnvironmentPlan(
        "dr", region: "us-east-1", cidr: "172.21.0.0/16",
        networkRules: [("office", "203.0.113.0/24")],
        databases: [
            DatabasePlan("archive", plan: "DS3", sizeGiB: 60, age: .hours(24 * 700)),
            DatabasePlan("drill-october", state: .paused, sizeGiB: 20, age: .hours(24 * 35)),
        ])

    private static let hidden = EnvironmentPlan(
        "finance", region: "eu-west-2", cidr: "172.22.0.0/16", isVisible: false,
        databases: [DatabasePlan("ledger", plan: "DS3", edition: "enterprise", sizeGiB: 50)])
}
