package import ScriptAPI

/// What `graphene.lock` holds: exactly which libraries a project has, and what they may do.
package struct Lock: Hashable, Sendable {
    package static let fileName = "graphene.lock"
    /// The version of the format that this build writes, and the newest that it reads.
    package static let format: Int64 = 1

    /// What the project itself requires, by name.
    package var requires: [Requirement] = []
    /// By source, then by version.
    package var libraries: [Library] = []

    /// A library, exactly.
    package struct Library: Hashable, Sendable {
        /// As it calls itself.
        package var name: PackageName
        package var source: LibrarySource
        package var version: SemanticVersion
        /// The commit, whole; nil for a folder.
        package var commit: String?
        /// Of its files; nil for a folder, which is as it is.
        package var hash: TreeHash?
        /// All that it may do for anybody in the project.
        package var granted: [Grant]
        package var requires: [Requirement]

        package init(
            _ name: PackageName, _ source: LibrarySource, _ version: SemanticVersion,
            commit: String? = nil, hash: TreeHash? = nil, granted: [Grant] = [],
            requires: [Requirement] = []
        ) {
            self.name = name
            self.source = source
            self.version = version
            self.commit = commit
            self.hash = hash
            self.granted = granted
            self.requires = requires
        }

        /// As messages name it: `checks 1.4.0`.
        package var title: String { "\(name) \(version)" }
    }

    /// What somebody required, and what it became.
    package struct Requirement: Hashable, Sendable {
        /// What it is called where it is required.
        package var name: PackageName
        package var source: LibrarySource
        /// As it was asked for: `^1.4.0`, `tag nightly`.
        package var wanted: String
        package var version: SemanticVersion
        /// The effects that whoever requires it lets it have.
        package var allow: [Grant]

        package init(
            _ name: PackageName, _ source: LibrarySource, wanted: String,
            _ version: SemanticVersion,
            allow: [Grant] = []
        ) {
            self.name = name
            self.source = source
            self.wanted = wanted
            self.version = version
            self.allow = allow
        }
    }

    package init() {}

    /// The library that a requirement became; nil in a lock that is not whole.
    package func library(for requirement: Requirement) -> Library? {
        libraries.first { $0.key == requirement.key }
    }

    /// The library that the project requires by a name.
    package func library(named name: PackageName) -> Library? {
        requires.first { $0.name == name }.flatMap(library)
    }

    /// Puts everything into the one order in which it is written, and works out what was granted.
    package mutating func settle(projectEffects: [Grant]?) {
        requires.sort { $0.name < $1.name }
        for index in libraries.indices { libraries[index].requires.sort { $0.name < $1.name } }
        libraries.sort { ($0.source, $0.version) < ($1.source, $1.version) }
        let granted = grantedEffects(of: projectEffects ?? Grant.allCases)
        for (index, library) in libraries.enumerated() {
            let effects = granted[library.key] ?? []
            libraries[index].granted = Grant.allCases.filter(effects.contains)
        }
    }

    /// What each library may do for anybody: never more than who requires it, along each way to it.
    private func grantedEffects(of project: [Grant]) -> [Library.Key: Set<Grant>] {
        var granted: [Library.Key: Set<Grant>] = [:]
        var pending = requires.map { ($0, Set(project)) }
        while let (requirement, limit) = pending.popLast() {
            guard let library = library(for: requirement) else { continue }
            let effects = limit.intersection(requirement.allow)
            let known = granted[library.key]
            // Once more only where it gains something, so that a cycle ends.
            if let known, known.isSuperset(of: effects) { continue }
            let all = (known ?? []).union(effects)
            granted[library.key] = all
            pending += library.requires.map { ($0, all) }
        }
        return granted
    }
}

extension Lock.Library {
    /// What no two libraries of a lock share.
    package struct Key: Hashable, Sendable {
        package var source: LibrarySource
        package var version: SemanticVersion
    }

    package var key: Key { Key(source: source, version: version) }
}

extension Lock.Requirement {
    /// That of the library that it became.
    package var key: Lock.Library.Key { .init(source: source, version: version) }
}
