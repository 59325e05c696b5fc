/// Turns the top-level locals of an entry into globals, by edits of its text.
struct SessionRewriter {
    private let bytes: [UInt8]
    private let closer: String
    /// What is put in the place of what, in the order of the text.
    private var edits: [(range: Range<Int>, text: [UInt8])] = []
    private var variables: [String] = []
    private var closing: [String] = []

    static func rewritten(_ chunk: Chunk, closer: String) -> SessionChunk {
        let bytes = chunk.source.bytes
        guard !NameResolution(chunk).replacesEnvironment else {
            return SessionChunk(source: bytes)
        }
        var rewriter = SessionRewriter(bytes, closer: closer)
        for statement in chunk.block.statements { rewriter.rewrite(statement) }
        return SessionChunk(
            source: rewriter.result, variables: rewriter.variables, closing: rewriter.closing)
    }

    private init(_ bytes: [UInt8], closer: String) {
        self.bytes = bytes
        self.closer = closer
    }

    private mutating func rewrite(_ statement: Statement) {
        switch statement.kind {
        case .local(let declaration):
            dropLocal(at: statement.range.lowerBound)
            for index in declaration.names.indices { rewriteName(index, of: declaration) }
            complete(declaration, at: statement.range.upperBound)
        case .localFunction(let name, _):
            dropLocal(at: statement.range.lowerBound)
            note(name)
        default: break
        }
    }

    /// Takes the word `local` away; the `;` keeps what follows from being taken as arguments.
    private mutating func dropLocal(at offset: Int) {
        edits.append((offset..<offset + 5, Array(";    ".utf8)))
    }

    private mutating func rewriteName(_ index: Int, of declaration: LocalDeclaration) {
        let name = declaration.names[index].name
        // Of several locals of one name the last is in scope, but an assignment to all of them goes
        // in no known order.
        if declaration.names.dropFirst(index + 1).contains(where: { $0.name.text == name.text }) {
            insert("({}).", at: name.range.lowerBound)
        }
        let attribute = name.range.upperBound..<declaration.names[index].range.upperBound
        edits.append((attribute, bytes[attribute].map { $0.isNewline ? $0 : 32 }))
        note(name)
    }

    /// Adds what a declaration does without saying it.
    private mutating func complete(_ declaration: LocalDeclaration, at end: Int) {
        if declaration.values.isEmpty { insert(" = nil", at: end) }
        for name in declaration.names where name.attribute == .close {
            let name = name.name.text
            insert("; \(name) = \(closer)(\"\(name)\", \(name))", at: end)
            closing.append(name)
        }
    }

    private mutating func note(_ name: Name) {
        if !variables.contains(name.text) { variables.append(name.text) }
    }

    private mutating func insert(_ text: String, at offset: Int) {
        edits.append((offset..<offset, Array(text.utf8)))
    }

    private var result: [UInt8] {
        var result: [UInt8] = []
        var copied = 0
        for edit in edits {
            result += bytes[copied..<edit.range.lowerBound] + edit.text
            copied = edit.range.upperBound
        }
        return result + bytes[copied...]
    }
}

extension NameResolution {
    /// Whether a name may be a field of another table than the chunk's own environment.
    fileprivate var replacesEnvironment: Bool {
        variables.contains { $0.local.name.text == "_ENV" }
            || uses.contains { $0.meaning == .environment && $0.isAssigned }
    }
}
