import Diagnostics
import Glibc
import ScriptAPI

/// Works out what a project is to become; nothing is written but what is fetched.
package struct ProjectPlanner: Sendable {
    package let project: Project
    let supply: any LibrarySupply

    package init(_ project: Project, from supply: any LibrarySupply) {
        self.project = project
        self.supply = supply
    }

    var locked: Lock { project.lock ?? Lock() }
    var manifestPath: String { project.storage.path(Manifest.fileName) }

    func resolver(renewing renewed: Set<LibrarySource> = []) -> LibraryResolver {
        LibraryResolver(
            folder: project.folder, locked: locked, renewing: renewed, from: supply)
    }

    /// Takes the manifest over as it is.
    package func taking() async throws(LibraryError) -> ProjectPlan {
        try await plan(project.contents.manifest ?? [], resolver())
    }

    /// Adds a library, or changes one.
    package func adding(_ request: AddRequest) async throws(LibraryError) -> ProjectPlan {
        let dependency = try await dependency(for: request)
        let bytes = try ManifestEdit.setting(
            dependency, in: project.contents.manifest ?? [], of: manifestPath)
        let plan = try await plan(bytes, resolver(renewing: [dependency.source]))
        try checkIsTaken(dependency, plan.lock)
        return plan
    }

    /// Takes the newest versions that the manifest leaves room for.
    ///
    /// - Parameter name: The one to update; all when nil.
    /// - Returns: The change, with notes on what there is beyond that.
    /// - Throws: `not_found`, and what fetching throws.
    package func updating(_ name: PackageName?) async throws(LibraryError) -> ProjectPlan {
        var chosen = project.manifest.dependencies
        if let name { chosen = [try known(name)] }
        let resolver = resolver(renewing: Set(chosen.map(\.source)))
        var bytes = project.contents.manifest ?? []
        var notes: [String] = []
        for dependency in chosen {
            guard case .version(let requirement) = dependency.revision, requirement.form != .exact
            else {
                if let note = Self.note(on: dependency) { notes.append(note) }
                continue
            }
            let versions = try await resolver.versions(of: dependency.source)
            if let newest = versions.filter({ !$0.isPrerelease }).max(),
                newest.major > requirement.version.major
            {
                notes.append(
                    "\(dependency.name) has \(newest), another major; `graphene lib add "
                        + "\(dependency.name)@\(newest)` takes it")
            }
            guard let newest = requirement.newest(of: versions), newest > requirement.version else {
                continue
            }
            var newer = dependency
            newer.revision = .version(VersionRequirement(requirement.form, newest))
            bytes = try ManifestEdit.setting(newer, in: bytes, of: manifestPath)
        }
        var plan = try await plan(bytes, resolver)
        plan.notes += notes
        if name == nil { plan.notes += try await notesOnIndirect(plan.lock, resolver) }
        return plan
    }

    /// What newer ones there are of the libraries that only libraries require.
    private func notesOnIndirect(
        _ lock: Lock, _ resolver: LibraryResolver
    ) async throws(LibraryError) -> [String] {
        let direct = Set(lock.requires.map(\.source))
        var notes: [String] = []
        for library in lock.libraries where !direct.contains(library.source) {
            let newest = try await resolver.versions(of: library.source)
                .filter { !$0.isPrerelease && $0.major == library.version.major }.max()
            guard let newest, newest > library.version else { continue }
            notes.append(
                "\(library.title) is as new as those that require it ask for, and there is "
                    + "\(newest); `graphene lib add \(library.source)@\(newest)` takes it")
        }
        return notes
    }

    private static func note(on dependency: Dependency) -> String? {
        switch dependency.revision {
        case .version, .commit:
            "\(dependency.name) stays at \(dependency.revision): the manifest names just that"
        case .tag, .folder: nil
        }
    }

    /// The dependency of a name.
    ///
    /// - Throws: `not_found`, with the nearest.
    package func known(_ name: PackageName) throws(LibraryError) -> Dependency {
        let dependencies = project.manifest.dependencies
        // In Lua each `-` is `_`, and people remember that.
        if let found = dependencies.first(where: { $0.name.luaName == name.luaName }) {
            return found
        }
        let names = dependencies.map(\.name.text)
        throw LibraryError(
            .notFound,
            "\(manifestPath) has no dependency `\(name)`"
                + Suggestion.phrase(for: name.text, among: names),
            hint: names.isEmpty
                ? "add one by its address: `graphene lib add https://HOST/PATH`"
                : "it has \(names.joined(separator: ", ")); a new one is added by its address")
    }

    private func dependency(
        for request: AddRequest
    ) async throws(LibraryError) -> Dependency {
        var old: Dependency?
        let source: LibrarySource
        switch request.subject {
        case .name(let name):
            let known = try known(name)
            (old, source) = (known, known.source)
        case .source(let given):
            source = given
            try checkIsElsewhere(given)
            old = project.manifest.dependencies.first {
                $0.source == given && (request.name == nil || $0.name == request.name)
            }
        }
        let resolver = resolver(renewing: [source])
        let revision = try await revision(request, source, old, resolver)
        let name: PackageName
        if let given = request.name ?? old?.name {
            name = given
        } else {
            name = try await resolver.resolve(Self.pick(revision, source, resolver)).name
        }
        if case .source = request.subject { try checkIsFree(name, for: source) }
        return Dependency(name, source, revision, allow: request.allow ?? old?.allow ?? [])
    }

    /// A name that leads to one repository is not led to another one unasked.
    private func checkIsFree(
        _ name: PackageName, for source: LibrarySource
    ) throws(LibraryError) {
        let other = project.manifest.dependencies.first { $0.name.luaName == name.luaName }
        guard let other, other.source != source else { return }
        throw LibraryError(
            .usage, "\(other.origin): \(other.name) is \(other.source) already",
            hint: "give this one another name, `--as \(name)-2`, or `graphene lib remove "
                + "\(other.name)` first")
    }

    private func checkIsElsewhere(_ source: LibrarySource) throws(LibraryError) {
        guard case .path(let path) = source, let found = realpath("\(project.folder)/\(path)", nil)
        else { return }
        defer { free(found) }
        guard String(cString: found) == project.folder else { return }
        throw LibraryError(
            .usage, "\(path) is the project itself, and its modules are there already",
            hint: "name the folder of another library")
    }

    private func revision(
        _ request: AddRequest, _ source: LibrarySource, _ old: Dependency?,
        _ resolver: LibraryResolver
    ) async throws(LibraryError) -> Dependency.Revision {
        if case .path = source {
            guard let wanted = request.wanted else { return .folder }
            throw LibraryError(
                .usage, "\(source) is a folder, which is as it is, and has no version \(wanted)",
                hint: "leave out `@\(wanted)`")
        }
        if let wanted = request.wanted {
            if let version = SemanticVersion(tag: wanted) {
                try Self.check(version, source, try await resolver.versions(of: source))
            }
            return AddRequest.revision(wanted)
        }
        if let old { return old.revision }
        let versions = try await resolver.versions(of: source)
        guard let newest = versions.filter({ !$0.isPrerelease }).max() ?? versions.max() else {
            throw LibraryError(
                .notFound, "\(source) has no versions: none of its tags is one, such as v1.0.0",
                hint: "name a tag or a commit: `graphene lib add \(source)@TAG`")
        }
        return .version(VersionRequirement(.caret, newest))
    }

    /// Who names a version gets it, and not the next one that there is.
    private static func check(
        _ version: SemanticVersion, _ source: LibrarySource, _ versions: [SemanticVersion]
    ) throws(LibraryError) {
        guard !versions.contains(version) else { return }
        let near = [versions.filter { $0 < version }.max(), versions.filter { $0 > version }.min()]
        let names = near.compactMap { $0.map { "\($0)" } }
        throw LibraryError(
            .notFound, "\(source) has no version \(version)",
            hint: names.isEmpty
                ? "none of its tags is a version; name a tag or a commit"
                : "take \(names.joined(separator: " or ")), which \(names.count == 1 ? "is" : "are") "
                    + "next to it")
    }

    private static func pick(
        _ revision: Dependency.Revision, _ source: LibrarySource, _ resolver: LibraryResolver
    ) async throws(LibraryError) -> LibraryRevision {
        switch revision {
        case .folder: return LibraryRevision(source, .folder)
        case .tag(let tag): return LibraryRevision(source, .tag(tag))
        case .commit(let commit): return LibraryRevision(source, .commit(commit))
        case .version(let requirement):
            let versions = try await resolver.versions(of: source)
            guard let version = requirement.oldest(of: versions) else {
                let newest = versions.max().map { "; the newest is \($0)" } ?? ""
                throw LibraryError(
                    .notFound, "\(source) has no version \(requirement)\(newest)",
                    hint: "write a version that exists")
            }
            return LibraryRevision(source, .version(version))
        }
    }

    /// Whoever goes back to a version must get it, and not what others ask for.
    private func checkIsTaken(_ dependency: Dependency, _ lock: Lock) throws(LibraryError) {
        guard case .version(let requirement) = dependency.revision,
            let taken = lock.library(named: dependency.name), taken.version > requirement.version
        else { return }
        let other = lock.libraries.first { library in
            library.requires.contains {
                $0.source == dependency.source && $0.version == taken.version
                    && VersionRequirement($0.wanted)?.version == taken.version
            }
        }
        guard let other else { return }
        throw LibraryError(
            .config,
            "\(dependency.name) cannot be \(requirement.version): \(other.title) requires "
                + "\(taken.version)",
            hint: "take an older \(other.name) first")
    }

    func plan(
        _ bytes: [UInt8], _ resolver: LibraryResolver
    ) async throws(LibraryError) -> ProjectPlan {
        let manifest = try Manifest(parsing: bytes, from: manifestPath)
        let list = try await BuildList.select(
            for: manifest.dependencies, of: project.title, from: resolver)
        let lock = try await resolver.lock(for: list, grants: manifest.grants)
        var change = LockChange(from: locked, to: lock)
        for index in change.items.indices {
            try await describe(&change.items[index], resolver, list)
        }
        return plan(bytes, lock, change)
    }

    func plan(_ bytes: [UInt8], _ lock: Lock, _ change: LockChange) -> ProjectPlan {
        var contents = project.contents
        contents.manifest = bytes
        contents.lock = Array(lock.text.utf8)
        return ProjectPlan(
            contents: contents, lock: lock, change: change, notes: [], project: project)
    }

    private func describe(
        _ item: inout LockChange.Item, _ resolver: LibraryResolver, _ list: BuildList
    ) async throws(LibraryError) {
        var old: LibraryTree?
        if let library = item.old, let hash = library.hash {
            // A fresh checkout has it not. Where it cannot be had, what changes in it is not told.
            if item.new != nil { _ = try? supply.provide(library, of: locked) }
            old = try? supply.stored(hash)
        }
        if let bytes = old?[Manifest.fileName] {
            item.oldAsks = (try? Manifest(parsing: bytes, from: ""))?.grants?.effects
        }
        guard let new = item.new else { return }
        let line = BuildList.Line(new.source, new.version.major)
        guard let revision = list.libraries[line]?.revision else { return }
        let found = try await resolver.resolve(revision)
        item.newAsks = found.manifest.grants?.effects
        guard let tree = found.tree, item.old == nil || old != nil else { return }
        item.files = TreeComparison(from: old, to: tree)
    }
}
