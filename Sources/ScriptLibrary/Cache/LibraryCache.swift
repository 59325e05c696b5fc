import CLinux
import Diagnostics
import Glibc

/// The libraries that were fetched to this machine, by their hashes; many processes share it.
///
/// `<root>/<64 hex digits>/` holds the read-only `files/`, their `list`, whose SHA-256 is the folder's
/// name, and a `memory` of what the files look like. A folder appears whole or not at all.
package struct LibraryCache: Sendable {
    package let root: String

    /// The cache in a folder, which is made when something is stored.
    package init(root: String) {
        self.root = root
    }

    /// The cache of a user; nil where neither `XDG_CACHE_HOME` nor the home is an
    /// absolute path.
    ///
    /// - Parameters:
    ///   - environment: This process's.
    ///   - home: The user's folder.
    package init?(environment: [String: String], home: String?) {
        if let folder = environment["XDG_CACHE_HOME"], folder.hasPrefix("/") {
            self.init(root: folder + "/graphene/lib")
        } else if let home, home.hasPrefix("/") {
            self.init(root: home + "/.cache/graphene/lib")
        } else {
            return nil
        }
    }

    /// Where temporary folders are made, on the same disk.
    package var scratch: ScratchFolders { ScratchFolders(in: root) }

    /// Looks up a library for a run, reading its files only where they look touched.
    ///
    /// - Returns: nil when it is not there.
    /// - Throws: `integrity`, naming a file that was changed, added or taken away; `config`.
    package func library(_ hash: TreeHash) throws(LibraryError) -> StoredLibrary? {
        try folder(of: hash).check()
    }

    /// Looks up a library and reads all its files.
    ///
    /// - Returns: nil when it is not there.
    /// - Throws: `integrity`, naming a file that was changed, added or taken away; `config`.
    package func verified(_ hash: TreeHash) throws(LibraryError) -> StoredLibrary? {
        try folder(of: hash).verify()
    }

    /// Keeps a library: what is there already stays, what is there and damaged is replaced.
    ///
    /// - Throws: `config` when the disk is full or cannot be written; the cache is as before then.
    @discardableResult
    package func store(_ tree: LibraryTree) throws(LibraryError) -> StoredLibrary {
        let list = tree.list
        let hash = TreeHash(list)
        scratch.removeAbandoned()
        if let there = try? verified(hash) { return there }
        try scratch.withFolder { (folder) throws(LibraryError) in
            let draft = "\(folder)/library"
            guard mkdir(draft, 0o755) == 0 else { throw LibraryFile.failure("make", draft) }
            try tree.write(to: "\(draft)/files", isReadOnly: true)
            try LibraryFile.write(list.bytes, to: "\(draft)/list", mode: 0o444)
            try put(draft, as: path(of: hash), hash)
        }
        guard let stored = try verified(hash) else {
            throw LibraryError(.config, "\(path(of: hash)) was taken away as soon as it was there")
        }
        return stored
    }

    /// Moves a folder to its place, where another process may have been faster.
    private func put(_ draft: String, as place: String, _ hash: TreeHash) throws(LibraryError) {
        // It fails for a folder that is there and is not empty.
        if rename(draft, place) == 0 { return }
        guard errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR else {
            throw LibraryFile.failure("write", place)
        }
        if (try? verified(hash)) != nil { return }
        guard glinux_exchange(draft, place) != 0 else { return }
        // A file system that cannot exchange two names.
        guard rename(place, "\(draft).damaged") == 0, rename(draft, place) == 0 else {
            throw LibraryFile.failure("write", place)
        }
    }

    private func path(of hash: TreeHash) -> String { "\(root)/\(hash.value)" }

    private func folder(of hash: TreeHash) -> TreeFolder {
        let path = path(of: hash)
        return TreeFolder(
            hash: hash, folder: "\(path)/files", listFile: "\(path)/list",
            memoryFile: "\(path)/memory", scratch: scratch,
            remedy: "get it anew with `graphene lib fetch`")
    }

    /// Where it is remembered what a folder elsewhere looks like.
    func memoryFile(ofFolder folder: String) -> String {
        "\(root)/elsewhere/\(ContentHash(of: folder.utf8))"
    }
}
