/// One revision of a library, as its source tells it.
package struct LibraryRevision: Hashable, Sendable {
    package var source: LibrarySource
    /// What of the source it is: a version that a tag names, a tag, a commit, or a folder.
    package var pick: Pick

    package enum Pick: Hashable, Sendable {
        case version(SemanticVersion)
        case tag(String)
        case commit(String)
        case folder
    }

    package init(_ source: LibrarySource, _ pick: Pick) {
        self.source = source
        self.pick = pick
    }
}

/// What a revision says of itself.
package struct LibraryDescription: Sendable {
    package var name: PackageName
    /// The tag's, or the manifest's where no tag has one.
    package var version: SemanticVersion
    package var dependencies: [Dependency]

    package init(_ name: PackageName, _ version: SemanticVersion, _ dependencies: [Dependency]) {
        self.name = name
        self.version = version
        self.dependencies = dependencies
    }
}

/// Answers what a selection has to know; nothing else of the world decides on it.
package protocol LibraryCatalogue: Sendable {
    /// The versions that a repository has tags of, in any order.
    func versions(of source: LibrarySource) async throws(LibraryError) -> [SemanticVersion]

    /// The version that a requirement came to before, and stays at; nil when nothing holds it there.
    func settled(_ requirement: VersionRequirement, of source: LibrarySource) async
        -> SemanticVersion?

    /// What one of its revisions says of itself.
    func description(of revision: LibraryRevision) async throws(LibraryError) -> LibraryDescription
}

extension LibraryCatalogue {
    package func settled(
        _ requirement: VersionRequirement, of source: LibrarySource
    ) async -> SemanticVersion? { nil }
}
