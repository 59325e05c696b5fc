/// Text of others made safe to show: it moves no cursor, changes no direction, hides nothing.
///
/// What is escaped is written as `\u{…}`: control characters (C0, DEL, C1), format characters
/// (direction, zero width, tags), separators of lines and paragraphs, and fillers that show as
/// nothing. Bytes that are no UTF-8 become U+FFFD, as everywhere else.
package enum Printable {
    /// Escapes a text for one line of its own: a line feed too, but not a tab; a long text is cut.
    package static func line(_ text: String, limit: Int = 2_000) -> String {
        var utf8 = text.utf8.prefix(limit).makeIterator()
        var isPlain = text.utf8.count <= limit
        while isPlain, let byte = utf8.next() { isPlain = isPlainASCII(byte) && byte != 10 }
        if isPlain { return text }
        var result = ""
        for scalar in text.unicodeScalars.prefix(limit) {
            append(scalar, to: &result, isEscaped: scalar != "\t" && isHarmful(scalar))
        }
        return text.unicodeScalars.count > limit ? result + "…" : result
    }

    /// Escapes a text of several lines: line feeds and tabs stay, and the joiners that words and
    /// emoji are made with.
    package static func text(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        if bytes.allSatisfy(isPlainASCII) { return text }
        func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
            scalar != "\t" && scalar != "\n" && !isJoiner(scalar) && isHarmful(scalar)
        }
        guard text.unicodeScalars.contains(where: isEscaped) else { return text }
        var result = ""
        result.reserveCapacity(bytes.count)
        for scalar in text.unicodeScalars {
            append(scalar, to: &result, isEscaped: isEscaped(scalar))
        }
        return result
    }

    private static func append(
        _ scalar: Unicode.Scalar, to result: inout String, isEscaped: Bool
    ) {
        if isEscaped {
            result += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
            result.unicodeScalars.append(scalar)
        }
    }

    private static func isPlainASCII(_ byte: UInt8) -> Bool {
        (0x20..<0x7f).contains(byte) || byte == 9 || byte == 10
    }

    private static func isJoiner(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value == 0x200c || scalar.value == 0x200d
    }

    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0xa0: return scalar.value < 32 || scalar.value >= 127
        // Letters and ideographs, most of what is not ASCII.
        case 0xae..<0x34f, 0x370..<0x600, 0x3400..<0xa000: return false
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return true
        default:
            // Variation selectors choose how the character before them looks, as of emoji.
            return scalar.properties.isDefaultIgnorableCodePoint
                && !(0xfe00...0xfe0f).contains(scalar.value)
        }
    }
}
