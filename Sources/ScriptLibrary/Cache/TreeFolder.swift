import Diagnostics
import Glibc

/// A folder that should hold the files of a library, and what is kept beside it.
struct TreeFolder: Sendable {
    let hash: TreeHash
    let folder: String
    /// The file with its list, by which a difference is named.
    let listFile: String
    /// The file with what is remembered of it; nil where nothing can be.
    let memoryFile: String?
    let scratch: ScratchFolders?
    /// What gets the files anew.
    let remedy: String

    /// Looks whether the files are the locked ones, without reading them where they look untouched.
    ///
    /// - Returns: nil when there is no such folder.
    /// - Throws: `integrity`, naming a file; `config` for what cannot be read.
    func check() throws(LibraryError) -> StoredLibrary? {
        if let memory, memory.holds(of: folder) {
            return StoredLibrary(hash: hash, folder: folder, list: memory.list)
        }
        return try verify()
    }

    /// Reads all files and looks whether they are the locked ones.
    ///
    /// - Returns: nil when there is no such folder.
    /// - Throws: `integrity`, naming a file; `config` for what cannot be read.
    func verify() throws(LibraryError) -> StoredLibrary? {
        let found: (list: TreeList, states: [(path: String, state: FileState)], others: [String])
        do {
            found = try read()
        } catch {
            if error.code == .notFound { return nil }
            throw error
        }
        guard found.others.isEmpty, TreeHash(found.list) == hash else {
            throw difference(to: found.list, found.others)
        }
        remember(TreeMemory(found.list, found.states))
        return StoredLibrary(hash: hash, folder: folder, list: found.list)
    }

    private func read() throws(LibraryError) -> (
        list: TreeList, states: [(path: String, state: FileState)], others: [String]
    ) {
        var hasher = FileHasher()
        var entries: [TreeEntry] = []
        var states: [(path: String, state: FileState)] = []
        var others: [String] = []
        try FolderReader(folder).walk { (path, item, state) throws(LibraryError) in
            switch item {
            case .folder: break
            case .file(let descriptor, let mode):
                let content = try hasher.hash(
                    descriptor, size: Int(clamping: state.size), "\(folder)/\(path)")
                entries.append(TreeEntry(path: path, mode: mode, content: content))
            case .link(let target):
                entries.append(
                    TreeEntry(path: path, mode: .link, content: ContentHash(of: target)))
            case .other: others.append(path)
            }
            states.append((path, state))
        }
        return (TreeList(entries), states, others)
    }

    private func difference(to found: TreeList, _ others: [String]) -> LibraryError {
        var what = "its files are others, and the list beside it is damaged too"
        let kept = LibraryFile.contents(of: listFile, limit: TreeMemory.greatestSize)
        if let list = kept.flatMap({ TreeList($0, of: hash) }) ?? memory?.list {
            what = TreeDifference(from: list, to: found, others: others).description
        }
        return LibraryError(
            .integrity, "the library in \(folder) is not the locked one: \(what)", hint: remedy)
    }
}

// What is remembered.
extension TreeFolder {
    private var memory: TreeMemory? {
        memoryFile.flatMap { LibraryFile.contents(of: $0, limit: TreeMemory.greatestSize) }
            .flatMap { TreeMemory($0, of: hash) }
    }

    /// Remembers that the files are right; where it cannot, they are read again the next time.
    private func remember(_ memory: TreeMemory) {
        guard let memoryFile, let scratch else { return }
        let bytes = memory.encoded
        guard LibraryFile.contents(of: memoryFile, limit: TreeMemory.greatestSize) != bytes else {
            return
        }
        try? scratch.withFolder { (folder) throws(LibraryError) in
            let draft = "\(folder)/memory"
            try LibraryFile.write(bytes, to: draft, mode: 0o600)
            if rename(draft, memoryFile) != 0, errno == ENOENT {
                try Folder.make(
                    String(memoryFile[..<(memoryFile.lastIndex(of: "/") ?? memoryFile.startIndex)]))
                rename(draft, memoryFile)
            }
        }
    }
}
