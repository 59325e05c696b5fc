import CloudClient
import Diagnostics
import ScriptWire
import Timekeeping

/// What the cloud is at work on.
enum Operations {
    static let all = [operation, wait]

    static let operation = HostFunction(
        "operation",
        "Looks up one operation of a database.",
        Parameter<DatabaseReference>("db", "the database"),
        Parameter<String>("id", "the operation's id"),
        options: .none,
        returns: """
            the operation: `id, db, status, started_at, duration, next_id`, with `:wait(opts?)`
            """,
        results: ["graphene.Operation"],
        effect: .read,
        grant: .read,
        raises: [.notFound, .ambiguous],
        source: "GET /deployments/databases/{vendor}/{databaseId}/operations/{operationId}",
        example: """
            local pausing = graphene.pause("staging/orders", { wait = false })
            print(graphene.operation("staging/orders", pausing.id).status)
            """,
        failing: #"graphene.operation("staging/orders", "op-81")"#
    ) { call, reference, id in
        let context = call.context
        let database = try await context.cloud.database(reference, for: .reading)
        return [
            context.handle(try await context.cloud.operation(id, of: database), of: database)
        ]
    }

    static let wait = HostFunction(
        "operation.wait",
        "Waits for an operation, and for those that follow from it, to end.",
        Parameter<OperationArgument>("operation", "the operation"),
        options: .of(
            Option<Duration>(
                "timeout", "how long to wait", default: .hours(4), shownAs: "\"4h\""),
            Option<Duration?>("poll", "how often to ask; by default that adapts")),
        returns: """
            what the change would have returned had it waited; for an operation that was looked up, \
            the operation
            """,
        results: ["any", "boolean? changed"],
        effect: .read,
        grant: .read,
        raises: [.notFound, .operationFailed, .timeout],
        source: "GET /deployments/databases/{vendor}/{databaseId}/operations/{operationId}",
        example: """
            local pausing = graphene.pause("staging/orders", { wait = false })
            print(pausing.status)
            print(pausing:wait { timeout = "10m" })
            """,
        failing: """
            local copying = graphene.clone("production/orders", "dr", { wait = false })
            copying:wait { timeout = "5m" }
            """,
        visibility: .method
    ) { call, argument in
        let (timeout, poll) = call.options
        let context = call.context
        if let results = context.memory.results(ofEnded: argument.handleID) { return results }
        if let pending = context.memory.pending(argument.handleID) {
            let options = EffectOptions(timeout: timeout, poll: poll)
            let result = try await context.cloud.wait(
                for: pending, options: options, progress: context.report)
            switch result {
            case .database(let database):
                if let dataTime = context.memory.dataTime(of: argument.handleID) {
                    context.memory.remember(dataTime: dataTime, of: database.id)
                }
                return [context.handle(database), true]
            case .snapshot(let snapshot): return [context.handle(snapshot)]
            case .dnsSwitch(let done): return context.results(done)
            case .deleted: return [true]
            }
        }
        let database = try await context.cloud.database(.id(argument.databaseID), for: .reading)
        let reference = OperationReference(
            id: argument.operationID, databaseID: database.id, vendor: database.vendor)
        let ended = try await context.cloud.wait(
            for: reference, timeout: timeout, every: poll, progress: context.report)
        return [context.handle(ended, of: database)]
    }
}
