/// The files of one version of a library, checked: whatever holds one may be written to a disk.
package struct LibraryTree: Sendable, Equatable {
    /// One file.
    package struct File: Sendable, Equatable {
        package var path: String
        package var mode: TreeEntry.Mode
        package var bytes: [UInt8]

        package init(path: String, mode: TreeEntry.Mode = .regular, bytes: [UInt8]) {
            self.path = path
            self.mode = mode
            self.bytes = bytes
        }

        package var entry: TreeEntry {
            TreeEntry(path: path, mode: mode, content: ContentHash(of: bytes))
        }
    }

    /// Sorted by the bytes of their paths.
    package let files: [File]

    /// Takes the files of a library, in any order.
    ///
    /// - Parameters:
    ///   - files: What it consists of.
    ///   - limits: How much it may be.
    /// - Throws: `integrity` for a path, a link or a name that is refused, `limit_exceeded` for a
    ///   library that is too large; both name the file.
    package init(_ files: [File], limits: TreeLimits = .usual) throws(LibraryError) {
        var check = TreeCheck(limits: limits)
        for file in files {
            try check.add(file.path, file.mode, size: file.bytes.count)
        }
        let links = files.filter { $0.mode == .link }.map { ($0.path, $0.bytes) }
        try check.finish(links: links)
        self.files = files.sorted {
            $0.path.utf8.lexicographicallyPrecedes($1.path.utf8)
        }
    }

    /// What its hash is of; it is computed anew each time.
    package var list: TreeList { TreeList(files.map(\.entry)) }

    /// What a lock names it by; it is computed anew each time.
    package var hash: TreeHash { TreeHash(list) }

    /// The content of a file, or what a link points to; nil when it is not there.
    package subscript(path: String) -> [UInt8]? {
        files.first { $0.path == path }?.bytes
    }
}
