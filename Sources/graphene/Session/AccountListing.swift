import AccountConfiguration
import RunLoop
import ScriptHost
import Synchronization
import Timekeeping

/// The names of an account's objects, for completion.
///
/// Those that are kept from before serve until they have been read anew, in the background; when
/// they cannot be read, nobody is told.
final class AccountListing: Sendable {
    private struct State {
        var sight = AccountSight()
        var reading: Task<Void, Never>?
        /// When they were read last, or that was tried.
        var readAt: Instant?
    }

    private let target: RunTarget
    private let cache: AccountCache?
    private let state = Mutex(State())

    init(_ target: RunTarget) {
        self.target = target
        // What a simulated account holds concerns nobody else.
        cache = target.isSimulated ? nil : target.account?.cache
        guard let kept = cache?.read() else { return }
        state.withLock { $0.sight.names = kept }
    }

    /// What is known now.
    var known: CachedNames { state.withLock { $0.sight.names } }

    /// References of databases by their ids, as far as they are known.
    var references: [String: String] { state.withLock { $0.sight.references } }

    /// For how long a live account's names are good: each reading takes some of its rate.
    private static let age = Duration.seconds(120)

    /// Begins to read them anew, unless that is under way or was done just now.
    func refresh() {
        let now = WallClock.steady
        state.withLock { state in
            let isFresh =
                !target.isSimulated && state.readAt.map { now - $0 < Self.age } ?? false
            guard state.reading == nil, !isFresh else { return }
            state.readAt = now
            state.reading = Task { [self] in
                await target.look { self.found($0) }
                self.state.withLock { $0.reading = nil }
            }
        }
    }

    func close() async {
        let reading = state.withLock { $0.reading }
        reading?.cancel()
    }

    private func found(_ sight: AccountSight) {
        state.withLock { state in
            state.sight.names.merge(sight.names)
            state.sight.references = sight.references
        }
        cache?.add(sight.names)
    }
}
