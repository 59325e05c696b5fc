import CloudClient
import Diagnostics
import ScriptWire
import Timekeeping

extension Creation {
    static let ensureDB = HostFunction(
        "ensure_db",
        "Makes sure that a database is there and running; one that exists is never changed.",
        Parameter<String>("name", "its name"),
        options: .waiting(
            default: .hours(4),
            Option<EnvironmentReference>("env", "where it lives"),
            Option<OriginReference?>("from", "the snapshot or database to make it from"),
            Option<Duration?>("max_age", "how old an existing one may be"),
            Option<String?>("plan", "the plan of a new one that is made from nothing"),
            Option<String?>("version", "the version of a new one that is made from nothing"),
            Option<String?>("edition", "the edition of a new one that is made from nothing")),
        returns: "the database, and whether it was created",
        results: ["graphene.Database", "boolean created"],
        effect: .create,
        grant: .create,
        raises: [.notFound, .ambiguous, .conflict, .quota, .operationFailed, .timeout],
        source: """
            POST /deployments/databases/{vendor}, or the routes of `clone` and `create_from_snapshot`
            """,
        example: """
            local db, created = graphene.ensure_db("orders_test", {
              env = "staging", from = "production/orders", max_age = "7d",
            })
            print(db, created)
            """,
        failing: #"graphene.ensure_db("orders_test", { env = "staging" })"#
    ) { call, name in
        let (options, environment, origin, maxAge, plan, version, edition) = call.options
        let context = call.context
        let place = try await context.cloud.environment(environment)
        let existing = try await context.cloud.databases(in: [place]).first { $0.name == name }
        if let existing {
            let database = try await context.awaitExisting(
                existing, maxAge: maxAge, options: options)
            return context.results([context.handle(database), false], of: database, options)
        }
        let made: Effected<Database>
        switch origin {
        case .snapshot(let reference):
            made = try await context.create(
                name, from: context.snapshot(reference), in: .id(place.id), options: options)
        case .database(let reference):
            let source = try await context.cloud.database(reference, for: .changing)
            made = try await context.clone(
                source, into: .id(place.id), named: name, options: options)
        case nil:
            guard let plan, let version, let edition else {
                throw APIFailure(
                    .usage,
                    "graphene.ensure_db: \(place.name)/\(name) is not there, and nothing says how to make it",
                    hint: "give `from`, or all of `plan`, `version` and `edition`")
            }
            made = try await context.cloud.create(
                NewDatabase(
                    name: name, environment: place, plan: plan, version: version, edition: edition),
                options: options, progress: context.report)
        }
        return context.results(made, second: true, options)
    }
}

extension EffectContext {
    /// The new database alone, or the operation that will make it.
    func firstResult(_ effected: Effected<Database>, _ options: EffectOptions) -> [WireValue] {
        switch effected {
        case .done(let database, _): results([handle(database)], of: database, options)
        case .accepted(let pending): [handle(pending)]
        }
    }

    /// The database and a second result, or the operation.
    func results(
        _ effected: Effected<Database>, second: WireValue, _ options: EffectOptions
    ) -> [WireValue] {
        switch effected {
        case .done(let database, _): results([handle(database), second], of: database, options)
        case .accepted(let pending): [handle(pending)]
        }
    }

    /// Copies a database and remembers how old the copy's data is.
    func clone(
        _ source: Database, into environment: EnvironmentReference?, named name: String?,
        options: EffectOptions
    ) async throws -> Effected<Database> {
        guard let reference = environment ?? source.environmentID.map(EnvironmentReference.id)
        else {
            throw APIFailure(
                .usage, "graphene.clone: the cloud does not say where \(source.reference) lives",
                hint: "name the copy's environment: graphene.clone(db, \"production\")")
        }
        let place = try await cloud.environment(reference)
        let began = clock.now
        let made = try await cloud.clone(
            source, named: name ?? memory.nextCopyName(for: source.name), into: place,
            options: options, progress: report)
        if made.changed { remember(dataTime: began, of: made) }
        return made
    }

    /// Creates a database from a snapshot and remembers how old its data is.
    func create(
        _ name: String, from snapshot: Snapshot, in environment: EnvironmentReference?,
        options: EffectOptions
    ) async throws -> Effected<Database> {
        guard let reference = environment ?? snapshot.environmentID.map(EnvironmentReference.id)
        else {
            throw APIFailure(
                .usage, "graphene.create_from_snapshot: the cloud does not say where it was taken",
                hint: "give `env`")
        }
        let place = try await cloud.environment(reference)
        let made = try await cloud.create(
            named: name, from: snapshot, in: place, options: options, progress: report)
        remember(dataTime: snapshot.createdAt, of: made)
        return made
    }

    /// Remembers how old the data is that a change puts into a database, now or when it ends.
    func remember(dataTime: Instant?, of effected: Effected<Database>) {
        switch effected {
        case .done(let database, _): memory.remember(dataTime: dataTime, of: database.id)
        case .accepted(let pending): memory.remember(dataTime: dataTime, of: pending.handleID)
        }
    }

    /// Waits until a database that is there already runs.
    fileprivate func awaitExisting(
        _ database: Database, maxAge: Duration?, options: EffectOptions
    ) async throws -> Database {
        if let maxAge {
            guard let created = database.createdAt else {
                throw APIFailure(
                    .conflict, "the cloud does not say how old \(database.reference) is",
                    hint: "leave out `max_age`, or delete it first")
            }
            let age = clock.now - created
            guard age <= maxAge else {
                throw APIFailure(
                    .conflict,
                    "\(database.reference) is \(DurationText.format(age)) old, and `max_age` is \(DurationText.format(maxAge))",
                    hint: "delete it first, or allow a greater `max_age`")
            }
        }
        return try await cloud.wait(
            for: database, toReach: ["running"], timeout: options.timeout ?? .hours(4),
            every: options.poll, progress: report)
    }
}
