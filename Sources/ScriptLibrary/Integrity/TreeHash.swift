import Crypto

/// What a library's files are, in one number: the same wherever they came from.
///
/// The SHA-256 over the list of files, sorted by the bytes of their paths; of each the mode as git
/// writes it, the SHA-256 of the content in hex, the path and a zero byte: `100644 9f86…15b0 dr.lua\0`.
package struct TreeHash: Hashable, Sendable, CustomStringConvertible {
    private static let prefix = "sha256:"

    package let value: ContentHash

    /// The hash of the files of a library, in any order.
    package init(_ entries: some Sequence<TreeEntry>) {
        var hasher = SHA256()
        for entry in entries.sorted(by: TreeEntry.precedes) {
            let mode = String(entry.mode.rawValue, radix: 8)
            var line = Array("\(mode) \(entry.content) \(entry.path)".utf8)
            line.append(0)
            line.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        }
        value = ContentHash(hasher.finalize())
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
