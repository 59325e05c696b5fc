extension Lexer {
    /// A string in quotes, which stands at the position.
    mutating func shortString() throws(SyntaxFailure) -> Token {
        let start = position
        let quote = source.bytes[start]
        position += 1
        var content: [UInt8] = []
        var copied = position
        while let byte = current, !byte.isNewline {
            if byte == quote {
                content += source.bytes[copied..<position]
                position += 1
                return Token(kind: .string, range: start..<position, value: .string(content))
            }
            if byte == UInt8(ascii: "\\") {
                content += source.bytes[copied..<position]
                try escape(into: &content, ofStringAt: start)
                copied = position
            } else {
                position += 1
            }
        }
        guard current != nil else {
            throw failure("unfinished string near <eof>", at: start..<position)
        }
        throw failure("unfinished string", near: start..<position)
    }

    private mutating func escape(
        into content: inout [UInt8], ofStringAt start: Int
    ) throws(SyntaxFailure) {
        position += 1
        // The string's own loop tells that it has no end.
        guard let byte = current else { return }
        if byte.isDigit { return content.append(try decimalEscape(ofStringAt: start)) }
        switch byte {
        case UInt8(ascii: "x"):
            position += 1
            let high = try hexDigit(ofStringAt: start)
            content.append(high << 4 | (try hexDigit(ofStringAt: start)))
        case UInt8(ascii: "u"): content += Self.utf8(try codePoint(ofStringAt: start))
        case UInt8(ascii: "z"):
            position += 1
            while let byte = current, byte.isSpace { position += 1 }
        case _ where byte.isNewline:
            skipNewline()
            content.append(UInt8(ascii: "\n"))
        default:
            guard let meaning = Self.simpleEscapes[byte] else {
                throw escapeFailure("invalid escape sequence", ofStringAt: start)
            }
            position += 1
            content.append(meaning)
        }
    }

    private static let simpleEscapes: [UInt8: UInt8] = [
        UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10,
        UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9, UInt8(ascii: "v"): 11,
        UInt8(ascii: "\\"): UInt8(ascii: "\\"), UInt8(ascii: "\""): UInt8(ascii: "\""),
        UInt8(ascii: "'"): UInt8(ascii: "'"),
    ]

    private mutating func decimalEscape(ofStringAt start: Int) throws(SyntaxFailure) -> UInt8 {
        var value = 0
        for _ in 0..<3 {
            guard let byte = current, byte.isDigit else { break }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
            position += 1
        }
        guard let byte = UInt8(exactly: value) else {
            throw escapeFailure("decimal escape too large", ofStringAt: start)
        }
        return byte
    }

    private mutating func hexDigit(ofStringAt start: Int) throws(SyntaxFailure) -> UInt8 {
        guard let digit = current?.hexDigitValue else {
            throw escapeFailure("hexadecimal digit expected", ofStringAt: start)
        }
        position += 1
        return digit
    }

    private mutating func codePoint(ofStringAt start: Int) throws(SyntaxFailure) -> UInt32 {
        position += 1
        guard take("{") else { throw escapeFailure("missing '{'", ofStringAt: start) }
        var code = UInt32(try hexDigit(ofStringAt: start))
        while let digit = current?.hexDigitValue {
            guard code <= 0x7fff_ffff >> 4 else {
                throw escapeFailure("UTF-8 value too large", ofStringAt: start)
            }
            code = code << 4 | UInt32(digit)
            position += 1
        }
        guard take("}") else { throw escapeFailure("missing '}'", ofStringAt: start) }
        return code
    }

    /// The bytes of a code point up to 2³¹, as UTF-8 was before it ended at U+10FFFF.
    private static func utf8(_ code: UInt32) -> [UInt8] {
        guard code >= 0x80 else { return [UInt8(code)] }
        var rest = code
        var tail: [UInt8] = []
        // What fits beside the first byte's marks: one bit less with each byte that follows.
        var room: UInt32 = 0x3f
        repeat {
            tail.append(UInt8(0x80 | rest & 0x3f))
            rest >>= 6
            room >>= 1
        } while rest > room
        let mark = UInt8(truncatingIfNeeded: ~room << 1)
        return [mark | UInt8(rest)] + tail.reversed()
    }

    private func escapeFailure(_ message: String, ofStringAt start: Int) -> SyntaxFailure {
        failure(message, near: start..<min(position + 1, source.bytes.count))
    }

    // MARK: Long brackets

    /// The number of `=` when a long bracket opens here, which is then passed.
    ///
    /// - Throws: When `[=` opens none.
    mutating func longBracketLevel() throws(SyntaxFailure) -> Int? {
        var level = 0
        while byte(1 + level) == UInt8(ascii: "=") { level += 1 }
        if byte(1 + level) == UInt8(ascii: "[") {
            position += level + 2
            return level
        }
        guard level > 0 else { return nil }
        throw failure("invalid long string delimiter", near: position..<position + level + 1)
    }

    /// What is between long brackets, of which the first is passed; every line break is `\n`.
    mutating func longBracket(
        _ level: Int, _ what: String, from start: Int
    ) throws(SyntaxFailure) -> [UInt8] {
        var content: [UInt8] = []
        if current?.isNewline == true { skipNewline() }
        var copied = position
        while let byte = current {
            if byte == UInt8(ascii: "]"), closesLongBracket(level) {
                content += source.bytes[copied..<position]
                position += level + 2
                return content
            }
            if byte == UInt8(ascii: "\r") || byte.isNewline && self.byte(1) == UInt8(ascii: "\r") {
                content += source.bytes[copied..<position]
                content.append(UInt8(ascii: "\n"))
                skipNewline()
                copied = position
            } else {
                position += 1
            }
        }
        let line = source.line(at: start)
        throw failure(
            "unfinished long \(what) (starting at line \(line)) near <eof>",
            at: start..<position, isIncomplete: true)
    }

    private func closesLongBracket(_ level: Int) -> Bool {
        for distance in 0..<level where byte(1 + distance) != UInt8(ascii: "=") { return false }
        return byte(1 + level) == UInt8(ascii: "]")
    }

    /// Passes one line break, which may be two bytes.
    private mutating func skipNewline() {
        let first = current
        position += 1
        if let second = current, second.isNewline, second != first { position += 1 }
    }
}
