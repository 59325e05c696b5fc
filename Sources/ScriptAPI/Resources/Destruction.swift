import CloudClient
import Diagnostics
import ScriptWire
import Timekeeping

/// What destroys data.
enum Destruction {
    static let all = [restore, delete]

    static let restore = HostFunction(
        "restore",
        "Replaces a database's data by a snapshot's and waits until it is running.",
        Parameter<DatabaseReference>("db", "the database whose data is replaced"),
        Parameter<SnapshotReference>("snapshot", "the snapshot; it may be another database's"),
        options: .waiting(default: .hours(4)),
        returns: "the database",
        results: ["graphene.Database"],
        effect: .destructive,
        grant: .restore,
        raises: [.notFound, .ambiguous, .conflict, .locked, .operationFailed, .timeout],
        source: "POST /deployments/databases/{vendor}/{databaseId}/restore",
        example: """
            local snapshot = graphene.latest_snapshot("production/orders", { max_age = "2d" })
            graphene.confirm("Replace all data of staging/orders?")
            local db = graphene.restore("staging/orders", snapshot)
            print(db, db.data_as_of)
            """,
        failing: #"graphene.restore("staging/orders", "production/orders@before-import")"#
    ) { call, reference, snapshotReference in
        let context = call.context
        let database = try await context.cloud.database(reference, for: .changing)
        let snapshot = try await context.snapshot(snapshotReference)
        let restored = try await context.cloud.restore(
            snapshot, into: database, options: call.options, progress: context.report)
        context.remember(dataTime: snapshot.createdAt, of: restored)
        return context.firstResult(restored, call.options)
    }

    static let delete = HostFunction(
        "delete",
        "Deletes a database with all its data and its snapshots.",
        Parameter<DatabaseReference>("db", "the database"),
        options: .waiting(default: .minutes(20)),
        returns: "true; false when a handle's or an id's database was gone already",
        results: ["boolean changed"],
        effect: .destructive,
        grant: .delete,
        raises: [.notFound, .ambiguous, .conflict, .locked, .operationFailed, .timeout],
        source: "DELETE /deployments/databases/{vendor}/{databaseId}",
        example: """
            graphene.confirm("Delete staging/experiments and all its data?")
            print(graphene.delete("staging/experiments"))
            """,
        failing: #"graphene.delete("staging/experiment")"#
    ) { call, reference in
        let context = call.context
        guard let database = try await context.databaseToDelete(reference) else {
            return context.results([false], of: nil, call.options)
        }
        let deleted = try await context.cloud.delete(
            database, options: call.options, progress: context.report)
        switch deleted {
        case .done(_, let changed):
            return context.results([.boolean(changed)], of: database, call.options)
        case .accepted(let pending): return [context.handle(pending)]
        }
    }
}

extension EffectContext {
    /// An id whose database is gone is no mistake; a name that matches nothing is one.
    fileprivate func databaseToDelete(_ reference: DatabaseReference) async throws -> Database? {
        if case .id = reference {
            return try await cloud.findDatabase(reference, for: .changing)
        }
        return try await cloud.database(reference, for: .changing)
    }
}
