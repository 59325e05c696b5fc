import CloudClient
import Diagnostics
import ScriptAPI
import ScriptHost
import ScriptLibrary
import TOMLDocument

/// What a run of a project's script may require and do.
struct ProjectLibraries: Sendable {
    let project: Project
    let lock: Lock
    private let shelf: LibraryShelf

    /// Reads the project that a folder belongs to; nil when there is none.
    ///
    /// A graphene.toml that says nothing of a package makes none. Nothing is fetched or asked.
    ///
    /// - Throws: `config` for a manifest or a lock that cannot be used or do not fit each other.
    init?(of folder: String) throws(LibraryError) {
        guard let found = try Project.find(from: folder) else { return nil }
        let project = try Project(at: found)
        guard project.manifest.describesPackage else { return nil }
        self.init(project, try project.fittingLock())
    }

    /// A project, with the libraries of a lock that need not be its own.
    init(_ project: Project, _ lock: Lock) {
        self.project = project
        self.lock = lock
        let environment = surroundings.environment
        shelf = LibraryWorkspace.shelf(
            of: project.folder,
            LibraryCache(environment: environment, home: environment["HOME"]))
    }

    /// Gives a run the libraries, and of rights no more than the project has.
    ///
    /// - Parameters:
    ///   - configuration: The run's.
    ///   - isFrozen: Whether all must be exactly locked, which folders are not.
    /// - Throws: `config` for what is not on this machine, `integrity` for what is not whole.
    func apply(to configuration: inout RunConfiguration, isFrozen: Bool = false) throws {
        if isFrozen, let folder = lock.libraries.first(where: { $0.hash == nil }) {
            throw LibraryError(
                .config,
                "\(folder.name) is the folder \(folder.source), which no lock holds, and "
                    + "--frozen refuses that", hint: "give it a repository and a version")
        }
        let (libraries, rules) = try rights()
        configuration.libraries = libraries
        configuration.grants.rules += rules
        let variables = try GrantedVariables.read(project.manifest.grants?.variables ?? [])
        configuration.variables.merge(variables) { first, _ in first }
        configuration.facts.libraries = versions
    }

    /// The libraries, and what the project's own code may do.
    ///
    /// - Throws: As `apply`.
    func rights() throws(LibraryError) -> (LibrarySet, [RunGrants.Rule]) {
        (try set(project: own), rule(project.manifest.grants).map { [$0] } ?? [])
    }

    /// Names and versions, by the names that the project knows them by, then those that only
    /// libraries require.
    var versions: [(name: String, version: String)] {
        var versions: [(name: String, version: String)] = []
        var seen: Set<Lock.Library.Key> = []
        var names: Set<String> = []
        for requirement in lock.requires {
            let name = requirement.name.luaName
            seen.insert(requirement.key)
            names.insert(name)
            versions.append((name, "\(requirement.version)"))
        }
        for library in lock.libraries where seen.insert(library.key).inserted {
            let plain = library.name.luaName
            // A second major of one library has its own name here.
            let name = names.insert(plain).inserted ? plain : "\(plain)_\(library.version.major)"
            names.insert(name)
            versions.append((name, "\(library.version)"))
        }
        return versions
    }

    private var manifestPath: String { project.storage.path(Manifest.fileName) }

    private func rule(_ grants: GrantRequest?) -> RunGrants.Rule? {
        guard let grants, grants.effects != nil || grants.targets != nil else { return nil }
        return RunGrants.Rule(
            effects: grants.effects.map { Set($0) }, targets: grants.targets,
            origin: .file(manifestPath, line: nil))
    }

    private func set(project own: LibraryPackage) throws(LibraryError) -> LibrarySet {
        var libraries: [String: LibraryFiles] = [:]
        for library in lock.libraries {
            let files = try files(of: library)
            // No lock holds what a folder says of itself, so it may be wrong by now.
            if library.hash == nil { _ = try files.manifest() }
            libraries[Self.key(library.source, library.version)] = files
        }
        return LibrarySet(project: own, folder: project.folder) { [libraries] key in
            try libraries[key].map(package)
        }
    }

    private static func key(_ source: LibrarySource, _ version: SemanticVersion) -> String {
        "\(source)@\(version)"
    }

    var own: LibraryPackage {
        let folder = project.folder
        return LibraryPackage(
            name: project.manifest.name?.text ?? "project",
            version: project.manifest.version.map { "\($0)" } ?? "",
            exports: Self.exports(project.manifest),
            dependencies: dependencies(project.manifest, lock.requires),
            file: { try LibraryFiles.read($0, below: folder) })
    }

    /// Reads what a library says of itself.
    func package(_ files: LibraryFiles) throws(LibraryError) -> LibraryPackage {
        let (library, manifest) = (files.library, try files.manifest())
        return LibraryPackage(
            name: library.name.text, version: "\(library.version)",
            exports: Self.exports(manifest),
            dependencies: dependencies(manifest, library.requires), file: files.read)
    }

    /// A library's files; those of a locked one are found to be the locked ones.
    func files(of library: Lock.Library) throws(LibraryError) -> LibraryFiles {
        guard library.hash != nil else {
            return LibraryFiles(of: library, in: "\(project.folder)/\(library.source)")
        }
        guard let stored = try shelf.find(library) else { throw Project.missing(library) }
        return LibraryFiles(of: library, in: stored.folder, stored)
    }

    private static func exports(_ manifest: Manifest) -> [String: String] {
        Dictionary(manifest.exports.map { ($0.name, $0.path) }) { first, _ in first }
    }

    private func dependencies(
        _ manifest: Manifest, _ locked: [Lock.Requirement]
    ) -> [LibraryPackage.Dependency] {
        manifest.dependencies.compactMap { dependency in
            locked.first { $0.name == dependency.name }.map { requirement in
                LibraryPackage.Dependency(
                    name: dependency.name.text,
                    package: Self.key(requirement.source, requirement.version),
                    // What is granted is agreed to and written down twice; a slip in either is no grant.
                    allow: Set(requirement.allow).intersection(dependency.allow),
                    place: "\(dependency.origin)",
                    line: { allow in
                        var wanted = dependency
                        wanted.allow = Grant.allCases.filter(allow.contains)
                        return "\(wanted.name) = \(ManifestEdit.value(wanted))"
                    })
            }
        }
    }
}

// Scripts by their names: `graph_ops/nightly-pause`.
extension ProjectLibraries {
    /// A script of a package, and how it is run.
    struct Script {
        var source: ScriptSource
        /// How the project requires the library that it is of; nil for the project's own.
        var requirement: Lock.Requirement?
    }

    /// Finds the script that PACKAGE/SCRIPT names; nil when the text is no such name.
    ///
    /// - Throws: `not_found`, with the nearest.
    func script(named text: String) throws -> Script? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let name = PackageName(parts[0]) else { return nil }
        if project.manifest.name?.luaName == name.luaName {
            let path = try Self.path(of: parts[1], in: project.manifest, name.text)
            return Script(source: try ScriptSource.read("\(project.folder)/\(path)"))
        }
        let requirement = lock.requires.first { $0.name.luaName == name.luaName }
        guard let requirement, let library = lock.library(for: requirement) else { return nil }
        let files = try files(of: library)
        let path = try Self.path(of: parts[1], in: files.manifest(), library.title)
        guard let code = try files.read(path) else { throw Project.missing(library) }
        let root = files.folder
        let folder = path.lastIndex(of: "/").map { "\(root)/\(path[..<$0])" } ?? root
        return Script(
            source: ScriptSource(
                name: "\(library.name)@\(library.version)/\(path)", bytes: code, folder: folder),
            requirement: requirement)
    }

    private static func path(
        of script: String, in manifest: Manifest, _ title: String
    ) throws(LibraryError) -> String {
        if let found = manifest.scripts.first(where: { $0.name == script }) { return found.path }
        let names = manifest.scripts.map(\.name)
        throw LibraryError(
            .notFound,
            "\(title) has no script `\(script)`"
                + Suggestion.phrase(for: script, among: names),
            hint: names.isEmpty ? "it has none" : "it has \(names.joined(separator: ", "))")
    }

    /// Gives the run of a library's script what the project lets that library have, and none of its own
    /// variables.
    func apply(
        to configuration: inout RunConfiguration, running requirement: Lock.Requirement,
        isFrozen: Bool = false
    ) throws {
        let variables = configuration.variables
        try apply(to: &configuration, isFrozen: isFrozen)
        configuration.variables = variables
        guard let library = lock.library(for: requirement) else {
            throw LibraryError(.config, "graphene.lock does not hold \(requirement.name)")
        }
        let dependency = project.manifest.dependencies.first { $0.name == requirement.name }
        configuration.libraries.project = try package(files(of: library))
        configuration.libraries.folder = nil
        configuration.grants.rules.append(
            RunGrants.Rule(
                effects: Set(requirement.allow), targets: nil,
                origin: dependency?.origin ?? .file(manifestPath, line: nil)))
    }
}
