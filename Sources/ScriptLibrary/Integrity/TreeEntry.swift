/// What a library's hash says of one file.
package struct TreeEntry: Hashable, Sendable {
    /// What kind of file it is; the raw values are git's.
    package enum Mode: UInt32, Sendable {
        case regular = 0o100644
        case executable = 0o100755
        /// A symbolic link; its content is what it points to.
        case link = 0o120000
    }

    /// Relative, with `/` between its steps.
    package var path: String
    package var mode: Mode
    package var content: ContentHash

    package init(path: String, mode: Mode, content: ContentHash) {
        self.path = path
        self.mode = mode
        self.content = content
    }

    /// Whether it comes before another one in a library's list: by the bytes of the paths.
    static func precedes(_ one: TreeEntry, _ other: TreeEntry) -> Bool {
        one.path.utf8.lexicographicallyPrecedes(other.path.utf8)
    }
}
