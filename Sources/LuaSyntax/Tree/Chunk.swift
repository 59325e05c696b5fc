/// A source that is Lua, as a tree: the unit that Lua compiles.
package struct Chunk: Sendable {
    package let source: SourceText
    package let block: Block
    /// Every comment, in order.
    package let comments: [Comment]
}

/// Statements that share a scope.
package struct Block: Sendable {
    /// In order; empty statements (`;`) are left out.
    package let statements: [Statement]
    /// From the first statement to the end of the last; empty for none.
    package let range: Range<Int>
}

/// A name where it is written.
package struct Name: Hashable, Sendable {
    package let text: String
    package let range: Range<Int>

    package init(text: String, range: Range<Int>) {
        self.text = text
        self.range = range
    }
}
