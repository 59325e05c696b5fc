package import JSONDocument

/// Takes secrets out of what is shown and written: by their known texts in every form, and out of
/// traces and records by the names of members too.
package struct Redaction: Sendable {
    static let mark = "***"

    private let search: SecretSearch

    package init(known: [Secret] = []) { search = SecretSearch(known.flatMap(SecretForm.all)) }

    /// Returns the document with every secret replaced by `***`: known ones, and what stands under a
    /// name such as `password`.
    package func redact(_ json: JSONValue) -> JSONValue {
        guard case .object(let members) = json else {
            guard case .array(let elements) = json else { return redactTexts(json) }
            return .array(elements.map(redact))
        }
        return .object(redact(members))
    }

    /// Returns the document with every known secret replaced by `***`, in keys and numbers too.
    package func redactTexts(_ json: JSONValue) -> JSONValue {
        switch json {
        case .string(let text): .string(redact(text))
        case .array(let elements): .array(elements.map(redactTexts))
        case .object(let members):
            .object(
                Dictionary(members.map { (redact($0.key), redactTexts($0.value)) }) { first, _ in
                    first
                })
        // A part of a number would be no JSON.
        case .integer, .number: redact(json.text) == json.text ? json : .string(Self.mark)
        case .null, .boolean: json
        }
    }

    package func redact(_ text: String) -> String {
        var text = text
        let found = text.withUTF8 { search.ranges(in: $0) }
        guard !found.isEmpty else { return text }
        return String(decoding: Self.replacing(found, in: Array(text.utf8)), as: UTF8.self)
    }

    package func redact(_ bytes: [UInt8]) -> [UInt8] {
        let found = bytes.withUnsafeBufferPointer { search.ranges(in: $0) }
        return found.isEmpty ? bytes : Self.replacing(found, in: bytes)
    }

    /// How many bytes at the end may be the beginning of a secret, of which more is to come.
    package func unfinished(_ bytes: [UInt8]) -> Int {
        bytes.withUnsafeBufferPointer { search.unfinished($0) }
    }

    private static func replacing(_ ranges: [Range<Int>], in bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var copied = 0
        for range in ranges {
            result += bytes[copied..<range.lowerBound]
            result += mark.utf8
            copied = range.upperBound
        }
        return result + bytes[copied...]
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
        let letters = key.utf8.map { $0 | 0x20 }.filter { (0x61...0x7a).contains($0) }
        if letters.elementsEqual("tokentype".utf8) { return false }
        return secretWords.contains { word in
            letters.indices.contains { letters[$0...].starts(with: word.utf8) }
        }
    }

    private static let secretWords = [
        "secret", "password", "token", "authorization", "apikey", "credential", "passphrase",
    ]
}
