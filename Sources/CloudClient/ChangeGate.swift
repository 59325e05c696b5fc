package import Diagnostics
package import JSONDocument

/// A change that is about to be made, with what it is about as the cloud tells it now.
package struct ProposedChange: Sendable {
    package enum Moment: Sendable {
        /// It has to wait, or turned out to be done already: nothing is sent yet, if at all.
        case considered
        /// The request is sent next.
        case sending
    }

    package var verb: Verb
    package var moment: Moment
    /// The databases that it changes, or that it copies; as they were read just now.
    package var databases: [Database]
    /// The database that it makes.
    package var making: NewPlace?
    /// The snapshot whose data it puts somewhere.
    package var snapshot: Snapshot?
    /// The request that the caller wrote itself.
    package var request: OwnRequest?

    /// A new database's name, and where it will be.
    package struct NewPlace: Sendable {
        package var environmentID: String
        package var environmentName: String
        package var name: String
    }

    /// A request of the caller's own making.
    package struct OwnRequest: Sendable {
        package var method: CloudRequest.Method
        /// Percent-encoded.
        package var path: String
        package var query: [QueryItem]
        package var body: JSONValue?

        package init(
            _ method: CloudRequest.Method, path: String, query: [QueryItem], body: JSONValue?
        ) {
            self.method = method
            self.path = path
            self.query = query
            self.body = body
        }
    }
}

/// Why a change may not be made.
package struct ChangeRefusal: Hashable, Sendable {
    package var code: ErrorCode
    /// A phrase that follows "cannot delete production/orders: ".
    package var reason: String
    package var hint: String?

    package init(_ code: ErrorCode, _ reason: String, hint: String? = nil) {
        self.code = code
        self.reason = reason
        self.hint = hint
    }
}

/// Decides on each change after what it is about was read and before anything is sent; nil lets it
/// pass.
///
/// It may be asked several times about one change, and each time about what was read last.
package typealias ChangeGate =
    @Sendable (ProposedChange) async throws(CloudError) -> ChangeRefusal?

extension Cloud {
    /// The same account, each change to which must pass a gate first.
    package func guarded(by gate: @escaping ChangeGate) -> Cloud {
        var cloud = self
        cloud.gate = gate
        return cloud
    }

    /// The database of those given that a snapshot was taken of, if that has it; nil when it cannot
    /// be told.
    ///
    /// What a snapshot says of itself may have come from a script.
    ///
    /// - Source: `GET /deployments/databases/{vendor}/{id}/snapshots/manual`.
    package func origin(
        of snapshot: Snapshot, among databases: [Database]
    ) async throws(CloudError) -> Database? {
        guard let id = snapshot.databaseID, let database = databases.first(where: { $0.id == id })
        else { return nil }
        let attempt = Attempt(reading: "read what a change would be about")
        let listed = try await api.snapshots(of: database, attempt)
        return listed.contains { $0.id == snapshot.id } ? database : nil
    }

    /// Every database with its environment's name as it is now, as far as the lists tell; unordered
    /// like them.
    ///
    /// `withAddresses`: Whether to read one by one those whose addresses no list tells.
    ///
    /// - Source: `GET /deployments/environments` and `GET /deployments/environments/{e}/databases`.
    package func census(
        withAddresses: Bool
    ) async throws(CloudError) -> (environments: [Environment], databases: [Database]) {
        let attempt = Attempt(reading: "read what a change would be about")
        let environments = try await environments()
        var all: [Database] = []
        for environment in environments {
            for database in try await api.databases(in: environment, attempt) {
                let isComplete =
                    !withAddresses || database.connections.domain != nil
                    || database.raw["domainName"] != nil
                all.append(isComplete ? database : try await api.refresh(database, attempt))
            }
        }
        return (environments, all)
    }
}

extension EffectRunner {
    /// Asks the gate.
    ///
    /// - Throws: Its refusal; or what kept it from being judged.
    func permit(
        _ moment: ProposedChange.Moment, _ databases: [Database]
    ) async throws(CloudError) {
        guard let gate = cloud.gate else { return }
        let change = ProposedChange(
            verb: effect.verb, moment: moment, databases: databases, making: effect.making,
            snapshot: effect.snapshot, request: effect.request)
        guard let refusal = try await gate(change) else { return }
        throw effect.attempt.error(
            refusal.code, refusal.reason, hint: refusal.hint, outcome: .notSent)
    }
}
