import ArgumentParser
import Diagnostics
import JSONDocument
import ScriptLibrary

/// Shows what changed between two versions of a library.
struct LibDiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show what changed between two versions of a library.",
        discussion: """
            Without versions, between the one that is locked and the newest of its major; with \
            one, between the locked one and that. Nothing of the project is changed.

            EXAMPLES:
              graphene lib diff checks
              graphene lib diff checks 1.5.0
              graphene lib diff checks 1.4.0 1.5.0
            """)

    @Argument(help: "What graphene.toml calls it, or what it calls itself.")
    var name: String

    @Argument(help: "A version, or two.")
    var versions: [String] = []

    @OptionGroup(title: "Output") var output: LibraryOutputOptions

    func validate() throws {
        guard versions.count <= 2 else {
            throw ValidationError("At most two versions are compared.")
        }
    }

    func run() async throws {
        let name = try LibraryName.read(name)
        let workspace = try LibraryWorkspace()
        workspace.endOnSignals()
        let project = try Project(at: workspace.folder)
        let lock = project.lock ?? Lock()
        let locked = lock.library(named: name) ?? lock.libraries.first { $0.name == name }
        guard let locked else {
            throw LibraryError(
                .notFound,
                "the project has no library `\(name)`"
                    + Suggestion.phrase(
                        for: name.text,
                        among: lock.requires.map(\.name.text) + lock.libraries.map(\.name.text)),
                hint: "`graphene lib list` shows what it has")
        }
        let resolver = LibraryResolver(
            folder: project.folder, locked: lock, from: try workspace.supply())
        let (old, new) = try await pair(locked, resolver)
        let comparison = TreeComparison(
            from: try await tree(locked, old, resolver), to: try await tree(locked, new, resolver))
        FetchProgress.end()
        try show(comparison, locked, old, new)
    }

    private func pair(
        _ locked: Lock.Library, _ resolver: LibraryResolver
    ) async throws -> (SemanticVersion, SemanticVersion) {
        let given = try versions.map { text throws(UsageFailure) in
            guard let version = SemanticVersion(tag: text) else {
                throw UsageFailure("`\(text)` is no version", hint: "write three numbers: 1.4.0")
            }
            return version
        }
        if given.count == 2 { return (given[0], given[1]) }
        if let version = given.first { return (locked.version, version) }
        let all = try await resolver.versions(of: locked.source)
        let newest = all.filter { !$0.isPrerelease && $0.major == locked.version.major }.max()
        return (locked.version, newest ?? locked.version)
    }

    private func tree(
        _ locked: Lock.Library, _ version: SemanticVersion, _ resolver: LibraryResolver
    ) async throws -> LibraryTree {
        guard case .git = locked.source else {
            throw LibraryError(
                .unsupported, "\(locked.name) is a folder, which has no versions",
                hint: "compare it with git")
        }
        let pick: LibraryRevision.Pick =
            version == locked.version
            ? locked.commit.map { .commit($0) } ?? .version(version) : .version(version)
        let found = try await resolver.resolve(LibraryRevision(locked.source, pick))
        guard let tree = found.tree else { throw Project.missing(locked) }
        return tree
    }

    private func show(
        _ comparison: TreeComparison, _ library: Lock.Library, _ old: SemanticVersion,
        _ new: SemanticVersion
    ) throws {
        switch output.format {
        case .json:
            let files = comparison.files.map { file -> JSONValue in
                [
                    "path": .string(file.path), "change": .string(file.kind.rawValue),
                    "lines": file.difference.map { .array($0.lines.map { .string($0) }) } ?? .null,
                ]
            }
            try StandardOutput.print(document: [
                "name": .string(library.name.text), "from": .string("\(old)"),
                "to": .string("\(new)"), "files": .array(files),
            ])
        case .text:
            var lines: [String] = []
            for file in comparison.files {
                lines.append(file.kind == .added ? "--- /dev/null" : "--- \(old)/\(file.path)")
                lines.append(file.kind == .removed ? "+++ /dev/null" : "+++ \(new)/\(file.path)")
                lines += file.difference?.lines ?? ["(no text)"]
            }
            let count = comparison.files.count
            lines.append(
                count == 0
                    ? "\(library.name) \(old) and \(new) are the same"
                    : "\(library.name) \(old) -> \(new): \(count) file\(count == 1 ? "" : "s"), "
                        + "+\(comparison.added) -\(comparison.removed)")
            try StandardOutput.print(lines.joined(separator: "\n"))
        }
    }
}
