import CloudClient
import Diagnostics
import ScriptWire
import Timekeeping

/// Looking up databases.
enum Databases {
    static let all = [databases, db, findDB, status]

    static let databases = HostFunction(
        "databases",
        "Lists databases with their present state, ordered by environment and name.",
        Parameter<DatabaseFilter?>("filter", "which ones: an environment, or a table"),
        options: .none,
        returns: "a list of databases",
        results: ["graphene.Database[]"],
        effect: .read,
        grant: .read,
        raises: [.notFound, .ambiguous],
        source: "GET /deployments/environments/{environmentId}/databases",
        example: """
            for _, db in ipairs(graphene.databases { env = "staging", state = "running" }) do
              print(db, db.plan)
            end
            """,
        failing: #"graphene.databases { stat = "running" }"#,
        front: .prelude
    ) { call, given in
        let filter = given ?? DatabaseFilter()
        let all = try await call.context.databases(in: filter.environments)
        for warning in filter.doubts(of: all) { call.context.warn(warning) }
        let now = call.context.clock.now
        return [.list(all.filter { filter.includes($0, at: now) }.map(call.context.handle))]
    }

    static let db = HostFunction(
        "db",
        "Looks up one database.",
        Parameter<DatabaseReference>(
            "db", "`environment/name`, `id:…`, a connection URL or domain, or a handle"),
        options: .none,
        returns: """
            the database: `id, name, ref, env, state, plan, version, edition, vendor, domain, \
            private_domain, http_port, bolt_port, bolt_url, http_url, created_at, needs_restart, \
            locked, pending, data_as_of`
            """,
        results: ["graphene.Database"],
        effect: .read,
        grant: .read,
        raises: [.notFound, .ambiguous],
        source: "GET /deployments/databases/{vendor}/{databaseId}",
        example: #"print(graphene.db("production/orders").bolt_url)"#,
        failing: #"graphene.db("orders")"#
    ) { call, reference in
        let context = call.context
        return [context.handle(try await context.cloud.database(reference, for: .reading))]
    }

    static let findDB = HostFunction(
        "find_db",
        "Looks up a database that may not be there.",
        Parameter<DatabaseReference>("db", "as for `graphene.db`"),
        options: .none,
        returns: "the database, or nil",
        results: ["graphene.Database? db"],
        effect: .read,
        grant: .read,
        raises: [.ambiguous],
        source: "GET /deployments/environments/{environmentId}/databases",
        example: """
            if not graphene.find_db("dr/orders") then
              print(graphene.clone("production/orders", "dr", { name = "orders" }))
            end
            """,
        failing: #"graphene.find_db("orders")"#
    ) { call, reference in
        let found = try await call.context.cloud.findDatabase(reference, for: .reading)
        return [found.map(call.context.handle) ?? .null]
    }

    static let status = HostFunction(
        "status",
        "Reads what a database is doing right now.",
        Parameter<DatabaseReference>("db", "the database"),
        options: .none,
        returns: "a table: `state, needs_restart, pending, locked, under_incident, last_health`",
        results: ["graphene.Status"],
        effect: .read,
        grant: .read,
        raises: [.notFound, .ambiguous],
        source: "GET /deployments/databases/{vendor}/{databaseId}/status",
        example: #"print(graphene.status("production/orders").state)"#,
        failing: #"graphene.status("production/order")"#
    ) { call, reference in
        let cloud = call.context.cloud
        let database = try await cloud.database(reference, for: .reading)
        return [call.context.value(try await cloud.status(of: database))]
    }
}

extension EffectContext {
    /// Lists the databases of some environments, or of all.
    func databases(in references: [EnvironmentReference]?) async throws -> [Database] {
        guard let references else { return try await cloud.databases() }
        var environments: [Environment] = []
        for reference in references {
            let environment = try await cloud.environment(reference)
            if !environments.contains(where: { $0.id == environment.id }) {
                environments.append(environment)
            }
        }
        return try await cloud.databases(in: environments)
    }
}
