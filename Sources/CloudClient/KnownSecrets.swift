import Synchronization

/// The texts that must never leave this process: clients' secrets, tokens, secret parameters.
///
/// There is one for the whole process, as one run's secret is no less secret in another's output.
package final class KnownSecrets: Sendable {
    private struct State {
        var secrets: [(text: String, secret: Secret)] = []
        var redaction = Redaction()
        var unmistakable = Redaction()
    }

    /// Hourly tokens of more than ten days; a cloud that gives a new one for each request does not
    /// make every line slower without end.
    private static let most = 256
    /// A shorter one may be a part of names that must stay what they are.
    private static let unmistakableLength = 12

    private let state = Mutex(State())

    package init() {}

    /// Takes out all that are known by now.
    package var redaction: Redaction { state.withLock { $0.redaction } }

    /// Takes out those that are long enough to be nothing else: what it leaves can be worked with.
    var unmistakable: Redaction { state.withLock { $0.unmistakable } }

    /// Takes note of a secret, before it is used.
    package func add(_ secret: Secret) {
        let text = secret.reveal { $0 }
        state.withLock { state in
            guard !text.isEmpty, !state.secrets.contains(where: { $0.text == text }) else { return }
            // The first is the client's own secret, which stays.
            if state.secrets.count == Self.most { state.secrets.remove(at: 1) }
            state.secrets.append((text, secret))
            state.redaction = Redaction(known: state.secrets.map(\.secret))
            let long = state.secrets.filter { $0.text.utf8.count >= Self.unmistakableLength }
            state.unmistakable =
                long.count == state.secrets.count
                ? state.redaction : Redaction(known: long.map(\.secret))
        }
    }
}
