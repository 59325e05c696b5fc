import Diagnostics

/// Finds out what revisions of libraries are, and writes down what was found.
///
/// What is locked stays as it is locked: a tag that is of another commit now, or a commit of which
/// other files come, is an error and never a surprise.
package actor LibraryResolver: LibraryCatalogue {
    /// A revision, exactly.
    package struct Resolved: Sendable {
        package var manifest: Manifest
        package var name: PackageName
        package var version: SemanticVersion
        /// nil for a folder.
        package var commit: String?
        package var hash: TreeHash?
        package var tree: LibraryTree?
    }

    private let folder: String
    private let locked: Lock
    private let renewed: Set<LibrarySource>
    private let supply: any LibrarySupply
    private let files: any ProjectFiles
    private var tags: [LibrarySource: [LibraryTag]] = [:]
    private var resolved: [LibraryRevision: Resolved] = [:]

    /// - Parameters:
    ///   - folder: The project's; paths begin there.
    ///   - locked: What the project has now.
    ///   - renewed: The sources whose tags may be of other commits now than when they were locked,
    ///     but for tags of versions.
    ///   - supply: Where libraries are had from.
    ///   - files: What reads the folders of libraries that are folders.
    package init(
        folder: String, locked: Lock, renewing renewed: Set<LibrarySource> = [],
        from supply: any LibrarySupply, _ files: any ProjectFiles = DiskFiles()
    ) {
        self.folder = folder
        self.locked = locked
        self.renewed = renewed
        self.supply = supply
        self.files = files
    }

    package func versions(of source: LibrarySource) throws(LibraryError) -> [SemanticVersion] {
        try tags(of: source).compactMap { SemanticVersion(tag: $0.name) }
    }

    /// What is locked does not move because a tag came or went since.
    package func settled(
        _ requirement: VersionRequirement, of source: LibrarySource
    ) -> SemanticVersion? {
        let all = (locked.requires + locked.libraries.flatMap(\.requires))
            .filter { $0.source == source }
        guard let known = all.first(where: { $0.wanted == "\(requirement)" }) else { return nil }
        // Where another one asked for just this version, this one may have come to an older one.
        let isAnothers = all.contains { other in
            other.wanted != known.wanted
                && VersionRequirement(other.wanted)?.version ?? other.version == known.version
        }
        return isAnothers ? nil : known.version
    }

    package func description(
        of revision: LibraryRevision
    ) throws(LibraryError) -> LibraryDescription {
        let found = try resolve(revision)
        return LibraryDescription(found.name, found.version, found.manifest.dependencies)
    }

    /// Finds a revision, once.
    package func resolve(_ revision: LibraryRevision) throws(LibraryError) -> Resolved {
        if let known = resolved[revision] { return known }
        let found = try find(revision)
        resolved[revision] = found
        return found
    }

    private func tags(of source: LibrarySource) throws(LibraryError) -> [LibraryTag] {
        if let known = tags[source] { return known }
        guard case .git(let url) = source else { return [] }
        let found = try supply.tags(of: url)
        tags[source] = found
        return found
    }

    private func find(_ revision: LibraryRevision) throws(LibraryError) -> Resolved {
        guard case .git(let url) = revision.source else { return try findFolder(revision.source) }
        switch revision.pick {
        case .version(let version):
            // With a `v` or without: a repository that has both means the same by them.
            let named = try tags(of: revision.source).filter {
                SemanticVersion(tag: $0.name) == version
            }
            let old = locked.libraries.first {
                $0.source == revision.source && $0.version == version
            }
            guard let tag = named.max(by: { $0.name.utf8.count < $1.name.utf8.count }) else {
                // What is locked outlives its tag.
                if let commit = old?.commit {
                    return try obtain(url, commit: commit, tag: nil, version)
                }
                let newest = try versions(of: revision.source).max()
                throw LibraryError(
                    .notFound,
                    "\(url) has no version \(version)"
                        + (newest.map { "; the newest is \($0)" } ?? ""))
            }
            if let commit = old?.commit, commit != tag.commit {
                throw Self.moved(tag, from: commit, url)
            }
            return try obtain(url, commit: tag.commit, tag: tag.name, version)
        case .tag(let name):
            let old = lockedCommit(revision.source, wanted: "tag \(name)")
            if let old, !renewed.contains(revision.source) {
                return try obtain(url, commit: old, tag: name, nil)
            }
            guard let tag = try tags(of: revision.source).first(where: { $0.name == name }) else {
                throw LibraryError(
                    .notFound,
                    "\(url) has no tag `\(name)`"
                        + Suggestion.phrase(
                            for: name, among: try tags(of: revision.source).map(\.name)),
                    hint:
                        "name a version, a tag, or a commit with all of its 40 digits; a branch moves, "
                        + "and is not taken")
            }
            return try obtain(url, commit: tag.commit, tag: name, SemanticVersion(tag: name))
        case .commit(let commit): return try obtain(url, commit: commit, tag: nil, nil)
        case .folder: return try findFolder(revision.source)
        }
    }

    private func lockedCommit(_ source: LibrarySource, wanted: String) -> String? {
        (locked.requires + locked.libraries.flatMap(\.requires))
            .first { $0.source == source && $0.wanted == wanted }
            .flatMap(locked.library)?.commit
    }

    private static func moved(
        _ tag: LibraryTag, from commit: String, _ url: String
    ) -> LibraryError {
        LibraryError(
            .integrity,
            "the tag \(tag.name) of \(url) was commit \(commit.prefix(12)) when it was locked, and is "
                + "\(tag.commit.prefix(12)) now",
            hint: "ask who moved it and why; to take it all the same, `graphene lib remove` the "
                + "library and add it again")
    }

    private func obtain(
        _ url: String, commit: String, tag: String?, _ version: SemanticVersion?
    ) throws(LibraryError) -> Resolved {
        let old = locked.libraries.first { $0.source == .git(url) && $0.commit == commit }?.hash
        var atHand: LibraryTree?
        if let old { atHand = try supply.stored(old) }
        let tree: LibraryTree
        if let atHand { tree = atHand } else { tree = try fetch(url, commit, tag, expecting: old) }
        let title = "\(url) at \(tag ?? String(commit.prefix(12)))"
        guard let bytes = tree[Manifest.fileName] else {
            throw LibraryError(
                .config, "\(title) is no library: it has no \(Manifest.fileName)",
                hint: "`graphene lib init` writes one; a plain Lua module is used from lua_modules")
        }
        let manifest = try Manifest(parsing: bytes, from: "\(title): \(Manifest.fileName)")
        let name = try Self.check(manifest, title) { tree[$0] != nil }
        return Resolved(
            manifest: manifest, name: name,
            version: version ?? manifest.version ?? SemanticVersion(0, 0, 0), commit: commit,
            hash: tree.hash, tree: tree)
    }

    private func fetch(
        _ url: String, _ commit: String, _ tag: String?, expecting hash: TreeHash?
    ) throws(LibraryError) -> LibraryTree {
        let tree = try supply.tree(of: url, commit: commit, tag: tag)
        guard hash == nil || tree.hash == hash else {
            throw LibraryError(
                .integrity,
                "commit \(commit.prefix(12)) of \(url) has other files than when it was locked",
                hint: "do not use it; ask who runs that server")
        }
        try supply.store(tree)
        return tree
    }

    private func findFolder(_ source: LibrarySource) throws(LibraryError) -> Resolved {
        let path = "\(source)"
        let place = "\(folder)/\(path)/\(Manifest.fileName)"
        guard let bytes = try files.read(place) else {
            throw LibraryError(
                .notFound, "there is no library in \(path): \(place) is not there",
                hint: "write the path from the project's folder on; `graphene lib init` makes one")
        }
        var manifest = try Manifest(parsing: bytes, from: place)
        let name = try Self.check(manifest, path) {
            files.identity(of: "\(folder)/\(path)/\($0)") != nil
        }
        for index in manifest.dependencies.indices {
            guard case .path(let step) = manifest.dependencies[index].source else { continue }
            manifest.dependencies[index].source = .path(Self.joined(path, step))
        }
        return Resolved(
            manifest: manifest, name: name, version: manifest.version ?? SemanticVersion(0, 0, 0))
    }

    /// A path from another one on, in the shortest form.
    static func joined(_ path: String, _ step: String) -> String {
        var parts: [Substring] = []
        for part in (path + "/" + step).split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else {
                parts.append(part)
            }
        }
        return parts.isEmpty ? "." : parts.joined(separator: "/")
    }

    private static func check(
        _ manifest: Manifest, _ title: String, has: (String) -> Bool
    ) throws(LibraryError) -> PackageName {
        guard let name = manifest.name else {
            throw LibraryError(
                .config, "\(title) is no library: its \(Manifest.fileName) has no `[package]`",
                hint: "write `[package]` with a `name` and `exports`")
        }
        if let export = (manifest.exports + manifest.scripts).first(where: { !has($0.path) }) {
            throw LibraryError(
                .config, "\(title) gives `\(export.name)` from \(export.path), and has no such file"
            )
        }
        return name
    }
}

extension LibraryResolver {
    /// What a selection is as a lock.
    package func lock(for list: BuildList, grants: GrantRequest?) throws(LibraryError) -> Lock {
        var lock = Lock()
        var versions: [BuildList.Line: SemanticVersion] = [:]
        for (line, library) in list.libraries { versions[line] = library.description.version }
        func requirements(_ edges: [BuildList.Edge]) -> [Lock.Requirement] {
            edges.compactMap { edge in
                versions[edge.target].map {
                    Lock.Requirement(
                        edge.dependency.name, edge.dependency.source,
                        wanted: "\(edge.dependency.revision)", $0, allow: edge.dependency.allow)
                }
            }
        }
        lock.requires = requirements(list.edges)
        for library in list.sorted {
            let found = try resolve(library.revision)
            lock.libraries.append(
                Lock.Library(
                    found.name, library.revision.source, found.version, commit: found.commit,
                    hash: found.hash, requires: requirements(library.edges)))
        }
        lock.settle(projectEffects: grants?.effects)
        return lock
    }
}
