package import Timekeeping

/// A change that the cloud has accepted and that can still be waited for.
package struct PendingChange: Sendable {
    package var verb: Verb
    /// What it was asked of, as errors and progress name it.
    package var target: String
    /// What it changes, as it was last read; a copy that the cloud has not named yet has no id.
    package var database: Database
    /// Nil when the cloud named none; then the status alone tells when it is done.
    package var operation: OperationReference?
    package var acceptedAt: Instant
    var goal: Goal
    /// The state before; nil when there was none.
    var stateBefore: String?
    /// Where else the operation may be found.
    var otherAddresses: [OperationReference] = []
    var expected = Expected.database

    /// What it will have come to.
    enum Expected: Sendable {
        case database
        /// A database of this name, with another id than those there before.
        case copy(name: String, environment: Environment, before: [String])
        /// A snapshot with this id or, where it is not known, another than those there before.
        case snapshot(id: String?, before: [String])
        case deletion
        /// The database on this plan, not on the other.
        case plan(String, before: String?)
        case exchange(Exchanged)
    }

    /// Two databases and their addresses before a switch.
    struct Exchanged: Sendable {
        let a: Database
        let b: Database
        let at: Instant
        let warnings: [String]
    }

    var addresses: [OperationReference] { (operation.map { [$0] } ?? []) + otherAddresses }
}

/// What a pending change came to.
package enum PendingResult: Sendable {
    case database(Database)
    case snapshot(Snapshot)
    case dnsSwitch(DNSSwitch)
    case deleted

    /// The database, or the first of two.
    package var database: Database? {
        switch self {
        case .database(let database): database
        case .dnsSwitch(let done): done.a
        case .snapshot, .deleted: nil
        }
    }
}
