package import JSONDocument
import Synchronization

/// Takes secrets out of what is traced: by the names of members, and by their known texts.
package struct Redaction: Sendable {
    static let mark = "***"

    /// Texts that must not appear anywhere, in every form they may take; the longest first.
    private let hidden: [[UInt8]]

    package init(known: [Secret] = []) {
        hidden = Set(known.flatMap { $0.reveal(Self.forms) }).sorted {
            ($1.count, $0.description) < ($0.count, $1.description)
        }
    }

    /// Returns the document with every secret replaced by `***`.
    package func redact(_ json: JSONValue) -> JSONValue {
        switch json {
        case .string(let text): .string(redact(text))
        case .array(let elements): .array(elements.map(redact))
        case .object(let members): .object(redact(members))
        default: json
        }
    }

    package func redact(_ text: String) -> String {
        var bytes = Array(text.utf8)
        var wasFound = false
        for secret in hidden where bytes.count >= secret.count {
            while let range = bytes.firstRange(of: secret) {
                bytes.replaceSubrange(range, with: Self.mark.utf8)
                wasFound = true
            }
        }
        return wasFound ? String(decoding: bytes, as: UTF8.self) : text
    }

    /// A secret as it is, percent-encoded, and inside a base64 text at any of its three offsets.
    ///
    /// What is too short to be told from any other text has no forms.
    private static func forms(_ secret: String) -> [[UInt8]] {
        let bytes = Array(secret.utf8)
        guard bytes.count >= 4 else { return [] }
        let encoded = RequestPath.encode(secret, keeping: RequestPath.unreserved)
        var forms = [bytes, Array(encoded.utf8), Array(Self.inLowerCase(escapesOf: encoded).utf8)]
        guard bytes.count >= 6 else { return forms }
        for offset in 0..<3 {
            let text = base64([UInt8](repeating: 0, count: offset) + bytes)
            // The first and the last digits hold bits of what stands beside the secret.
            let first = [0, 2, 3][offset]
            let digits = (offset + bytes.count) * 8 / 6
            let middle = Array(text[first..<digits])
            forms.append(middle)
            forms.append(
                middle.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 }.map {
                    $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0
                })
        }
        return forms
    }

    private static func inLowerCase(escapesOf text: String) -> String {
        let parts = text.split(separator: "%", omittingEmptySubsequences: false)
        return parts.dropFirst().reduce(String(parts[0])) {
            $0 + "%" + $1.prefix(2).lowercased() + $1.dropFirst(2)
        }
    }

    private static func base64(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var result: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                result.append(digits[Int(bits >> UInt32(count)) & 63])
            }
            bits &= (1 << UInt32(count)) - 1
        }
        if count > 0 { result.append(digits[Int(bits << UInt32(6 - count)) & 63]) }
        return result
    }

    private func redact(_ members: [String: JSONValue]) -> [String: JSONValue] {
        let isSecretSetting =
            members["secret"]?.boolean == true
            || members["key"]?.string.map(Self.namesSecret) == true
        return Dictionary(
            members.map { key, value in
                let isHidden =
                    (isSecretSetting && key == "value")
                    || (Self.namesSecret(key) && value.boolean == nil && value != .null)
                return (redact(key), isHidden ? .string(Self.mark) : redact(value))
            }, uniquingKeysWith: { first, _ in first })
    }

    static func namesSecret(_ key: String) -> Bool {
        let key = key.lowercased().filter(\.isLetter)
        if key == "tokentype" { return false }
        return [
            "secret", "password", "token", "authorization", "apikey", "credential", "passphrase",
        ]
        .contains { key.contains($0) }
    }
}

/// The texts that must never be shown: the client's secret, and the tokens of late.
final class KnownSecrets: Sendable {
    private struct State {
        var tokens: [Secret] = []
        var redaction: Redaction
    }

    private static let mostTokens = 4

    private let lasting: [Secret]
    private let state: Mutex<State>

    init(_ lasting: [Secret]) {
        self.lasting = lasting
        state = Mutex(State(redaction: Redaction(known: lasting)))
    }

    var redaction: Redaction { state.withLock { $0.redaction } }

    /// Takes note of a token, before it is used.
    func add(_ token: Secret) {
        state.withLock { state in
            state.tokens = (state.tokens + [token]).suffix(Self.mostTokens)
            state.redaction = Redaction(known: lasting + state.tokens)
        }
    }
}
