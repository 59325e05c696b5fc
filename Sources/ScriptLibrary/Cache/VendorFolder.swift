import CLinux
import Diagnostics
import Glibc

/// The libraries that a project carries with it, in a folder that is committed with it.
///
/// `<name>/` holds the files of one, and `<name>.list` their list, by which a difference is named.
package struct VendorFolder: Sendable {
    /// An absolute path.
    package let path: String
    private let cache: LibraryCache?

    private static let marker = ".gitattributes"
    /// Whatever git does to texts elsewhere, these files must stay as they are.
    private static let markerText = "# Written by `graphene lib vendor`.\n* -text\n"

    /// A project's folder, which need not be there.
    ///
    /// - Parameters:
    ///   - path: An absolute path.
    ///   - cache: Where it is remembered what the files look like; without one they are read at each
    ///     check.
    package init(_ path: String, rememberedIn cache: LibraryCache?) {
        self.path = path
        self.cache = cache
    }

    /// Whether a project has one.
    package var isThere: Bool { access(path, F_OK) == 0 }

    /// Looks up a library for a run, reading its files only where they look touched.
    ///
    /// - Returns: nil when it is not there.
    /// - Throws: `integrity`, naming a file that was changed, added or taken away; `config`.
    package func library(_ name: String, _ hash: TreeHash) throws(LibraryError) -> StoredLibrary? {
        try folder(of: name, hash).check()
    }

    /// Looks up a library and reads all its files.
    ///
    /// - Returns: nil when it is not there.
    /// - Throws: `integrity`, naming a file that was changed, added or taken away; `config`.
    package func verified(_ name: String, _ hash: TreeHash) throws(LibraryError) -> StoredLibrary? {
        try folder(of: name, hash).verify()
    }

    /// Puts these libraries there and no others, all at once.
    ///
    /// - Parameter libraries: By the names of their folders.
    /// - Throws: `config` when it cannot be written, or holds something else; it is as before then.
    package func replace(by libraries: [String: LibraryTree]) throws(LibraryError) {
        try checkItIsOurs()
        let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
        try Folder.make(parent, mode: 0o755)
        let scratch = ScratchFolders(in: parent, prefix: ".graphene-vendor-")
        try scratch.withFolder { (folder) throws(LibraryError) in
            let draft = "\(folder)/vendor"
            guard mkdir(draft, 0o755) == 0 else { throw LibraryFile.failure("make", draft) }
            let text = Array(Self.markerText.utf8)
            try LibraryFile.write(text, to: "\(draft)/\(Self.marker)", mode: 0o644)
            for (name, tree) in libraries.sorted(by: { $0.key < $1.key }) {
                try tree.write(to: "\(draft)/\(name)", isReadOnly: false)
                try LibraryFile.write(tree.list.bytes, to: "\(draft)/\(name).list", mode: 0o644)
            }
            if rename(draft, path) == 0 { return }
            guard errno == ENOTEMPTY || errno == EEXIST else {
                throw LibraryFile.failure("write", path)
            }
            guard glinux_exchange(draft, path) != 0 else { return }
            // A file system that cannot exchange two names.
            guard rename(path, "\(folder)/before") == 0 else {
                throw LibraryFile.failure("write", path)
            }
            guard rename(draft, path) == 0 else {
                let failure = LibraryFile.failure("write", path)
                rename("\(folder)/before", path)
                throw failure
            }
        }
    }

    /// Goes on when there is nothing, or what was written by this.
    private func checkItIsOurs() throws(LibraryError) {
        guard let names = Folder.names(path), !names.isEmpty else { return }
        let text = LibraryFile.contents(of: "\(path)/\(Self.marker)", limit: 1 << 10)
        guard text == Array(Self.markerText.utf8) else {
            throw LibraryError(
                .config, "\(path) holds files that are not of `graphene lib vendor`",
                hint: "move them elsewhere")
        }
    }

    private func folder(of name: String, _ hash: TreeHash) -> TreeFolder {
        let folder = "\(path)/\(name)"
        return TreeFolder(
            hash: hash, folder: folder, listFile: "\(folder).list",
            memoryFile: cache?.memoryFile(ofFolder: folder), scratch: cache?.scratch,
            remedy: "look what changed it; `graphene lib vendor` writes it anew")
    }
}
