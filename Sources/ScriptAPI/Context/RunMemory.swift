package import CloudClient
package import ScriptWire
import Synchronization
import Timekeeping

/// What a run must remember between two effects, and what its handles stand for.
package final class RunMemory: Sendable {
    private struct Contents {
        var copies: [String: Int] = [:]
        var pending: [String: PendingChange] = [:]
        var ended: [String: [WireValue]] = [:]
        var endedCount = 0
        var switches: [String: DNSSwitch] = [:]
        var checkedSwitches: Set<String> = []
        var snapshots: [String: Snapshot] = [:]
        var dataTimes: [String: Instant] = [:]
        var secrets: [String: Secret] = [:]
        var names: [String: String] = [:]
    }

    private let shortID: String
    private let contents = Mutex(Contents())

    /// - Parameter shortID: The run's, as in `RunFacts`.
    package init(shortID: String) { self.shortID = shortID }

    /// Names a copy of a database that the script gave no name.
    ///
    /// That is `<name, cut to 18>_<short_id>`, then the same with `_2`, `_3` and so on.
    /// The names depend only on the run and on the order of asking, so that a run which is taken up
    /// again finds its own copies.
    package func nextCopyName(for name: String) -> String {
        let base = "\(name.prefix(18))_\(shortID)"
        let count = contents.withLock { contents in
            contents.copies[base, default: 0] += 1
            return contents.copies[base, default: 1]
        }
        return count == 1 ? base : "\(base)_\(count)"
    }

    /// The change behind an operation handle, if this run asked for it.
    func pending(_ id: String) -> PendingChange? { contents.withLock { $0.pending[id] } }

    func remember(_ change: PendingChange, as id: String) {
        contents.withLock { $0.pending[id] = change }
    }

    /// What waiting for an operation returns that has ended before anybody waited.
    func results(ofEnded id: String) -> [WireValue]? { contents.withLock { $0.ended[id] } }

    /// Takes note of an operation that has ended, and returns its handle's id.
    func rememberEnded(_ results: [WireValue], on databaseID: String) -> String {
        contents.withLock { contents in
            contents.endedCount += 1
            let id = HandleID.join(databaseID, "ended \(contents.endedCount)")
            contents.ended[id] = results
            return id
        }
    }

    /// What an effect's results say of what it came to: those of an operation that has ended are
    /// the ones that waiting for it returns.
    package func settled(_ values: [WireValue]) -> [WireValue] {
        guard case .handle(let handle)? = values.first, handle.kind == "operation" else {
            return values
        }
        return results(ofEnded: handle.id) ?? values
    }

    /// The switch behind a handle, if this run made it.
    func dnsSwitch(_ id: String) -> DNSSwitch? { contents.withLock { $0.switches[id] } }

    func remember(_ done: DNSSwitch, as id: String) {
        contents.withLock { $0.switches[id] = done }
    }

    /// Whether a switch was made to a database that had to answer first.
    func isChecked(_ switchID: String) -> Bool {
        contents.withLock { $0.checkedSwitches.contains(switchID) }
    }

    func rememberChecked(_ switchID: String) {
        contents.withLock { _ = $0.checkedSwitches.insert(switchID) }
    }

    /// The snapshot behind a handle, as it was last read.
    func snapshot(_ id: String) -> Snapshot? { contents.withLock { $0.snapshots[id] } }

    func remember(_ snapshot: Snapshot, as id: String) {
        contents.withLock { $0.snapshots[id] = snapshot }
    }

    /// When the data was taken that this run put into a database, or that an operation will put there;
    /// `id` is the database's, or that of the operation's handle.
    func dataTime(of id: String) -> Instant? { contents.withLock { $0.dataTimes[id] } }

    func remember(dataTime: Instant?, of id: String) {
        contents.withLock { $0.dataTimes[id] = dataTime }
    }

    /// What people call the object behind a handle, if this run has seen it.
    package func name(of handle: WireHandle) -> String? {
        contents.withLock { $0.names["\(handle.kind) \(handle.id)"] }
    }

    func remember(name: String, of handle: WireHandle) {
        contents.withLock { $0.names["\(handle.kind) \(handle.id)"] = name }
    }

    /// The text behind a secret handle, which never leaves the host.
    package func secret(_ id: String) -> Secret? { contents.withLock { $0.secrets[id] } }

    package func remember(_ secret: Secret, as id: String) {
        contents.withLock { $0.secrets[id] = secret }
    }
}
