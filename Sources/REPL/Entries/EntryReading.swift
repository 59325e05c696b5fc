import LuaSyntax

/// What typed text is, as Lua.
package enum EntryReading: Hashable, Sendable {
    /// It goes on: a block, a long string or an expression has no end yet.
    case incomplete
    case wrong(String, line: Int)
    /// Ready to be compiled; `isExpression` when it is nothing but values.
    case ready(source: String, isExpression: Bool)

    /// The function of a session's environment that keeps what `local x <close>` holds.
    private static let closer = "_close_later"

    package init(_ text: String) {
        switch SessionEntry(Array(text.utf8), closer: Self.closer) {
        case .incomplete: self = .incomplete
        case .invalid(let failure): self = .wrong(failure.message, line: failure.line)
        case .expressions(let chunk):
            self = .ready(
                source: String(decoding: chunk.source, as: UTF8.self), isExpression: true)
        case .block(let chunk):
            self = .ready(
                source: String(decoding: chunk.source, as: UTF8.self), isExpression: false)
        }
    }
}
