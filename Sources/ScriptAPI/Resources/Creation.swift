import CloudClient
import Diagnostics
import ScriptWire
import Timekeeping

/// Making databases: new, as a copy, or from a snapshot.
enum Creation {
    static let all = [create, ensureDB, clone, createFromSnapshot]

    static let create = HostFunction(
        "create",
        "Creates a database and waits until it is running.",
        Parameter<String>("name", "its name, free in its environment"),
        options: .waiting(
            default: .hours(4),
            Option<EnvironmentReference>("env", "where it will live"),
            Option<String>("plan", "its plan, one of `graphene.plans()`"),
            Option<String>("version", "its version, one of `graphene.versions()`"),
            Option<String>(
                "edition", "`community` or `enterprise`", as: "\"community\"|\"enterprise\"|string"),
            Option<[String]>(
                "extras", "the kinds of extras to enable", default: [], shownAs: "{}"),
            Option<String>(
                "vendor", "the vendor in the API's paths", default: Database.defaultVendor,
                shownAs: "\"\(Database.defaultVendor)\"")),
        returns: "the database",
        results: ["graphene.Database"],
        effect: .create,
        grant: .create,
        raises: [.notFound, .conflict, .quota, .operationFailed, .timeout],
        source: "POST /deployments/databases/{vendor}",
        example: """
            local db = graphene.create("events", {
              env = "staging", plan = "DS1", version = "5.26.1", edition = "community",
            })
            print(db)
            """,
        failing: """
            graphene.create("orders", {
              env = "staging", plan = "DS1", version = "5.26.1", edition = "community",
            })
            """
    ) { call, name in
        let (options, environment, plan, version, edition, extras, vendor) = call.options
        let context = call.context
        let specification = NewDatabase(
            name: name, environment: try await context.cloud.environment(environment), plan: plan,
            version: version, edition: edition, extras: extras, vendor: vendor)
        return context.firstResult(
            try await context.cloud.create(
                specification, options: options, progress: context.report), options)
    }

    static let clone = HostFunction(
        "clone",
        "Copies a database, data and all, into an environment and waits until the copy is running.",
        Parameter<DatabaseReference>("db", "the database to copy; it keeps running"),
        Parameter<EnvironmentReference?>("env", "where the copy will live; by default beside it"),
        options: .waiting(
            default: .hours(4),
            Option<String?>(
                "name", "the copy's name; by default the source's and the run's short id")
        ),
        returns: "the new database",
        results: ["graphene.Database"],
        effect: .create,
        grant: .clone,
        raises: [.notFound, .ambiguous, .conflict, .locked, .quota, .operationFailed, .timeout],
        source: "POST /deployments/databases/{vendor}/{databaseId}/clone",
        example: """
            local copy = graphene.clone("production/orders", "dr", { name = "orders_dr" })
            print(copy, copy.data_as_of)
            """,
        failing: #"graphene.clone("orders", "dr")"#
    ) { call, reference, environment in
        let (options, name) = call.options
        let context = call.context
        let source = try await context.cloud.database(reference, for: .changing)
        return context.firstResult(
            try await context.clone(source, into: environment, named: name, options: options),
            options)
    }

    static let createFromSnapshot = HostFunction(
        "create_from_snapshot",
        "Creates a database from a snapshot, with the plan, version and edition it was taken with.",
        Parameter<SnapshotReference>("snapshot", "the snapshot"),
        Parameter<String>("name", "the new database's name"),
        options: .waiting(
            default: .hours(4),
            Option<EnvironmentReference?>(
                "env", "where it will live; by default where the snapshot was taken")),
        returns: "the new database",
        results: ["graphene.Database"],
        effect: .create,
        grant: .create,
        raises: [.notFound, .ambiguous, .conflict, .quota, .operationFailed, .timeout],
        source: "POST /deployments/databases/{vendor}/restore",
        example: """
            local snapshot = graphene.latest_snapshot("production/orders", { max_age = "2d" })
            print(graphene.create_from_snapshot(snapshot, "orders_test", { env = "staging" }))
            """,
        failing: #"graphene.create_from_snapshot("production/orders@before-import", "orders_test")"#
    ) { call, reference, name in
        let (options, environment) = call.options
        let context = call.context
        let snapshot = try await context.snapshot(reference)
        return context.firstResult(
            try await context.create(name, from: snapshot, in: environment, options: options),
            options)
    }
}
