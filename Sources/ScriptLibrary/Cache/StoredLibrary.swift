import Diagnostics
import Glibc

/// A library on this disk whose files were found to be the locked ones.
package struct StoredLibrary: Sendable {
    package let hash: TreeHash
    /// Where its files are.
    package let folder: String
    /// What its files are.
    package let list: TreeList

    init(hash: TreeHash, folder: String, list: TreeList) {
        self.hash = hash
        self.folder = folder
        self.list = list
    }

    /// Reads a file, and looks once more whether it is the locked one.
    ///
    /// - Parameter path: In the library; links are followed within it.
    /// - Returns: Its content; nil when the library has no such file.
    /// - Throws: `integrity` when it was changed or taken away since.
    package func bytes(of path: String) throws(LibraryError) -> [UInt8]? {
        // No link leads to what has an entry of its own.
        if let entry = list.entry(at: path), entry.mode != .link { return try read(entry) }
        let links = list.links
        return links.isEmpty ? nil : try bytes(ofLinked: path, links)
    }

    /// All its files, read and checked.
    ///
    /// - Throws: `integrity`.
    package func tree() throws(LibraryError) -> LibraryTree {
        var files: [LibraryTree.File] = []
        for entry in list.entries {
            files.append(.init(path: entry.path, mode: entry.mode, bytes: try read(entry)))
        }
        return try LibraryTree(files, limits: .none)
    }

    private func bytes(
        ofLinked path: String, _ links: [TreeEntry]
    ) throws(LibraryError) -> [UInt8]? {
        var targets: [(path: String, target: [UInt8])] = []
        for link in links { targets.append((link.path, try read(link))) }
        guard let end = try? LinkResolution(targets).follow(path) else { return nil }
        return try list.entry(at: end).map { (entry) throws(LibraryError) in try read(entry) }
    }

    private func read(_ entry: TreeEntry) throws(LibraryError) -> [UInt8] {
        let path = "\(folder)/\(entry.path)"
        let bytes =
            entry.mode == .link
            ? LibraryFile.target(ofLink: path)
            : LibraryFile.contents(of: path, limit: TreeLimits.usual.fileSize)
        guard let bytes, ContentHash(of: bytes) == entry.content else {
            throw LibraryError(
                .integrity,
                "the library in \(folder) is not the locked one: `\(entry.path)` "
                    + (bytes == nil ? "is missing" : "was changed"))
        }
        return bytes
    }
}
