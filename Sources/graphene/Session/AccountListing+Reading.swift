import AccountConfiguration
import CloudClient
import CloudSimulator

/// What an account was found to hold: its names, and the databases' references by their ids.
struct AccountSight: Sendable {
    var names = CachedNames()
    var references: [String: String] = [:]
}

extension LiveAccount {
    /// How many databases are asked for their snapshots at most: each takes a request.
    private static let mostAsked = 20

    /// The account as a prompt names it: its profile, or its client, and where that is another
    /// cloud than the usual one, its address.
    var shortName: String {
        let name = configuration.profile?.name ?? String(credentials.clientID.prefix(16))
        guard endpoint.origin != Endpoint.standard.origin else { return name }
        return "\(name) at \("\(endpoint.origin)".drop { $0 != "/" }.drop { $0 == "/" })"
    }

    /// Looks at the account, and tells what was found as soon as it is; nothing of what cannot be read.
    func look(_ tell: @escaping @Sendable (AccountSight) -> Void) async {
        try? await read { cloud throws(CloudError) in
            var sight = AccountSight()
            let (environments, databases) = try await cloud.census(withAddresses: false)
            sight.names.environments = environments.map(\.name)
            let labels = Dictionary(environments.map { ($0.id, $0.name) }) { first, _ in first }
            for database in databases {
                guard let environment = database.environmentID.flatMap({ labels[$0] }) else {
                    continue
                }
                sight.references[database.id] = "\(environment)/\(database.name)"
            }
            sight.names.databases = sight.references.values.sorted()
            tell(sight)
            sight.names.plans = try await cloud.plans().map(\.name)
            sight.names.versions = try await cloud.versions().map(\.number)
            tell(sight)
            for database in databases.prefix(Self.mostAsked) {
                guard let reference = sight.references[database.id] else { continue }
                sight.names.snapshots += try await cloud.snapshots(of: database).map {
                    "\(reference)@\($0.label ?? $0.id)"
                }
            }
            tell(sight)
        }
    }
}

extension CloudSimulator {
    /// The same of a simulated account, read from itself.
    var sight: AccountSight {
        var sight = AccountSight()
        // What the credentials cannot see is no name to offer.
        let seen = environments.filter(\.isVisible)
        let labels = Dictionary(seen.map { ($0.id, $0.label) }) { first, _ in first }
        for database in databases {
            guard let environment = labels[database.environmentId] else { continue }
            sight.references[database.id] = "\(environment)/\(database.name)"
        }
        sight.names.environments = seen.map(\.label).sorted()
        sight.names.databases = sight.references.values.sorted()
        sight.names.snapshots = snapshots.compactMap { snapshot in
            sight.references[snapshot.databaseId].map { "\($0)@\(snapshot.label)" }
        }
        (sight.names.plans, sight.names.versions) = onSale
        return sight
    }
}
