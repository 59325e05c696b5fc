import JSONDocument

/// Takes secrets out of what is traced: by the names of members, and by their known texts.
struct Redaction: Sendable {
    static let mark = "***"

    /// Texts that must not appear anywhere.
    var known: [Secret] = []

    /// Returns the document with every secret replaced by `***`.
    func redact(_ json: JSONValue) -> JSONValue {
        switch json {
        case .string(let text): .string(redact(text))
        case .array(let elements): .array(elements.map(redact))
        case .object(let members): .object(redact(members))
        default: json
        }
    }

    func redact(_ text: String) -> String {
        known.reduce(text) { text, secret in
            secret.reveal { $0.count < 4 ? text : text.replacing($0, with: Self.mark) }
        }
    }

    private func redact(_ members: [String: JSONValue]) -> [String: JSONValue] {
        let isSecretSetting =
            members["secret"]?.boolean == true
            || members["key"]?.string.map(Self.namesSecret) == true
        return Dictionary(
            uniqueKeysWithValues: members.map { key, value in
                let isHidden =
                    (isSecretSetting && key == "value")
                    || (Self.namesSecret(key) && value.boolean == nil && value != .null)
                return (key, isHidden ? .string(Self.mark) : redact(value))
            })
    }

    private static func namesSecret(_ key: String) -> Bool {
        let key = key.lowercased().filter(\.isLetter)
        if key == "tokentype" { return false }
        return [
            "secret", "password", "token", "authorization", "apikey", "credential", "passphrase",
        ]
        .contains { key.contains($0) }
    }
}
