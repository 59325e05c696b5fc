package import CloudClient
import Diagnostics

/// Reads of an account what the contract is about; nothing is changed.
package enum ContractReading {
    /// How many databases are looked at in detail: more would tell little else.
    private static let mostDatabases = 8

    /// Reads once everything that can be read; the exchanges reach the account's trace.
    ///
    /// What the account does not offer is left out.
    ///
    /// - Throws: When the account cannot be reached or signed in to.
    package static func read(_ account: Cloud) async throws(CloudError) {
        let environments = try await account.environments()
        let databases = try await account.databases(in: environments)
        // As many states and kinds as there are, rather than the first by name.
        let kinds = Dictionary(grouping: databases) { "\($0.status.state) \($0.vendor)" }
        var chosen = kinds.keys.sorted().compactMap { kinds[$0]?.first }
        for database in databases where chosen.count < mostDatabases {
            if !chosen.contains(where: { $0.id == database.id }) { chosen.append(database) }
        }
        for database in chosen.prefix(mostDatabases) {
            try await offered { () async throws(CloudError) in
                _ = try await account.refresh(database)
            }
            try await offered { () async throws(CloudError) in
                _ = try await account.status(of: database)
            }
            try await offered { () async throws(CloudError) in
                _ = try await account.snapshots(of: database)
            }
            try await offered { () async throws(CloudError) in
                _ = try await account.plugins(of: database)
            }
            try await offered { () async throws(CloudError) in
                _ = try await account.settings(of: database)
            }
            if let id = database.status.operationID {
                try await offered { () async throws(CloudError) in
                    _ = try await account.operation(id, of: database)
                }
            }
        }
        try await offered { () async throws(CloudError) in _ = try await account.plans() }
        try await offered { () async throws(CloudError) in _ = try await account.versions() }
        // An id that nothing has: how the cloud words a refusal.
        try await offered { () async throws(CloudError) in
            _ = try await account.api(
                .get, path: "/deployments/databases/graphneo/00000000000000000000000000000000")
        }
    }

    private static func offered(
        _ read: () async throws(CloudError) -> Void
    ) async throws(CloudError) {
        do {
            try await read()
        } catch {
            switch error.code {
            case .auth, .cancelled: throw error
            // What cannot be read shows in the report as never seen, or by its status.
            default: return
            }
        }
    }
}
