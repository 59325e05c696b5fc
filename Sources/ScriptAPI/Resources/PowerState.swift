import CloudClient
import Diagnostics
import ScriptWire
import Timekeeping

/// Pausing, resuming and restarting databases.
enum PowerState {
    static let all = [pause, resume, restart]

    static let pause = HostFunction(
        "pause",
        "Pauses a database, which saves its cost, and waits until it is paused.",
        Parameter<DatabaseReference>("db", "the database"),
        options: .waiting(default: .minutes(20)),
        returns: "the database, and whether anything was changed",
        results: ["graphene.Database", "boolean changed"],
        effect: .disruptive,
        grant: .pause,
        raises: [.notFound, .ambiguous, .conflict, .locked, .operationFailed, .timeout],
        source: "POST /deployments/databases/{vendor}/{databaseId}/pause",
        example: """
            local db, changed = graphene.pause("staging/orders")
            print(db.ref, db.state, changed)
            """,
        failing: #"graphene.pause("experiments")"#
    ) { call, reference in
        let context = call.context
        let database = try await context.cloud.database(reference, for: .changing)
        return context.results(
            try await context.cloud.pause(
                database, options: call.options, progress: context.report), call.options)
    }

    static let resume = HostFunction(
        "resume",
        "Starts a paused database and waits until it is running.",
        Parameter<DatabaseReference>("db", "the database"),
        options: .waiting(default: .minutes(20)),
        returns: "the database, and whether anything was changed",
        results: ["graphene.Database", "boolean changed"],
        effect: .reversible,
        grant: .resume,
        raises: [.notFound, .ambiguous, .conflict, .locked, .operationFailed, .timeout],
        source: "POST /deployments/databases/{vendor}/{databaseId}/start",
        example: #"print(graphene.resume("staging/customers", { timeout = "10m" }))"#,
        failing: #"graphene.resume("staging/customers", { timout = "10m" })"#
    ) { call, reference in
        let context = call.context
        let database = try await context.cloud.database(reference, for: .changing)
        return context.results(
            try await context.cloud.resume(
                database, options: call.options, progress: context.report), call.options)
    }

    static let restart = HostFunction(
        "restart",
        "Restarts a database and waits until it is running again.",
        Parameter<DatabaseReference>("db", "the database"),
        options: .waiting(
            default: .minutes(20),
            Option<Bool>(
                "reset", "what the API's own `reset` says", default: true, shownAs: "true")),
        returns: "the database, and true",
        results: ["graphene.Database", "boolean changed"],
        effect: .disruptive,
        grant: .restart,
        raises: [.notFound, .ambiguous, .conflict, .locked, .operationFailed, .timeout],
        source: "POST /deployments/databases/{vendor}/{databaseId}/restart",
        example: """
            local heap = { ["dbms.memory.heap.max_size"] = "4G" }
            graphene.set_settings("staging/orders", heap, { restart = false })
            for _, db in ipairs(graphene.databases { needs_restart = true }) do
              print(graphene.restart(db))
            end
            """,
        failing: #"graphene.restart("staging/customers")"#
    ) { call, reference in
        let (options, reset) = call.options
        let context = call.context
        let database = try await context.cloud.database(reference, for: .changing)
        return context.results(
            try await context.cloud.restart(
                database, reset: reset, options: options, progress: context.report), options)
    }
}
