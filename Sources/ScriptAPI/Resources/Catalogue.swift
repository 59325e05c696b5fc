import CloudClient
import Diagnostics
import JSONDocument
import ScriptWire
import Timekeeping

/// What the cloud offers, and the size a database has of it.
enum Catalogue {
    static let all = [plans, versions, resize]

    static let plans = HostFunction(
        "plans",
        "Lists the plans that the cloud offers.",
        options: .none,
        returns: "a list of tables with `name`, and whatever else the cloud tells of each",
        results: ["graphene.Plan[]"],
        effect: .read,
        grant: .read,
        raises: [.unavailable],
        source: "GET /deployments/plans",
        example: "for _, plan in ipairs(graphene.plans()) do print(plan.name) end",
        failing: #"graphene.plans("DS1")"#
    ) { call in
        let plans = try await call.context.cloud.plans()
        return [.list(plans.map { merged([("name", .text($0.name))], over: $0.raw) })]
    }

    static let versions = HostFunction(
        "versions",
        "Lists the versions that a database can be made with.",
        options: .none,
        returns: """
            a list of tables with `number`, `edition` and `vendor`, and whatever else the cloud tells
            """,
        results: ["graphene.Version[]"],
        effect: .read,
        grant: .read,
        raises: [.unavailable],
        source: "GET /deployments/versions",
        example: """
            for _, version in ipairs(graphene.versions()) do
              if version.vendor == "graphneo" then print(version.number, version.edition) end
            end
            """,
        failing: #"graphene.versions("5.26.1")"#
    ) { call in
        let versions = try await call.context.cloud.versions()
        return [
            .list(
                versions.map {
                    merged(
                        [
                            ("number", .text($0.number)), ("edition", .text($0.edition)),
                            ("vendor", .text($0.vendor)),
                        ], over: $0.raw)
                })
        ]
    }

    static let resize = HostFunction(
        "resize",
        "Changes a database's plan and waits until it runs on the new one.",
        Parameter<DatabaseReference>("db", "the database to resize"),
        Parameter<String>("plan", "the new plan's name, one of `graphene.plans()`"),
        options: .waiting(default: .hours(4)),
        returns: "the database, and whether anything was changed",
        results: ["graphene.Database", "boolean changed"],
        effect: .disruptive,
        grant: .resize,
        raises: [.notFound, .ambiguous, .conflict, .locked, .quota, .operationFailed, .timeout],
        source: "POST /deployments/databases/{vendor}/{databaseId}/plan/change",
        example: """
            local db, changed = graphene.resize("staging/orders", "DS3")
            print(db.plan, changed)
            """,
        failing: #"graphene.resize("staging/orders", "DS9")"#
    ) { call, reference, plan in
        let context = call.context
        let database = try await context.cloud.database(reference, for: .changing)
        return context.results(
            try await context.cloud.resize(
                database, to: plan, options: call.options, progress: context.report), call.options)
    }

    /// Known members first, then what else the document holds.
    private static func merged(
        _ known: [(String, WireValue?)], over raw: JSONValue
    ) -> WireValue {
        let names = known.map(\.0)
        let others = (raw.object ?? [:]).filter { !names.contains($0.key) }.sorted {
            $0.key < $1.key
        }
        return .fields(known + others.map { ($0.key, WireValue($0.value)) })
    }
}
