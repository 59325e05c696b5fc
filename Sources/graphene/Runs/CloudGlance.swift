import CloudClient
import Diagnostics
import JSONDocument
import RunRecord

/// What the cloud says now of what a run has left there.
enum CloudGlance {
    /// What is to be seen of one effect.
    struct Sight: Sendable {
        var text: String
        var json: JSONValue
    }

    /// Reads, for each effect that was left undecided, its operation and its database.
    ///
    /// What cannot be read is told in its place. What another client than the run's does not see may
    /// be there all the same.
    static func look(
        at run: RecordedRun, in cloud: Cloud, asItsClient isSameClient: Bool
    ) async throws(CloudError) -> [Int64: Sight] {
        var sights: [Int64: Sight] = [:]
        for effect in run.effects(.stillRunning) + run.effects(.unknown) {
            sights[effect.id] = try await look(at: effect, in: cloud, isSameClient)
        }
        return sights
    }

    private static func look(
        at effect: RecordedEffect, in cloud: Cloud, _ isSameClient: Bool
    ) async throws(CloudError) -> Sight {
        guard let id = effect.database else {
            return Sight(
                text: "the record names no database; see what \(effect.target ?? "there") is now",
                json: ["state": .null])
        }
        let database: Database
        do {
            database = try await cloud.database(.id(id), for: .reading)
        } catch  where error.code == .notFound {
            guard isSameClient else {
                return Sight(
                    text: "its database (\(id)) is gone, or this client does not see it",
                    json: ["state": .null])
            }
            return Sight(text: "its database (\(id)) is gone", json: ["state": "gone"])
        }
        var words = "\(database.reference) is \(database.status.state)"
        var members: [String: JSONValue] = [
            "ref": .string(database.reference), "state": .string(database.status.state),
            "pending": .boolean(database.status.isPending),
            "locked": .boolean(database.status.isLocked),
        ]
        if database.status.isBusy { words += ", and something is under way" }
        if let operation = effect.operation {
            let status = try await end(of: operation, on: database, in: cloud)
            words += "; operation \(operation): \(status)"
            members["operation_status"] = .string(status)
        }
        return Sight(text: words, json: .object(members))
    }

    /// The status of the last operation of a chain that has begun.
    private static func end(
        of first: String, on database: Database, in cloud: Cloud
    ) async throws(CloudError) -> String {
        var (id, visited): (String, Set<String>) = (first, [])
        while visited.insert(id).inserted, visited.count < 100 {
            do {
                let operation = try await cloud.operation(id, of: database)
                guard operation.hasFinished, let next = operation.nextID else {
                    return operation.status.isEmpty ? "no status" : operation.status
                }
                id = next
            } catch  where error.code == .notFound {
                return "no longer listed"
            }
        }
        return "leads round in a circle"
    }
}
