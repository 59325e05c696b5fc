import Diagnostics
import JSONDocument
import Timekeeping

extension Cloud {
    /// The environments the API client may see, ordered by name.
    ///
    /// - Source: `GET /deployments/environments`.
    package func environments() async throws(CloudError) -> [Environment] {
        let found = try await api.environments(Attempt(reading: "list the environments"))
        let ordered = found.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
        directory.remember(ordered, at: clock.now)
        return ordered
    }

    /// The databases, ordered by environment and name, each with its status.
    ///
    /// `environments`: Where to look; nil is everywhere.
    ///
    /// - Source: `GET /deployments/environments/{e}/databases`.
    package func databases(
        in environments: [Environment]? = nil
    ) async throws(CloudError) -> [Database] {
        let chosen: [Environment]
        if let environments {
            chosen = environments
        } else {
            chosen = try await self.environments()
        }
        var result: [Database] = []
        for environment in chosen {
            let attempt = Attempt(
                reading: "list the databases of \(environment.name)", target: environment.name)
            for database in try await api.databases(in: environment, attempt) {
                result.append(try await completed(database, attempt))
            }
        }
        return result.sorted {
            ($0.environmentName ?? "", $0.name, $0.id) < ($1.environmentName ?? "", $1.name, $1.id)
        }
    }

    /// Reads what a list has left out.
    func completed(
        _ database: Database, _ attempt: Attempt
    ) async throws(CloudError) -> Database {
        guard database.raw["status"] == nil else { return database }
        do {
            return try await api.refresh(database, attempt)
        } catch {
            guard error.code == .notFound else { throw error }
            guard let other = try await byID(database.id, attempt) else { return database }
            return other
        }
    }

    /// The database as it is now.
    ///
    /// - Throws: `not_found` when it is gone.
    /// - Source: `GET /deployments/databases/{vendor}/{id}`.
    package func refresh(_ database: Database) async throws(CloudError) -> Database {
        try await api.refresh(database, reading(database))
    }

    /// - Source: `GET /deployments/databases/{vendor}/{id}/status`.
    package func status(of database: Database) async throws(CloudError) -> DatabaseStatus {
        let target = database.reference
        return try await api.status(
            of: database, Attempt(reading: "read the status of \(target)", target: target))
    }

    /// The snapshots taken on demand, newest first; those without a date last.
    ///
    /// - Source: `GET /deployments/databases/{vendor}/{id}/snapshots/manual`.
    package func snapshots(of database: Database) async throws(CloudError) -> [Snapshot] {
        let target = database.reference
        let attempt = Attempt(reading: "list the snapshots of \(target)", target: target)
        return try await api.snapshots(of: database, attempt).enumerated().sorted { a, b in
            let (first, second) = (a.element.createdAt, b.element.createdAt)
            guard first != second else { return a.offset < b.offset }
            guard let first else { return false }
            return second.map { first > $0 } ?? true
        }.map(\.element)
    }

    /// - Source: `GET /deployments/databases/{vendor}/{id}/operations/{op}`.
    package func operation(
        _ id: String, of database: Database
    ) async throws(CloudError) -> Operation {
        let target = database.reference
        return try await api.operation(
            OperationReference(id: id, databaseID: database.id, vendor: database.vendor),
            Attempt(reading: "read operation \(id) of \(target)", target: target))
    }

    /// - Source: `GET /deployments/plans`.
    package func plans() async throws(CloudError) -> [Plan] {
        let attempt = Attempt(reading: "list the plans")
        let json = try await api.read(RequestPath(literal: "/deployments/plans"), attempt)
        return try api.list("plans", in: json, attempt).compactMap(Plan.init)
    }

    /// - Source: `GET /deployments/versions`.
    package func versions() async throws(CloudError) -> [Version] {
        let attempt = Attempt(reading: "list the versions")
        let json = try await api.read(RequestPath(literal: "/deployments/versions"), attempt)
        return try api.list("versions", in: json, attempt).compactMap(Version.init)
    }

    /// - Source: `GET /deployments/databases/{vendor}/{id}/plugins`.
    package func plugins(of database: Database) async throws(CloudError) -> [Plugin] {
        let target = database.reference
        return try await api.plugins(
            of: database, Attempt(reading: "list the plugins of \(target)", target: target))
    }

    /// - Source: `GET /deployments/databases/{vendor}/{id}/settings/config`.
    package func settings(of database: Database) async throws(CloudError) -> [Setting] {
        let target = database.reference
        return try await api.settings(
            of: database, Attempt(reading: "read the settings of \(target)", target: target))
    }

    private func reading(_ database: Database) -> Attempt {
        Attempt(reading: "read \(database.reference)", target: database.reference)
    }
}
