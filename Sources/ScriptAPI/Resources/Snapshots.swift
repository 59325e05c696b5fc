import CloudClient
import Diagnostics
import ScriptWire
import Timekeeping

/// Snapshots on demand: the API does not show scheduled ones.
enum Snapshots {
    static let all = [snapshots, latestSnapshot, snapshot]

    static let snapshots = HostFunction(
        "snapshots",
        "Lists a database's on-demand snapshots, newest first; the API shows no scheduled ones.",
        Parameter<DatabaseReference>("db", "the database they were taken of"),
        options: .of(
            Option<String?>("label", "a pattern for the label: `*` and `?` stand for any"),
            Option<TimeArgument?>("before", "only those taken before"),
            Option<TimeArgument?>("after", "only those taken after"),
            Option<Duration?>("max_age", "only those taken at most this long ago")),
        returns: "a list of snapshots: `id, label, status, created_at, db_id, env_id`",
        results: ["graphene.Snapshot[]"],
        effect: .read,
        grant: .read,
        raises: [.notFound, .ambiguous],
        source: "GET /deployments/databases/{vendor}/{databaseId}/snapshots/manual",
        example: """
            for _, snapshot in ipairs(graphene.snapshots("production/customers", { max_age = "7d" })) do
              print(snapshot.label, snapshot.created_at)
            end
            """,
        failing: #"graphene.snapshots("production/customers", { since = "7d" })"#
    ) { call, reference in
        let (label, before, after, maxAge) = call.options
        let filter = SnapshotFilter(
            label: label, before: before?.instant, after: after?.instant, maxAge: maxAge)
        let found = try await call.context.snapshots(of: reference, matching: filter)
        return [.list(found.map(call.context.handle))]
    }

    static let latestSnapshot = HostFunction(
        "latest_snapshot",
        "Finds a database's newest usable snapshot that is not too old.",
        Parameter<DatabaseReference>("db", "the database it was taken of"),
        options: .of(
            Option<Duration>("max_age", "how old is too old"),
            Option<TimeArgument?>("before", "only one taken before"),
            Option<String?>("label", "a pattern for the label: `*` and `?` stand for any")),
        returns: "the snapshot, or nil when there is none",
        results: ["graphene.Snapshot? snapshot"],
        effect: .read,
        grant: .read,
        raises: [.notFound, .ambiguous],
        source: "GET /deployments/databases/{vendor}/{databaseId}/snapshots/manual",
        example: """
            local snapshot = graphene.latest_snapshot("production/orders", { max_age = "2d" })
            if not snapshot then graphene.fail("no snapshot of the last two days") end
            print(snapshot)
            """,
        failing: #"graphene.latest_snapshot("production/orders")"#
    ) { call, reference in
        let (maxAge, before, label) = call.options
        let filter = SnapshotFilter(label: label, before: before?.instant, maxAge: maxAge)
        let found = try await call.context.snapshots(of: reference, matching: filter)
        return [found.first(where: \.isUsable).map(call.context.handle) ?? .null]
    }

    static let snapshot = HostFunction(
        "snapshot",
        "Takes a snapshot of a database, where the cloud offers that through its API.",
        Parameter<DatabaseReference>("db", "the database"),
        options: .waiting(
            default: .hours(1), Option<String?>("label", "what people will know it by")),
        returns: "the snapshot",
        results: ["graphene.Snapshot"],
        effect: .create,
        grant: .snapshot,
        raises: [
            .notFound, .ambiguous, .unsupported, .quota, .conflict, .operationFailed, .timeout,
        ],
        source: """
            POST /deployments/databases/{vendor}/{databaseId}/snapshots/manual; not public, so \
            `unsupported` unless the cloud offers it
            """,
        example: """
            local before = graphene.snapshot("production/orders", { label = "before-5.26" })
            print(before, before.created_at)
            """,
        failing: #"graphene.snapshot("production/customers")"#
    ) { call, reference in
        let (options, label) = call.options
        let context = call.context
        let database = try await context.cloud.database(reference, for: .changing)
        let taken = try await context.cloud.takeSnapshot(
            of: database, label: label, options: options, progress: context.report)
        switch taken {
        case .done(let snapshot, _): return [context.handle(snapshot)]
        case .accepted(let pending): return [context.handle(pending)]
        }
    }
}

/// Which snapshots a script asked for.
struct SnapshotFilter: Sendable {
    var label: String?
    var before: Instant?
    var after: Instant?
    var maxAge: Duration?

    /// Whether a snapshot is among them; one without a known time fails every bound on it.
    func includes(_ snapshot: Snapshot, at now: Instant) -> Bool {
        if let label, !Glob(label).matches(snapshot.label ?? "") { return false }
        let taken = snapshot.createdAt
        if let before, taken.map({ $0 >= before }) ?? true { return false }
        if let after, taken.map({ $0 <= after }) ?? true { return false }
        if let maxAge, taken.map({ now - $0 > maxAge }) ?? true { return false }
        return true
    }
}

extension EffectContext {
    /// Lists the matching snapshots of a database, newest first.
    func snapshots(
        of reference: DatabaseReference, matching filter: SnapshotFilter
    ) async throws -> [Snapshot] {
        let database = try await cloud.database(reference, for: .reading)
        let all = try await cloud.snapshots(of: database)
        let now = clock.now
        return all.filter { filter.includes($0, at: now) }
    }
}
