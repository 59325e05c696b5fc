import Diagnostics

/// The libraries of a project, one version for each major of a source.
///
/// The selection is minimal: of every library the newest of the versions that somebody requires as the
/// oldest that will do, and never a newer one, so that the same requirements give the same libraries
/// until somebody asks for more.
///
/// - Source: the reference of Go modules, section "Minimal version selection".
package struct BuildList: Sendable {
    /// A library that was selected.
    package struct Library: Sendable {
        package var revision: LibraryRevision
        package var description: LibraryDescription
        /// What its dependencies became, in the order of their names.
        package var edges: [Edge]
    }

    /// A dependency, and what was selected for it.
    package struct Edge: Hashable, Sendable {
        package var dependency: Dependency
        package var target: Line

        package init(_ dependency: Dependency, _ target: Line) {
            self.dependency = dependency
            self.target = target
        }
    }

    /// What can be there once only: a source's versions of one major.
    package struct Line: Hashable, Sendable {
        package var source: LibrarySource
        package var major: Int

        package init(_ source: LibrarySource, _ major: Int) {
            self.source = source
            self.major = major
        }
    }

    package var libraries: [Line: Library] = [:]
    /// The project's own dependencies.
    package var edges: [Edge] = []

    package init() {}

    /// In one order always: by source, then by major.
    package var sorted: [Library] {
        libraries.sorted { ($0.key.source, $0.key.major) < ($1.key.source, $1.key.major) }
            .map(\.value)
    }

    /// Selects what a project's dependencies lead to.
    ///
    /// All that is reachable counts for the versions, also through versions that others have
    /// overtaken; what only those lead to is left out in the end.
    ///
    /// - Parameters:
    ///   - dependencies: The project's.
    ///   - owner: What messages call the project.
    ///   - catalogue: Answers for the libraries.
    /// - Returns: All of them, with what each dependency became.
    /// - Throws: `not_found` for a version that is not there, `config` for requirements that exclude
    ///   each other, and what the catalogue throws.
    package static func select(
        for dependencies: [Dependency], of owner: String = "the project",
        from catalogue: some LibraryCatalogue
    ) async throws(LibraryError) -> BuildList {
        var selection = Selection(catalogue)
        try await selection.visit(dependencies, owner)
        return try selection.buildList(for: dependencies)
    }
}

extension BuildList.Line: Comparable {
    package static func < (left: Self, right: Self) -> Bool {
        (left.source, left.major) < (right.source, right.major)
    }
}

/// The walk through what requires what.
private struct Selection<Catalogue: LibraryCatalogue> {
    private struct Demand {
        var owner: String
        var dependency: Dependency
        var revision: LibraryRevision
        var version: SemanticVersion

        /// Whether nothing but this revision will do.
        var isPinned: Bool {
            switch dependency.revision {
            case .version(let requirement): requirement.form == .exact
            case .tag, .commit, .folder: true
            }
        }

        var phrase: String { "\(owner) requires \(dependency.name) \(dependency.revision)" }
    }

    private struct Step {
        var owner: String
        /// Whether it is a repository: its paths lead nowhere here.
        var isRepository: Bool
        var dependencies: [Dependency]
    }

    private let catalogue: Catalogue
    private var versions: [LibrarySource: [SemanticVersion]] = [:]
    private var descriptions: [LibraryRevision: LibraryDescription] = [:]
    private var revisions: [Dependency: LibraryRevision] = [:]
    private var demands: [BuildList.Line: [Demand]] = [:]

    init(_ catalogue: Catalogue) { self.catalogue = catalogue }

    /// Visits each revision that can be reached, once; so a cycle ends.
    mutating func visit(
        _ dependencies: [Dependency], _ owner: String
    ) async throws(LibraryError) {
        var steps = [Step(owner: owner, isRepository: false, dependencies: dependencies)]
        while let step = steps.popLast() {
            for dependency in step.dependencies {
                if case .path(let path) = dependency.source, step.isRepository {
                    throw LibraryError(
                        .config,
                        "\(step.owner) requires \(dependency.name) from the folder \(path), which "
                            + "is not there for those who have it from a repository",
                        hint: "ask for a release of it whose dependencies have `git`")
                }
                let revision = try await revision(for: dependency, step.owner)
                let isNew = descriptions[revision] == nil
                let description = try await description(of: revision)
                let line = BuildList.Line(revision.source, description.version.major)
                revisions[dependency] = revision
                demands[line, default: []].append(
                    Demand(
                        owner: step.owner, dependency: dependency, revision: revision,
                        version: description.version))
                guard isNew else { continue }
                var isRepository = false
                if case .git = revision.source { isRepository = true }
                steps.append(
                    Step(
                        owner: "\(description.name) \(description.version)",
                        isRepository: isRepository, dependencies: description.dependencies))
            }
        }
    }

    private mutating func revision(
        for dependency: Dependency, _ owner: String
    ) async throws(LibraryError) -> LibraryRevision {
        let source = dependency.source
        switch dependency.revision {
        case .tag(let tag): return LibraryRevision(source, .tag(tag))
        case .commit(let commit): return LibraryRevision(source, .commit(commit))
        case .folder: return LibraryRevision(source, .folder)
        case .version(let requirement):
            if let settled = await catalogue.settled(requirement, of: source) {
                return LibraryRevision(source, .version(settled))
            }
            let versions = try await versions(of: source)
            guard let version = requirement.oldest(of: versions) else {
                let newest =
                    versions.max().map { "; the newest is \($0)" } ?? "; it has no versions"
                throw LibraryError(
                    .notFound,
                    "\(owner) requires \(dependency.name) \(requirement), and \(source) has no "
                        + "such version\(newest)",
                    hint: "`graphene lib list` shows what there is; write a version that exists")
            }
            return LibraryRevision(source, .version(version))
        }
    }

    private mutating func versions(
        of source: LibrarySource
    ) async throws(LibraryError) -> [SemanticVersion] {
        if let known = versions[source] { return known }
        let found = try await catalogue.versions(of: source)
        versions[source] = found
        return found
    }

    private mutating func description(
        of revision: LibraryRevision
    ) async throws(LibraryError) -> LibraryDescription {
        if let known = descriptions[revision] { return known }
        let found = try await catalogue.description(of: revision)
        descriptions[revision] = found
        return found
    }

    func buildList(for dependencies: [Dependency]) throws(LibraryError) -> BuildList {
        var list = BuildList()
        list.edges = edges(dependencies)
        var pending = list.edges.map(\.target)
        while let line = pending.popLast() {
            guard list.libraries[line] == nil, let chosen = try chosen(line),
                let description = descriptions[chosen.revision]
            else { continue }
            let edges = edges(description.dependencies)
            list.libraries[line] = BuildList.Library(
                revision: chosen.revision, description: description, edges: edges)
            pending += edges.map(\.target)
        }
        return list
    }

    private func edges(_ dependencies: [Dependency]) -> [BuildList.Edge] {
        dependencies.sorted { $0.name < $1.name }.compactMap { dependency in
            revisions[dependency].flatMap { revision in
                descriptions[revision].map { description in
                    BuildList.Edge(
                        dependency,
                        BuildList.Line(dependency.source, description.version.major))
                }
            }
        }
    }

    /// The newest that is required; one that somebody has pinned must be it.
    private func chosen(_ line: BuildList.Line) throws(LibraryError) -> Demand? {
        let demands = demands[line] ?? []
        guard let newest = demands.max(by: { $0.version < $1.version }) else { return nil }
        let pins = demands.filter(\.isPinned)
        guard let pin = pins.first else { return newest }
        if let other = pins.first(where: { $0.revision != pin.revision }) {
            throw conflict(pin, other)
        }
        guard newest.version == pin.version else { throw conflict(pin, newest) }
        return pin
    }

    private func conflict(_ pin: Demand, _ other: Demand) -> LibraryError {
        LibraryError(
            .config,
            "\(pin.phrase) and nothing else, but \(other.phrase) (\(other.version)), and there can "
                + "be one version for each major",
            hint: "let one of them take the other's: `^` leaves room for newer ones")
    }
}
