import CloudClient
import REPL
import RunLoop
import ScriptHost
import Synchronization
import Timekeeping

/// The names of an account's objects, read in the background; silent when they cannot be read.
final class AccountListing: Sendable {
    private struct State {
        var names = AccountNames()
        /// References of databases, by their ids.
        var references: [String: String] = [:]
        var reading: Task<Void, Never>?
        /// When they were read last, or that was tried.
        var readAt: Instant?
    }

    private let target: RunTarget
    private let state = Mutex(State())

    init(_ target: RunTarget) { self.target = target }

    /// What is known now.
    var known: AccountNames { state.withLock { $0.names } }

    /// References of databases, by their ids, as far as they are known.
    var references: [String: String] { state.withLock { $0.references } }

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
                await read()
                self.state.withLock { $0.reading = nil }
            }
        }
    }

    func close() async {
        let reading = state.withLock { $0.reading }
        reading?.cancel()
    }

    private func read() async {
        guard let account = await target.listing() else { return }
        state.withLock { ($0.names, $0.references) = account }
    }
}
