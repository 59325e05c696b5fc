import Diagnostics
import JSONDocument
import Timekeeping

extension Cloud {
    /// Finds the environment that a reference means.
    ///
    /// - Throws: `not_found`, with the nearest name; `ambiguous`, with the ids to choose from.
    package func environment(
        _ reference: EnvironmentReference
    ) async throws(CloudError) -> Environment {
        let attempt = Attempt(reading: "find environment \(reference.text)", target: reference.text)
        if let known = directory.environments(at: clock.now) {
            let found = known.filter(reference.matches)
            if found.count == 1 { return found[0] }
        }
        let all = try await environments()
        let found = all.filter(reference.matches)
        guard found.count < 2 else {
            let ids = found.map { "id:\($0.id)" }.joined(separator: ", ")
            throw attempt.error(
                .ambiguous, "\(found.count) environments are called so: \(ids)",
                hint: "name it by its id")
        }
        guard let environment = found.first else {
            let near = Suggestion.phrase(for: reference.text, among: all.map(\.name))
            throw attempt.error(
                .notFound, "there is none of that name\(near)",
                hint: "`graphene.environments()` lists those that the API client may see")
        }
        return environment
    }

    /// Finds the database that a reference means, as it is now.
    ///
    /// - Throws: `not_found`, with the nearest name; `ambiguous`, listing the candidates; `usage` when
    ///   a bare name is to be changed.
    package func database(
        _ reference: DatabaseReference, for purpose: ReferencePurpose
    ) async throws(CloudError) -> Database {
        let attempt = Attempt(reading: "find database \(reference.text)", target: reference.text)
        switch reference {
        case .id(let id):
            guard let database = try await byID(id, attempt) else {
                throw attempt.error(
                    .notFound, "there is no database with that id",
                    hint: "`graphene.databases()` lists those that the API client may see")
            }
            return database
        case .named(let environment, let name):
            let environment = try await self.environment(EnvironmentReference(environment))
            let all = try await api.databases(in: environment, attempt)
            return try await only(
                all.filter { $0.name == name }, of: all, reference, attempt)
        case .bare(let name):
            let all = try await databases()
            let found = try await only(all.filter { $0.name == name }, of: all, reference, attempt)
            try refuseBareName(found, purpose, attempt)
            return found
        case .address(let host, let port):
            return try await carrying(host, port, purpose, reference, attempt)
        }
    }

    /// The same, but nil when nothing matches.
    package func findDatabase(
        _ reference: DatabaseReference, for purpose: ReferencePurpose
    ) async throws(CloudError) -> Database? {
        do {
            return try await database(reference, for: purpose)
        } catch {
            guard error.code == .notFound else { throw error }
            return nil
        }
    }

    /// Reads a database of either vendor, with its environment's name; nil when there is none.
    func byID(_ id: String, _ attempt: Attempt) async throws(CloudError) -> Database? {
        for vendor in [Database.defaultVendor, "ongdb"] {
            do {
                var database = try await api.database(id, vendor: vendor, attempt)
                database.environmentName = try await name(ofEnvironment: database.environmentID)
                return try await database.raw["status"] == nil
                    ? api.refresh(database, attempt) : database
            } catch {
                guard error.code == .notFound else { throw error }
            }
        }
        return nil
    }

    private func name(ofEnvironment id: String?) async throws(CloudError) -> String? {
        guard let id else { return nil }
        if let known = directory.environments(at: clock.now)?.first(where: { $0.id == id }) {
            return known.name
        }
        return try await environments().first { $0.id == id }?.name
    }

    private func refuseBareName(
        _ database: Database, _ purpose: ReferencePurpose, _ attempt: Attempt
    ) throws(CloudError) {
        guard purpose == .changing else { return }
        throw attempt.error(
            .usage, "a bare name is not enough to change a database",
            hint: "write `\(database.reference)`")
    }

    private func carrying(
        _ host: String, _ port: Int?, _ purpose: ReferencePurpose, _ reference: DatabaseReference,
        _ attempt: Attempt
    ) async throws(CloudError) -> Database {
        var all: [Database] = []
        for database in try await databases() {
            let isComplete = database.connections.domain != nil || database.raw["domainName"] != nil
            all.append(isComplete ? database : try await api.refresh(database, attempt))
        }
        let onHost = all.filter { $0.connections.isReached(at: host) }
        if onHost.isEmpty {
            // A name may hold a dot; then it is a bare one.
            let named = all.filter { $0.name == host && port == nil }
            let found = try await only(named, of: all, reference, attempt)
            try refuseBareName(found, purpose, attempt)
            return found
        }
        let onPort = onHost.filter { database in
            port.map {
                [database.connections.httpPort, database.connections.boltPort].contains($0)
            }
                ?? true
        }
        return try await only(
            onHost.count > 1 && !onPort.isEmpty ? onPort : onHost, of: all, reference, attempt)
    }

    /// The one that was found.
    private func only(
        _ found: [Database], of all: [Database], _ reference: DatabaseReference, _ attempt: Attempt
    ) async throws(CloudError) -> Database {
        guard found.count < 2 else {
            let names = Set(found.map(\.reference))
            let candidates = found.map {
                names.count == found.count ? $0.reference : "\($0.reference) (id:\($0.id))"
            }
            throw attempt.error(
                .ambiguous,
                "\(found.count) databases match: \(candidates.sorted().joined(separator: ", "))",
                hint: "name one of them in full")
        }
        guard let database = found.first else {
            let names = all.map { reference.isBare ? $0.name : $0.reference }
            let near = Suggestion.phrase(for: reference.text, among: names)
            throw attempt.error(
                .notFound, "there is none\(near)",
                hint: "`graphene.databases()` lists those that the API client may see")
        }
        return try await completed(database, attempt)
    }
}

extension EnvironmentReference {
    var text: String {
        switch self {
        case .id(let id): "id:\(id)"
        case .name(let name): name
        }
    }

    func matches(_ environment: Environment) -> Bool {
        switch self {
        case .id(let id): environment.id == id
        case .name(let name): environment.name == name
        }
    }
}

extension DatabaseReference {
    /// As a person would write it.
    package var text: String {
        switch self {
        case .id(let id): "id:\(id)"
        case .named(let environment, let name): "\(environment)/\(name)"
        case .bare(let name): name
        case .address(let host, let port): host + (port.map { ":\($0)" } ?? "")
        }
    }

    var isBare: Bool { if case .bare = self { true } else { false } }
}

extension Connections {
    func isReached(at host: String) -> Bool {
        [domain, privateDomain].contains { $0?.lowercased() == host.lowercased() }
    }
}
