import AccountConfiguration
import CloudClient
import CloudSimulator
import REPL

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

    /// The names of what is in the account, and the databases' references by their ids; nil when
    /// they cannot be read.
    func listing() async -> (AccountNames, [String: String])? {
        try? await read { cloud throws(CloudError) in
            var names = AccountNames()
            let (environments, databases) = try await cloud.census(withAddresses: false)
            names.environments = environments.map(\.name)
            let labels = Dictionary(environments.map { ($0.id, $0.name) }) { first, _ in first }
            var references: [String: String] = [:]
            for database in databases {
                guard let environment = database.environmentID.flatMap({ labels[$0] }) else {
                    continue
                }
                references[database.id] = "\(environment)/\(database.name)"
            }
            names.databases = references.values.sorted()
            names.plans = try await cloud.plans().map(\.name)
            names.versions = try await cloud.versions().map(\.number)
            for database in databases.prefix(Self.mostAsked) {
                guard let reference = references[database.id] else { continue }
                names.snapshots += try await cloud.snapshots(of: database).map {
                    "\(reference)@\($0.label ?? $0.id)"
                }
            }
            return (names, references)
        }
    }
}

extension CloudSimulator {
    /// The same of a simulated account, read from itself.
    var listing: (AccountNames, [String: String]) {
        var names = AccountNames()
        let labels = Dictionary(environments.map { ($0.id, $0.label) }) { first, _ in first }
        var references: [String: String] = [:]
        for database in databases {
            guard let environment = labels[database.environmentId] else { continue }
            references[database.id] = "\(environment)/\(database.name)"
        }
        names.environments = environments.map(\.label)
        names.databases = references.values.sorted()
        names.snapshots = snapshots.compactMap { snapshot in
            references[snapshot.databaseId].map { "\($0)@\(snapshot.label)" }
        }
        (names.plans, names.versions) = onSale
        return (names, references)
    }
}
