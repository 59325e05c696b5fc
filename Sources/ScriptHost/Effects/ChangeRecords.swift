import CloudClient
import ScriptAPI
import Timekeeping

/// What the changes of a run have come to, in the order in which that was known.
///
/// Neither adding one nor asking takes time by how many there are: there may be 100,000.
struct ChangeRecords {
    private(set) var all: [EffectRecord] = []
    /// Where those are that left something changed or about to change.
    private var left: [Int] = []
    /// Where those are whose operation may still run, by its handle's id.
    private var running: [String: [Int]] = [:]

    mutating func append(_ record: EffectRecord) {
        if Self.leavesSomething(record) { left.append(all.count) }
        if let id = Self.handleID(of: record) { running[id, default: []].append(all.count) }
        all.append(record)
    }

    /// Says what the operation behind a handle has come to.
    ///
    /// - Returns: the record of the change that began it, as it is now; nil when none is known to run.
    mutating func settle(
        _ handleID: String, _ outcome: EffectRecord.Outcome, at now: Instant
    ) -> EffectRecord? {
        guard let index = running[handleID]?.popLast() else { return nil }
        all[index].outcome = outcome
        all[index].elapsed = now - all[index].note.startedAt
        if !Self.leavesSomething(all[index]) { left.removeAll { $0 == index } }
        return all[index]
    }

    /// What was changed, for a message: the first five by name, and how many more.
    var summary: String? {
        guard !left.isEmpty else { return nil }
        let names = left.prefix(5).map { "\(all[$0].note.verb) \(all[$0].note.target ?? "")" }
        let rest = left.count > names.count ? " and \(left.count - names.count) more" : ""
        return names.joined(separator: ", ") + rest
    }

    private static func leavesSomething(_ record: EffectRecord) -> Bool {
        [.done, .partial, .stillRunning].contains(record.outcome)
    }

    private static func handleID(of record: EffectRecord) -> String? {
        guard record.outcome == .stillRunning else { return nil }
        return record.operation.map { HandleID.join($0.databaseID, $0.id) }
    }
}
