import Diagnostics
import Timekeeping

extension Waiter {
    func settle(_ pending: PendingChange) async throws(CloudError) -> Database? {
        try await settle(
            pending.database, pending.goal, operation: pending.addresses,
            acceptedAt: pending.acceptedAt, stateBefore: pending.stateBefore)
    }

    /// Finds a copy that the cloud has not named: another database of its name than those before.
    ///
    /// - Returns: The change, with the copy as its database.
    func locate(
        _ pending: PendingChange, _ name: String, _ environment: Environment, _ before: [String]
    ) async throws(CloudError) -> PendingChange {
        guard pending.database.id.isEmpty else { return pending }
        // The copy may be listed only when its operations have ended.
        let last = pending.addresses.isEmpty ? nil : try await follow(pending.addresses)
        while true {
            let listed = try await reading(pending.operation) { () async throws(CloudError) in
                try await api.databases(
                    in: environment, effect.attempt, patience: .long, deadline: deadline)
            }
            let found = listed.filter { $0.name == name && !before.contains($0.id) }
            guard found.count < 2 else {
                throw effect.attempt.error(
                    .ambiguous,
                    "\(found.count) new databases are called \(name): "
                        + found.map { "id:\($0.id)" }.joined(separator: ", "), outcome: .accepted)
            }
            if let copy = found.first {
                var pending = pending
                pending.database = copy
                if last?.hasFinished == true {
                    pending.operation = nil
                    pending.otherAddresses = []
                }
                return pending
            }
            try await pause(since: pending.acceptedAt, "not listed yet", pending.operation)
        }
    }

    /// Waits until a snapshot is listed and can be used.
    func snapshot(
        _ id: String?, _ before: [String], of database: Database, since start: Instant
    ) async throws(CloudError) -> Snapshot {
        while true {
            let listed = try await reading { () async throws(CloudError) in
                try await api.snapshots(
                    of: database, effect.attempt, patience: .long, deadline: deadline)
            }
            let found = listed.filter { snapshot in
                id.map { $0 == snapshot.id } ?? !before.contains(snapshot.id)
            }
            if let snapshot = found.first {
                if snapshot.hasFailed {
                    throw failure(
                        .operationFailed,
                        "the snapshot \(snapshot.id) is in the state `\(snapshot.status ?? "?")`")
                }
                if snapshot.isUsable { return snapshot }
            }
            try await pause(since: start, found.first?.status ?? "not listed yet", nil)
        }
    }

    /// Waits until both databases of a switch rest and carry other addresses than before.
    func exchange(
        _ exchanged: PendingChange.Exchanged, _ pending: PendingChange
    ) async throws(CloudError) -> DNSSwitch {
        guard let first = try await settle(pending) else {
            throw failure(.notFound, "it is no longer there")
        }
        var a = first
        let start = clock.now
        while true {
            let b = try await settle(
                exchanged.b, .rest, operation: [], acceptedAt: start - Settling.lag,
                stateBefore: nil)
            guard let b else { throw failure(.notFound, "\(exchanged.b.reference) is gone") }
            let done = DNSSwitch(exchanged, a: a, b: b)
            if done.hasTakenPlace { return done }
            guard clock.now - start < Settling.patience else {
                throw failure(
                    .operationFailed,
                    "the cloud is done and \(exchanged.b.reference) does not "
                        + "carry the addresses of \(exchanged.a.reference)")
            }
            try await pause(since: pending.acceptedAt, "addresses unchanged", pending.operation)
            a = try await refresh(a)
        }
    }
}
