package import JSONDocument
package import Timekeeping

/// A copy of a database's data, taken on demand.
package struct Snapshot: Hashable, Sendable, Identifiable {
    package var id: String
    package var label: String?
    /// An open set of words; nil where the cloud tells none.
    package var status: String?
    package var createdAt: Instant?
    /// The database it was taken of.
    package var databaseID: String?
    /// That database's environment, which restoring asks for.
    package var environmentID: String?
    package var raw: JSONValue

    /// Whether it can be restored, as far as its status tells.
    package var isUsable: Bool {
        status.map { ["ready", "finished", "completed", "available"].contains($0.lowercased()) }
            ?? true
    }

    /// Whether taking it has failed.
    package var hasFailed: Bool {
        status.map { ["failed", "error", "deleted"].contains($0.lowercased()) } ?? false
    }
}

extension Snapshot {
    /// Reads a snapshot; nil when the document holds no id.
    package init?(_ json: JSONValue) {
        guard let id = json.text("id", "snapshotId") else { return nil }
        self.id = id
        label = json.text("label", "name")
        status = json.text("status", "state")
        createdAt = json.instant("createdAt")
        databaseID = json.text("databaseId")
        environmentID = json.text("environmentId", "snapshotEnvironmentId")
        raw = json
    }
}
