import CloudClient
import REPL
import RunLoop
import ScriptHost
import Synchronization

/// The names of an account's objects, read in the background; silent when they cannot be read.
final class AccountListing: Sendable {
    private struct State {
        var names = AccountNames()
        /// References of databases, by their ids.
        var references: [String: String] = [:]
        var reading: Task<Void, Never>?
        var isStale = true
    }

    private let target: RunTarget
    private let state = Mutex(State())

    init(_ target: RunTarget) { self.target = target }

    /// What is known now.
    var known: AccountNames { state.withLock { $0.names } }

    /// References of databases, by their ids, as far as they are known.
    var references: [String: String] { state.withLock { $0.references } }

    /// Begins to read them anew, unless that is under way.
    func refresh() {
        state.withLock { state in
            guard state.reading == nil else { return }
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
