/// Reads one source by recursive descent, and finds what Lua's compiler would refuse.
///
/// It goes through the source as Lua's own parser does, so that of several faults it finds the
/// same one.
struct Parser {
    private var lexer: Lexer
    /// The token that is to be read next.
    private(set) var token: Token
    /// The token behind it, when it was looked at already.
    private var following: Token?
    /// Where the last token that was read ends.
    private(set) var lastEnd = 0
    var scopes = Scopes()
    private var depth = 0

    init(_ source: SourceText, as form: Lexer.Form) throws(SyntaxFailure) {
        lexer = Lexer(source, as: form)
        token = try lexer.next()
        scopes.enterFunction(line: nil, isVariadic: true)
    }

    var kind: Token.Kind { token.kind }
    var start: Int { token.range.lowerBound }

    /// The line that the reading has come to: where the next token ends.
    var line: Int { lexer.source.line(at: token.range.upperBound) }

    func line(at offset: Int) -> Int { lexer.source.line(at: offset) }

    // MARK: Whole sources

    /// The source as statements.
    mutating func chunk() throws(SyntaxFailure) -> Chunk {
        let block = try statements()
        guard kind == .endOfSource else { throw expected(.endOfSource) }
        if let jump = scopes.leaveFunction() { throw leadsNowhere(jump) }
        return Chunk(source: lexer.source, block: block, comments: lexer.comments)
    }

    /// Reads the source as a list of expressions, behind which a `;` may stand.
    mutating func expressionsAlone() throws(SyntaxFailure) {
        _ = try expressionList()
        _ = try take(.semicolon)
        guard kind == .endOfSource else { throw expected(.endOfSource) }
    }

    // MARK: Tokens

    /// Goes on by one token and returns the one before.
    @discardableResult
    mutating func advance() throws(SyntaxFailure) -> Token {
        let read = token
        lastEnd = read.range.upperBound
        if let next = following {
            token = next
            following = nil
        } else {
            token = try lexer.next()
        }
        return read
    }

    mutating func take(_ kind: Token.Kind) throws(SyntaxFailure) -> Bool {
        guard token.kind == kind else { return false }
        try advance()
        return true
    }

    mutating func require(_ kind: Token.Kind) throws(SyntaxFailure) {
        guard try take(kind) else { throw expected(kind) }
    }

    /// Reads what closes something that was opened at an offset.
    mutating func close(
        _ opening: Token.Kind, at line: Int, with kind: Token.Kind
    ) throws(SyntaxFailure) {
        guard try !take(kind) else { return }
        guard line != self.line else { throw expected(kind) }
        throw syntaxFailure(
            "\(kind.quoted) expected (to close \(opening.quoted) at line \(line))")
    }

    mutating func name() throws(SyntaxFailure) -> Name {
        guard case .name(let text) = token.value else { throw expected(.name) }
        return Name(text: text, range: try advance().range)
    }

    /// The kind of the token behind the next one.
    mutating func lookAhead() throws(SyntaxFailure) -> Token.Kind {
        if let following { return following.kind }
        let token = try lexer.next()
        following = token
        return token.kind
    }

    // MARK: Depth

    /// Goes one level deeper; a failure need not come back up.
    ///
    /// - Throws: When Lua's own parser would run out of levels there.
    mutating func enterLevel() throws(SyntaxFailure) {
        guard depth < Chunk.maximumDepth else {
            throw semanticFailure(
                "C stack overflow: more than \(Chunk.maximumDepth) levels inside one another",
                at: token.range)
        }
        depth += 1
    }

    mutating func leaveLevel() { depth -= 1 }

    // MARK: Failures

    func expected(_ kind: Token.Kind) -> SyntaxFailure {
        syntaxFailure("\(kind.quoted) expected")
    }

    /// A failure at the next token; where this is the end of the source, more could mend it.
    func syntaxFailure(_ message: String) -> SyntaxFailure {
        failure(
            "\(message) near \(tokenText)", at: token.range, isIncomplete: kind == .endOfSource)
    }

    /// A failure that no text behind it can mend.
    func semanticFailure(_ message: String, at range: Range<Int>) -> SyntaxFailure {
        failure(message, at: range, isIncomplete: false)
    }

    private func failure(
        _ message: String, at range: Range<Int>, isIncomplete: Bool
    ) -> SyntaxFailure {
        SyntaxFailure(message: message, range: range, line: line, isIncomplete: isIncomplete)
    }

    /// The next token as a message quotes it.
    var tokenText: String {
        switch kind {
        case .endOfSource: return kind.quoted
        case .stray:
            let byte = lexer.source.bytes[start]
            return byte.isPrintable ? "'\(lexer.source.text(token.range))'" : "'<\\\(byte)>'"
        default: return "'\(lexer.source.excerpt(token.range))'"
        }
    }
}

extension Chunk {
    /// How many expressions and statements may be inside one another, as in Lua.
    package static let maximumDepth = 198

    /// Reads a file's source.
    ///
    /// A byte order mark and a first line that begins with `#` are passed over.
    ///
    /// - Throws: The first fault, also one that only Lua's compiler finds: a label that is not
    ///   there, an assignment to a constant, too many locals.
    /// - Source: Lua 5.4 manual, section 3.
    package init(parsing bytes: [UInt8]) throws(SyntaxFailure) {
        var parser = try Parser(SourceText(bytes), as: .file)
        self = try parser.chunk()
    }
}
