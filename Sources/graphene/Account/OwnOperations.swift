import CloudClient
import Diagnostics
import RunRecord
import ScriptAPI
import Timekeeping

/// Operations that runs of this machine have begun, from their records.
///
/// That a database is busy the API tells, and not with what.
struct OwnOperations: Sendable {
    private struct Entry: Sendable {
        var verb: String
        var operation: String
        /// The databases that it is, or may be, at work on.
        var databases: Set<String>
        var begunAt: Instant
    }

    /// What a database is busy with.
    struct Found: Sendable {
        var verb: String
        var operation: CloudClient.Operation
        var begunAt: Instant
    }

    /// Longer than anything is waited for, so no record that is older tells of what goes on.
    private static let longest = Duration.hours(48)
    /// The newest first.
    private let entries: [Entry]

    /// Reads the records of the runs on one cloud; where there are none, nothing is known.
    init(in folder: RunFolder?, on cloud: String, at now: Instant) {
        guard let folder,
            let runs = try? RunHistory(folder).runs(writtenSince: now - Self.longest)
        else {
            entries = []
            return
        }
        entries = runs.filter { $0.header.mode == .live && $0.header.cloud == cloud }.flatMap {
            $0.effects.compactMap(Self.entry)
        }.sorted { $0.begunAt > $1.begunAt }
    }

    private static func entry(_ effect: RecordedEffect) -> Entry? {
        guard let operation = effect.operation, let request = effect.requests.last,
            [.underWay, .stillRunning, .unknown].contains(effect.outcome)
        else { return nil }
        let named = request.path.split(separator: "/").map(String.init)
        return Entry(
            verb: effect.verb, operation: operation,
            databases: Set(named + [effect.database].compactMap(\.self)), begunAt: request.at)
    }

    /// Finds what a database is busy with, by asking the cloud whether that still goes on.
    func current(of database: Database, in cloud: Cloud) async throws(CloudError) -> Found? {
        for entry in entries where entry.databases.contains(database.id) {
            guard let operation = try await Self.last(of: entry.operation, on: database, in: cloud)
            else { continue }
            return Found(verb: entry.verb, operation: operation, begunAt: entry.begunAt)
        }
        return nil
    }

    /// The operation of a chain that goes on; nil when none does, or none can be read.
    private static func last(
        of first: String, on database: Database, in cloud: Cloud
    ) async throws(CloudError) -> CloudClient.Operation? {
        var (id, visited): (String, Set<String>) = (first, [])
        while visited.insert(id).inserted, visited.count < 100 {
            do {
                let operation = try await cloud.operation(id, of: database)
                guard operation.hasFinished else { return operation.hasFailed ? nil : operation }
                guard let next = operation.nextID else { return nil }
                id = next
            } catch {
                guard error.code == .notFound else { throw error }
                return nil
            }
        }
        return nil
    }
}
