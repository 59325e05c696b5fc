/// The list that a library's hash is of: a line for each file, sorted by the bytes of their paths.
///
/// Of each file the mode as git writes it, the SHA-256 of the content in hex, and the path:
/// `100644 9f86…15b0 lua/dr.lua`. So `sha256sum` of the list is the hash, and each line can be
/// tried with `sha256sum` as well.
package struct TreeList: Equatable, Sendable {
    /// Six digits, a space, 64 digits and a space come before the path.
    private static let pathStart = 72

    /// The text, in UTF-8.
    package let bytes: [UInt8]

    /// The list of some files, in any order.
    package init(_ entries: some Sequence<TreeEntry>) {
        var bytes: [UInt8] = []
        for entry in entries.sorted(by: TreeEntry.precedes) {
            bytes += String(entry.mode.rawValue, radix: 8).utf8
            bytes.append(UInt8(ascii: " "))
            entry.content.appendHex(to: &bytes)
            bytes.append(UInt8(ascii: " "))
            bytes += entry.path.utf8
            bytes.append(UInt8(ascii: "\n"))
        }
        self.bytes = bytes
    }

    /// A list that was kept; nil unless it is the one that `hash` is of.
    init?(_ bytes: [UInt8], of hash: TreeHash) {
        guard ContentHash(of: bytes) == hash.value else { return nil }
        self.bytes = bytes
    }

    /// The files, in the list's order.
    package var entries: [TreeEntry] { lines.compactMap(Self.entry) }

    /// What it says of one file; nil when there is none.
    func entry(at path: String) -> TreeEntry? {
        let path = Array(path.utf8)
        return lines.first { $0.dropFirst(Self.pathStart).elementsEqual(path) }.flatMap(Self.entry)
    }

    /// Where links lead.
    var links: [TreeEntry] {
        lines.filter { $0.starts(with: "120000".utf8) }.compactMap(Self.entry)
    }

    private var lines: [ArraySlice<UInt8>] { bytes.split(separator: UInt8(ascii: "\n")) }

    private static func entry(_ line: ArraySlice<UInt8>) -> TreeEntry? {
        let text = String(decoding: line, as: UTF8.self)
        let words = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count == 3, let number = UInt32(words[0], radix: 8),
            let mode = TreeEntry.Mode(rawValue: number), let content = ContentHash(hex: words[1])
        else { return nil }
        return TreeEntry(path: String(words[2]), mode: mode, content: content)
    }
}
