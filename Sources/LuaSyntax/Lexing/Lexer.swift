/// Splits a source into tokens, one at each call, and keeps its comments aside.
struct Lexer {
    let source: SourceText
    /// The comments before the last token, in order.
    private(set) var comments: [Comment] = []
    /// Where the next token is looked for.
    var position = 0

    /// What a text is to be read as.
    enum Form {
        /// A file: a byte order mark and a first line that begins with `#` are passed over.
        case file
        /// A text that is nothing but Lua.
        case entry
    }

    init(_ source: SourceText, as form: Form) {
        self.source = source
        guard form == .file else { return }
        if source.bytes.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }
        if current == UInt8(ascii: "#") {
            while let byte = current, byte != UInt8(ascii: "\n") { position += 1 }
        }
    }

    var current: UInt8? { byte(0) }

    func byte(_ distance: Int) -> UInt8? {
        let index = position + distance
        return index < source.bytes.count ? source.bytes[index] : nil
    }

    /// The next token; at the end of the source, again and again `endOfSource`.
    ///
    /// - Source: Lua 5.4 manual, section 3.1.
    mutating func next() throws(SyntaxFailure) -> Token {
        try skipBlanksAndComments()
        let start = position
        guard let byte = current else {
            return Token(kind: .endOfSource, range: start..<start)
        }
        if byte.isLetter { return word() }
        if byte.isDigit { return try numeral() }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return try shortString()
        case UInt8(ascii: "."):
            if self.byte(1)?.isDigit == true { return try numeral() }
        case UInt8(ascii: "["):
            if let level = try longBracketLevel() {
                let content = try longBracket(level, "string", from: start)
                return Token(kind: .string, range: start..<position, value: .string(content))
            }
        default: break
        }
        return sign(byte)
    }

    private mutating func word() -> Token {
        let start = position
        while let byte = current, byte.isLetter || byte.isDigit { position += 1 }
        let text = source.text(start..<position)
        if let keyword = Token.keywords[text] {
            return Token(kind: keyword, range: start..<position)
        }
        return Token(kind: .name, range: start..<position, value: .name(text))
    }

    // MARK: Signs

    private mutating func sign(_ byte: UInt8) -> Token {
        let start = position
        position += 1
        let kind = kind(ofSign: byte)
        return Token(kind: kind, range: start..<position)
    }

    private mutating func kind(ofSign byte: UInt8) -> Token.Kind {
        switch byte {
        case UInt8(ascii: "/"): take("/") ? .doubleSlash : .slash
        case UInt8(ascii: "~"): take("=") ? .notEqual : .tilde
        case UInt8(ascii: "="): take("=") ? .equal : .assign
        case UInt8(ascii: ":"): take(":") ? .doubleColon : .colon
        case UInt8(ascii: "<"): take("=") ? .lessOrEqual : take("<") ? .shiftLeft : .less
        case UInt8(ascii: ">"): take("=") ? .greaterOrEqual : take(">") ? .shiftRight : .greater
        case UInt8(ascii: "."): !take(".") ? .dot : take(".") ? .dots : .concatenation
        default: Self.singleSigns[byte] ?? .stray
        }
    }

    private static let singleSigns: [UInt8: Token.Kind] = {
        let kinds: [Token.Kind] = [
            .plus, .minus, .star, .percent, .caret, .hash, .ampersand, .pipe, .leftParenthesis,
            .rightParenthesis, .leftBrace, .rightBrace, .leftBracket, .rightBracket, .semicolon,
            .comma,
        ]
        return Dictionary(
            uniqueKeysWithValues: kinds.flatMap { kind in kind.rawValue.utf8.map { ($0, kind) } })
    }()

    mutating func take(_ sign: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: sign) else { return false }
        position += 1
        return true
    }

    // MARK: What is between tokens

    private mutating func skipBlanksAndComments() throws(SyntaxFailure) {
        while let byte = current {
            if byte.isSpace {
                position += 1
            } else if byte == UInt8(ascii: "-"), self.byte(1) == byte {
                try comment()
            } else {
                return
            }
        }
    }

    private mutating func comment() throws(SyntaxFailure) {
        let start = position
        position += 2
        // A bracket that opens nothing is no fault in a comment.
        if current == UInt8(ascii: "["), let level = try? longBracketLevel() {
            _ = try longBracket(level, "comment", from: start)
            comments.append(Comment(range: start..<position, isLong: true))
            return
        }
        while let byte = current, !byte.isNewline { position += 1 }
        comments.append(Comment(range: start..<position, isLong: false))
    }

    // MARK: Failures

    func failure(
        _ message: String, at range: Range<Int>, isIncomplete: Bool = false
    ) -> SyntaxFailure {
        SyntaxFailure(
            message: message, range: range, line: source.line(at: position),
            isIncomplete: isIncomplete)
    }

    /// A failure that quotes what was read of a token.
    func failure(_ message: String, near range: Range<Int>) -> SyntaxFailure {
        failure("\(message) near '\(source.excerpt(range))'", at: range)
    }
}

extension SourceText {
    /// A range as a message quotes it: a long one is cut.
    func excerpt(_ range: Range<Int>) -> String {
        let limit = 80
        guard range.count > limit else { return text(range) }
        return text(range.lowerBound..<range.lowerBound + limit) + "…"
    }
}
