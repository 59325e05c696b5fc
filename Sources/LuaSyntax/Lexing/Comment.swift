/// A comment, from its dashes on; a line break that ends it is not part of it.
package struct Comment: Hashable, Sendable {
    /// Where it stands, in bytes of the source.
    package let range: Range<Int>
    /// Whether it is one in long brackets, `--[[ … ]]`.
    package let isLong: Bool
}
