/// The plans and versions that the simulated cloud sells: invented, unless they were read of a real
/// account.
package struct Catalogue: Codable, Sendable {
    package struct Plan: Codable, Sendable {
        package var name: String
        var memoryGiB: Int?
        var storageGiB: Int?

        package init(name: String) { self.name = name }

        init(_ name: String, memoryGiB: Int, storageGiB: Int) {
            self.name = name
            self.memoryGiB = memoryGiB
            self.storageGiB = storageGiB
        }
    }

    package struct Version: Codable, Sendable {
        package var number: String
        /// Nil for any.
        package var edition: String?
        /// Nil for any.
        package var vendor: String?

        package init(number: String, edition: String?, vendor: String?) {
            self.number = number
            self.edition = edition
            self.vendor = vendor
        }

        func isSold(_ number: String, _ edition: String, _ vendor: String) -> Bool {
            self.number == number && (self.edition ?? edition) == edition
                && (self.vendor ?? vendor) == vendor
        }
    }

    package var plans: [Plan]
    package var versions: [Version]
    /// The kinds of extras; nil for any.
    var extras: [String]?

    /// A catalogue as it was read; an empty list takes anything.
    package init(plans: [Plan], versions: [Version]) {
        self.plans = plans
        self.versions = versions
    }

    static let vendors = ["graphneo", "ongdb"]

    init(_ assumptions: Assumptions) {
        let sizes = [(1, 32), (4, 64), (16, 128), (32, 256), (64, 512)]
        let names =
            assumptions[.catalogue] == "renamed"
            ? ["small-1", "small-2", "medium-1", "medium-2", "large-1"]
            : ["DS1", "DS2", "DS3", "DS4", "DS5"]
        plans = zip(names, sizes).map {
            Plan($0, memoryGiB: $1.0, storageGiB: $1.1)
        }
        versions = Self.vendors.flatMap { vendor in
            ["4.4.38", "5.26.1"].flatMap { number in
                ["community", "enterprise"].map {
                    Version(number: number, edition: $0, vendor: vendor)
                }
            }
        }
        extras = assumptions.words(.extras)
    }

    func sells(plan name: String) -> Bool {
        plans.isEmpty || plans.contains { $0.name == name }
    }

    func sells(version number: String, _ edition: String, of vendor: String) -> Bool {
        versions.isEmpty || versions.contains { $0.isSold(number, edition, vendor) }
    }
}

/// How long the simulated cloud takes for things, before the factor that is assumed.
enum Durations {
    static func pause(_ sizeGiB: Double) -> Duration { .seconds(60 + 0.5 * sizeGiB) }
    static func start(_ sizeGiB: Double) -> Duration { .seconds(90 + sizeGiB) }
    static func snapshot(_ sizeGiB: Double) -> Duration { .seconds(120 + 5 * sizeGiB) }
    static func deploy(_ sizeGiB: Double) -> Duration { .seconds(240 + 11 * sizeGiB) }
    static func restore(_ sizeGiB: Double) -> Duration { .seconds(180 + 10 * sizeGiB) }
    static func resize(_ sizeGiB: Double) -> Duration { .seconds(180 + 2 * sizeGiB) }
    static let create = Duration.seconds(240)
    static let restart = Duration.seconds(120)
    static let switching = Duration.seconds(120)
    static let delete = Duration.seconds(60)
}

extension CloudSimulator {
    /// The names of the plans, and the numbers of the versions, that can be had.
    package var onSale: (plans: [String], versions: [String]) {
        (catalogue.plans.map(\.name), catalogue.versions.map(\.number))
    }
}
