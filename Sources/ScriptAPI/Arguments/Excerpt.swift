package import ScriptWire

/// Values as an error message shows them: on one line, cut, and never a secret's text.
package enum Excerpt {
    private static let limit = 48

    /// Writes a value with what it is: `the string "4x"`, `the number 42`, `nil`, `a table`.
    package static func phrase(_ value: WireValue) -> String {
        switch value {
        case .null: "nil"
        case .boolean(let value): "the boolean \(value)"
        case .integer(let value): "the number \(value)"
        case .float(let value): "the number \(value)"
        case .bytes(let bytes): "the string \(quoted(bytes))"
        case .list(let list) where list.isEmpty: "an empty table"
        case .list(let list): "a list of \(list.count)"
        case .map: "a table"
        case .handle(let handle) where handle.kind == "null": "json.null"
        case .handle(let handle): article(handle.kind)
        case .opaque(let type): article(type)
        }
    }

    /// Writes bytes as a quoted string: cut, with control characters and invalid bytes escaped.
    package static func quoted(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes.prefix(limit * 4), as: UTF8.self)
        return quoted(text, isCut: bytes.count > limit * 4)
    }

    /// Writes text as a quoted string: cut, with control characters escaped.
    package static func quoted(_ text: String) -> String { quoted(text, isCut: false) }

    private static func quoted(_ text: String, isCut: Bool) -> String {
        var shown = ""
        for scalar in text.unicodeScalars.prefix(limit) {
            switch scalar {
            case "\"", "\\": shown += "\\\(scalar)"
            case "\n": shown += "\\n"
            case "\t": shown += "\\t"
            case _ where isInvisible(scalar): shown += "\\u{\(String(scalar.value, radix: 16))}"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        let wasCut = isCut || text.unicodeScalars.count > limit
        return "\"\(shown)\(wasCut ? "…" : "")\""
    }

    /// Control and format characters (direction overrides among them) could disguise a message.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse: true
        default: false
        }
    }

    private static func article(_ noun: String) -> String {
        let words = noun == "dns_switch" ? "DNS switch" : noun
        return ("aeio".contains(words.first ?? " ") ? "an " : "a ") + words
    }
}
