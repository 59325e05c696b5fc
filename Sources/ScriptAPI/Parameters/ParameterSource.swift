package import CloudClient
package import JSONDocument

/// What the person who started the run gave for the script's parameters.
package struct ParameterSource: Sendable {
    /// Each `--param NAME=VALUE`, in the order given.
    package var texts: [(name: String, value: String)]
    /// The members of the `--params` file.
    package var values: [String: JSONValue]
    package var secrets: any SecretSource

    package init(
        texts: [(name: String, value: String)] = [], values: [String: JSONValue] = [:],
        secrets: any SecretSource
    ) {
        self.texts = texts
        self.values = values
        self.secrets = secrets
    }

    /// The names that were given, in order and without repetition: the command line's, then the file's.
    package var names: [String] {
        var seen: Set<String> = []
        return (texts.map(\.name) + values.keys.sorted()).filter { seen.insert($0).inserted }
    }
}

/// Where a secret parameter comes from.
package enum SecretOrigin: Hashable, Sendable {
    case variable(String)
    case file(String)

    /// Reads `env:NAME` or `file:PATH`; anything else is nil.
    package init?(_ text: String) {
        if text.hasPrefix("env:"), text.count > 4 {
            self = .variable(String(text.dropFirst(4)))
        } else if text.hasPrefix("file:"), text.count > 5 {
            self = .file(String(text.dropFirst(5)))
        } else {
            return nil
        }
    }
}

/// Reads secrets from the host's surroundings.
package protocol SecretSource: Sendable {
    /// - Throws: what is wrong with the origin: a variable not set, a file not readable.
    func secret(from origin: SecretOrigin) throws -> Secret
}
