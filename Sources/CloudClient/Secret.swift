/// A text that is never shown: it prints, reflects and interpolates as `***`.
package struct Secret: Sendable {
    private let text: String

    package init(_ text: String) { self.text = text }

    package var isEmpty: Bool { text.isEmpty }

    /// Lends the text to `body`, the only way to it.
    package func reveal<Result>(_ body: (String) -> Result) -> Result { body(text) }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "***" }
    package var debugDescription: String { "***" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// What an API client signs in with.
package struct Credentials: Sendable {
    package var clientID: String
    package var clientSecret: Secret

    package init(clientID: String, clientSecret: Secret) {
        self.clientID = clientID
        self.clientSecret = clientSecret
    }
}
