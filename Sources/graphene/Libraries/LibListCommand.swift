import ArgumentParser
import Diagnostics
import JSONDocument
import ScriptAPI
import ScriptHost
import ScriptLibrary

/// Lists the libraries of a project.
struct LibListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the libraries: version, newest version, what each may do.",
        discussion: """
            Each is called what graphene.toml calls it, or itself where only libraries require it. \
            The newest versions are asked of the repositories; --offline does without. STATE is \
            `at hand`, `missing` (graphene lib fetch gets it), `damaged` or `folder`.

            EXAMPLES:
              graphene lib list
              graphene lib list --offline --output json
            """)

    @Flag(help: "Ask no repository.")
    var offline = false

    @OptionGroup(title: "Output") var output: LibraryOutputOptions

    private struct Row {
        var library: Lock.Library
        /// What graphene.toml calls it; none for one that only libraries require.
        var names: [String]
        var state: String
        var newest: SemanticVersion?
        var newestMajor: SemanticVersion?

        var isOutdated: Bool { newest.map { $0 > library.version } == true }
    }

    func run() throws {
        let workspace = try LibraryWorkspace()
        workspace.endOnSignals()
        let project = try Project(at: workspace.folder)
        let lock = project.lock ?? Lock()
        do throws(LibraryError) { _ = try project.fittingLock() } catch {
            StandardError.write("warning: \(error.message)")
        }
        var rows: [Row] = []
        var tags: [LibrarySource: [SemanticVersion]] = [:]
        for library in lock.libraries {
            let names = lock.requires.filter { lock.library(for: $0)?.key == library.key }
            var row = Row(
                library: library, names: names.map(\.name.text),
                state: Self.state(library, workspace.shelf))
            if !offline, case .git(let url) = library.source {
                if tags[library.source] == nil {
                    tags[library.source] = versions(of: url, library, workspace)
                }
                let versions = tags[library.source] ?? []
                let releases = versions.filter { !$0.isPrerelease }
                row.newest = releases.filter { $0.major == library.version.major }.max()
                row.newestMajor = releases.max()
            }
            rows.append(row)
        }
        FetchProgress.end()
        switch output.format {
        case .json:
            try StandardOutput.print(document: ["libraries": .array(rows.map(Self.document))])
        case .text where rows.isEmpty:
            try StandardOutput.print("the project has no libraries")
        case .text: try StandardOutput.print(Self.table(rows), terminator: "")
        }
    }

    private func versions(
        of url: String, _ library: Lock.Library, _ workspace: LibraryWorkspace
    ) -> [SemanticVersion] {
        do throws(LibraryError) {
            return try workspace.supply().tags(of: url).compactMap { SemanticVersion(tag: $0.name) }
        } catch {
            FetchProgress.end()
            StandardError.write("warning: \(library.name): \(error.message)")
            return []
        }
    }

    private static func state(_ library: Lock.Library, _ shelf: LibraryShelf) -> String {
        guard library.hash != nil else { return "folder" }
        do throws(LibraryError) {
            return try shelf.find(library) == nil ? "missing" : "at hand"
        } catch { return "damaged" }
    }

    private static func table(_ rows: [Row]) -> String {
        let columns = ["library", "version", "newest", "state", "may", "source"]
        let cells = rows.map { row -> JSONValue in
            let major = row.newestMajor.flatMap { $0.major > row.library.version.major ? $0 : nil }
            let newest = [row.isOutdated ? row.newest : nil, major].compactMap {
                $0.map { "\($0)" }
            }
            return .array(
                [
                    row.names.isEmpty
                        ? row.library.name.text : row.names.joined(separator: ", "),
                    "\(row.library.version)",
                    newest.joined(separator: ", "), row.state, row.library.granted.phrase,
                    "\(row.library.source)",
                ].map { .string($0) })
        }
        return TableText.render(TableOutput(rows: .array(cells), columns: columns))
    }

    private static func document(_ row: Row) -> JSONValue {
        [
            "name": .string(row.library.name.text),
            "names": .array(row.names.map { .string($0) }),
            "version": .string("\(row.library.version)"),
            "source": .string("\(row.library.source)"),
            "commit": row.library.commit.map { .string($0) } ?? .null,
            "hash": row.library.hash.map { .string("\($0)") } ?? .null,
            "state": .string(row.state), "granted": PlanText.list(row.library.granted),
            "newest": row.newest.map { .string("\($0)") } ?? .null,
            "newest_of_all": row.newestMajor.map { .string("\($0)") } ?? .null,
            "outdated": .boolean(row.isOutdated),
        ]
    }
}
