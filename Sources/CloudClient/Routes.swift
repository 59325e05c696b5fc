import Diagnostics
import JSONDocument
import Timekeeping

// The paths of the API, and what is read from each.
extension API {
    func environments(_ attempt: Attempt) async throws(CloudError) -> [Environment] {
        let json = try await read(RequestPath(literal: "/deployments/environments"), attempt)
        return try list("environments", in: json, attempt).compactMap(Environment.init)
    }

    func databases(
        in environment: Environment, _ attempt: Attempt, patience: Patience? = nil,
        deadline: Instant? = nil
    ) async throws(CloudError) -> [Database] {
        let path = try path(
            ["deployments", "environments", environment.id, "databases"], attempt)
        let json = try await read(path, attempt, patience: patience, deadline: deadline)
        return try list("databases", in: json, attempt).compactMap { json in
            guard var database = Database(json) else { return nil }
            database.environmentID = environment.id
            database.environmentName = environment.name
            return vocabulary.read(database)
        }
    }

    func database(
        _ id: String, vendor: String, _ attempt: Attempt, patience: Patience? = nil,
        deadline: Instant? = nil
    ) async throws(CloudError) -> Database {
        let path = try path(["deployments", "databases", vendor, id], attempt)
        let json = try await read(path, attempt, patience: patience, deadline: deadline)
        guard var database = Database(json["database"] ?? json).map(vocabulary.read) else {
            throw attempt.error(.unavailable, "the API's answer describes no database")
        }
        if database.raw["version"]?["vendor"] == nil { database.vendor = vendor }
        return database
    }

    /// Reads a database again, keeping what only a lookup could tell.
    func refresh(
        _ database: Database, _ attempt: Attempt, patience: Patience? = nil,
        deadline: Instant? = nil
    ) async throws(CloudError) -> Database {
        var fresh = try await self.database(
            database.id, vendor: database.vendor, attempt, patience: patience, deadline: deadline)
        fresh.environmentID = fresh.environmentID ?? database.environmentID
        if fresh.environmentID == database.environmentID {
            fresh.environmentName = fresh.environmentName ?? database.environmentName
        }
        if fresh.raw["status"] == nil {
            fresh.status = try await status(
                of: database, attempt, patience: patience, deadline: deadline)
        }
        return fresh
    }

    func status(
        of database: Database, _ attempt: Attempt, patience: Patience? = nil,
        deadline: Instant? = nil, notice: (@Sendable (Problem, Duration) -> Void)? = nil
    ) async throws(CloudError) -> DatabaseStatus {
        let path = try path(below: database, ["status"], attempt)
        let json = try await read(
            path, attempt, patience: patience, deadline: deadline, notice: notice)
        return vocabulary.read(
            DatabaseStatus(json["status"]?.object == nil ? json : json["status"] ?? json))
    }

    func operation(
        _ reference: OperationReference, _ attempt: Attempt, patience: Patience? = nil,
        deadline: Instant? = nil, notice: (@Sendable (Problem, Duration) -> Void)? = nil
    ) async throws(CloudError) -> Operation {
        let path = try path(
            [
                "deployments", "databases", reference.vendor, reference.databaseID, "operations",
                reference.id,
            ], attempt)
        let json = try await read(
            path, attempt, patience: patience, deadline: deadline, notice: notice)
        return vocabulary.read(Operation(json["operation"] ?? json, asked: reference.id))
    }

    func snapshots(
        of database: Database, _ attempt: Attempt, patience: Patience? = nil,
        deadline: Instant? = nil
    ) async throws(CloudError) -> [Snapshot] {
        let path = try path(below: database, ["snapshots", "manual"], attempt)
        let json = try await read(path, attempt, patience: patience, deadline: deadline)
        let snapshots = try list("snapshots", in: json, attempt).compactMap(Snapshot.init)
        return snapshots.map { snapshot in
            var snapshot = snapshot
            snapshot.databaseID = snapshot.databaseID ?? database.id
            snapshot.environmentID = snapshot.environmentID ?? database.environmentID
            return vocabulary.read(snapshot)
        }
    }

    func plugins(
        of database: Database, _ attempt: Attempt
    ) async throws(CloudError) -> [Plugin] {
        let json = try await read(path(below: database, ["plugins"], attempt), attempt)
        return try list("plugins", in: json, attempt).compactMap(Plugin.init)
    }

    func settings(
        of database: Database, _ attempt: Attempt
    ) async throws(CloudError) -> [Setting] {
        let json = try await read(path(below: database, ["settings", "config"], attempt), attempt)
        return try list("configuration", in: json, attempt).compactMap(Setting.init)
    }

    func path(
        below database: Database, _ rest: [String], _ attempt: Attempt
    ) throws(CloudError) -> RequestPath {
        try path(["deployments", "databases", database.vendor, database.id] + rest, attempt)
    }

    func list(
        _ key: String, in json: JSONValue, _ attempt: Attempt
    ) throws(CloudError) -> [JSONValue] {
        guard let list = json.list(key) else {
            throw attempt.error(
                .unavailable, "the API's answer holds no list of \(key)",
                hint: "look at it with `--trace FILE`")
        }
        return list
    }
}
