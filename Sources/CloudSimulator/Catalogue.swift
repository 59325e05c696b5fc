/// The plans and versions that the simulated cloud sells; all of it is invented.
struct Catalogue {
    struct Plan {
        var name: String
        var memoryGiB: Int
        var storageGiB: Int
    }

    struct Version {
        var number: String
        var edition: String
        var vendor: String
    }

    var plans: [Plan]
    var versions: [Version]
    var extras: [String]

    static let vendors = ["graphneo", "ongdb"]

    init(_ assumptions: Assumptions) {
        let sizes = [(1, 32), (4, 64), (16, 128), (32, 256), (64, 512)]
        let names =
            assumptions[.catalogue] == "renamed"
            ? ["small-1", "small-2", "medium-1", "medium-2", "large-1"]
            : ["DS1", "DS2", "DS3", "DS4", "DS5"]
        plans = zip(names, sizes).map {
            Plan(name: $0, memoryGiB: $1.0, storageGiB: $1.1)
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
