/// Why a text is not Lua.
package struct SyntaxFailure: Error, Hashable, Sendable {
    /// What is wrong in Lua's own words, as a rule: "unexpected symbol near 'x'".
    package let message: String
    /// What is at fault, in bytes of the source; empty at its end.
    package let range: Range<Int>
    /// The line, from 1, that Lua names: the one that it had come to when it saw the fault.
    ///
    /// A `goto` without a label is seen at the end of its function.
    package let line: Int
    /// Whether more text at the end could make it valid.
    ///
    /// A block, an expression, a long string or a long comment has no end yet. An unfinished short
    /// string does not count, nor does a `goto` to a label that might still come.
    package let isIncomplete: Bool
}
