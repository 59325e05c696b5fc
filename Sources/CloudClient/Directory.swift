import Synchronization
import Timekeeping

/// What was learnt of the account on the way and stays true for a while.
final class Directory: Sendable {
    /// How long an environment's label is believed.
    static let lifetime = Duration.seconds(60)

    private struct State {
        var environments: [Environment] = []
        var readAt: Instant?
    }

    private let state = Mutex(State())

    /// The environments as last read; nil when that is too long ago.
    func environments(at now: Instant) -> [Environment]? {
        state.withLock { state in
            guard let readAt = state.readAt, now - readAt < Self.lifetime else { return nil }
            return state.environments
        }
    }

    func remember(_ environments: [Environment], at now: Instant) {
        state.withLock { state in
            state.environments = environments
            state.readAt = now
        }
    }
}

/// What this client itself has under way, so that it can tell its own operations from others'.
final class Ledger: Sendable {
    struct Entry: Sendable {
        let verb: Verb
        let operation: OperationReference?
        let since: Instant
    }

    private let entries = Mutex<[String: Entry]>([:])

    func begin(_ entry: Entry, on databaseID: String) {
        entries.withLock { $0[databaseID] = entry }
    }

    func end(on databaseID: String) { entries.withLock { $0[databaseID] = nil } }

    func entry(on databaseID: String) -> Entry? { entries.withLock { $0[databaseID] } }
}
