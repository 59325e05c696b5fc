import Diagnostics

/// Libraries from repositories, by the system's git, through the user's cache.
package struct GitSupply: LibrarySupply {
    private let cache: LibraryCache
    private let transport: GitTransport

    package init(_ cache: LibraryCache, _ transport: GitTransport) {
        self.cache = cache
        self.transport = transport
    }

    package func tags(of url: String) throws(LibraryError) -> [LibraryTag] {
        try source(url).tags().map { LibraryTag($0.name, commit: $0.commit) }
    }

    package func tree(
        of url: String, commit: String, tag: String?
    ) throws(LibraryError) -> LibraryTree {
        try source(url).tree(commit: commit, tag: tag)
    }

    package func stored(_ hash: TreeHash) throws(LibraryError) -> LibraryTree? {
        // What is damaged is fetched again, and replaced.
        try? cache.library(hash)?.tree()
    }

    package func store(_ tree: LibraryTree) throws(LibraryError) { try cache.store(tree) }

    private func source(_ url: String) throws(LibraryError) -> GitSource {
        GitSource(try LibraryURL(url), transport)
    }
}

extension LibrarySupply {
    /// Gets exactly what a lock names, unless it is at hand.
    ///
    /// - Returns: Whether it had to be fetched.
    /// - Throws: `integrity` when other files come, and as fetching does.
    package func provide(
        _ library: Lock.Library, of lock: Lock
    ) throws(LibraryError) -> Bool {
        guard case .git(let url) = library.source, let commit = library.commit,
            let hash = library.hash
        else { return false }
        if try stored(hash) != nil { return false }
        let tree = try fetch(url, commit, lock.tags(of: library))
        guard tree.hash == hash else {
            throw LibraryError(
                .integrity,
                "commit \(commit.prefix(12)) of \(url) has other files than when \(library.title) "
                    + "was locked", hint: "do not use it; ask who runs that server")
        }
        try store(tree)
        return true
    }

    /// Some servers give only what a tag names, and the lock does not say how a version's is written.
    private func fetch(
        _ url: String, _ commit: String, _ tags: [String]
    ) throws(LibraryError) -> LibraryTree {
        do throws(LibraryError) { return try tree(of: url, commit: commit, tag: nil) } catch {
            guard error.code == .notFound else { throw error }
            for tag in tags {
                do throws(LibraryError) {
                    return try tree(of: url, commit: commit, tag: tag)
                } catch {
                    // A tag that has moved says more than that the commit is gone.
                    if error.code == .integrity { throw error }
                }
            }
            throw error
        }
    }
}

extension Lock {
    /// The names that the tag of a library may have.
    fileprivate func tags(of library: Library) -> [String] {
        let named = (requires + libraries.flatMap(\.requires))
            .filter { $0.source == library.source && $0.version == library.version }
            .compactMap { $0.wanted.hasPrefix("tag ") ? String($0.wanted.dropFirst(4)) : nil }
        return named + ["v\(library.version)", "\(library.version)"]
    }
}
