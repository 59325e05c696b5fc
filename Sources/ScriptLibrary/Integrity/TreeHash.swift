/// What a library's files are, in one number: the same wherever they came from.
///
/// It is the SHA-256 of the library's list of files.
package struct TreeHash: Hashable, Sendable, CustomStringConvertible {
    private static let prefix = "sha256:"

    package let value: ContentHash

    package init(_ list: TreeList) {
        value = ContentHash(of: list.bytes)
    }

    /// Reads what `description` writes; nil for anything else.
    package init?(_ text: some StringProtocol) {
        guard text.hasPrefix(Self.prefix),
            let value = ContentHash(hex: text.dropFirst(Self.prefix.count))
        else { return nil }
        self.value = value
    }

    /// As a lock has it: `sha256:` and 64 hex digits.
    package var description: String { Self.prefix + value.description }
}
