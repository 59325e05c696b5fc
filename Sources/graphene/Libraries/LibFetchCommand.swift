import ArgumentParser
import Diagnostics
import JSONDocument
import ScriptLibrary

/// Gets what the lock names.
struct LibFetchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Get exactly the libraries that graphene.lock names.",
        discussion: """
            Nothing of the project is changed. What is at hand already is not fetched; what is \
            damaged is replaced. `graphene run` never fetches, so this is what a fresh checkout \
            and a build need.

            EXAMPLES:
              graphene lib fetch
              graphene lib fetch --output json
            """)

    @OptionGroup(title: "Output") var output: LibraryOutputOptions

    func run() async throws {
        let workspace = try LibraryWorkspace()
        workspace.endOnSignals()
        let project = try Project(at: workspace.folder)
        let lock = try project.fittingLock()
        let shelf = workspace.shelf
        var rows: [JSONValue] = []
        for library in lock.libraries {
            // A folder is there as it is, and what the project carries needs no network.
            let isAtHand = library.hash == nil || (try? shelf.find(library)) != nil
            let isFetched = isAtHand ? false : try workspace.supply().provide(library, of: lock)
            FetchProgress.end()
            rows.append([
                "name": .string(library.name.text), "version": .string("\(library.version)"),
                "fetched": .boolean(isFetched),
            ])
            if output.format == .text {
                try StandardOutput.print("\(library.title): \(isFetched ? "fetched" : "at hand")")
            }
        }
        if output.format == .json {
            try StandardOutput.print(document: ["libraries": .array(rows)])
        } else if lock.libraries.isEmpty {
            try StandardOutput.print("the project has no libraries")
        }
    }
}

/// Reads all files of all libraries.
struct LibVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Read every file of the libraries, and compare it with graphene.lock.",
        discussion: """
            A file that was changed, added or taken away is exit 2, and named. A run compares as \
            much, but reads only what looks touched.

            EXAMPLES:
              graphene lib verify
            """)

    @OptionGroup(title: "Output") var output: LibraryOutputOptions

    func run() async throws {
        let workspace = try LibraryWorkspace()
        let lock = try Project(at: workspace.folder).fittingLock()
        let outcomes = await Self.verify(lock.libraries, workspace.shelf)
        var rows: [JSONValue] = []
        var firstFailure: LibraryError?
        for (library, outcome) in zip(lock.libraries, outcomes) {
            do throws(LibraryError) {
                guard let stored = try outcome.get() else {
                    rows.append(Self.row(library, "folder", nil))
                    if output.format == .text {
                        try? StandardOutput.print("\(library.title): a folder, which is as it is")
                    }
                    continue
                }
                rows.append(Self.row(library, "whole", stored))
                if output.format == .text {
                    try? StandardOutput.print("\(library.title): whole, in \(stored.folder)")
                }
            } catch {
                rows.append(Self.row(library, error.message, nil))
                if output.format == .text {
                    StandardError.write(["\(library.title): \(error.message)"])
                }
                firstFailure = firstFailure ?? error
            }
        }
        if output.format == .json {
            try StandardOutput.print(document: ["libraries": .array(rows)])
        } else if lock.libraries.isEmpty {
            try StandardOutput.print("the project has no libraries")
        }
        if let firstFailure { throw firstFailure }
    }

    /// nil for what no lock holds: a folder.
    private typealias Outcome = Result<StoredLibrary?, LibraryError>

    /// Looks at as many libraries at a time as there are processors; the outcomes are in their order.
    private static func verify(
        _ libraries: [Lock.Library], _ shelf: LibraryShelf
    ) async -> [Outcome] {
        await withTaskGroup(of: (index: Int, outcome: Outcome).self) { group in
            for (index, library) in libraries.enumerated() {
                group.addTask {
                    let outcome = Outcome { () throws(LibraryError) in
                        guard library.hash != nil else { return nil }
                        guard let stored = try shelf.verify(library) else {
                            throw Project.missing(library)
                        }
                        return stored
                    }
                    return (index, outcome)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
                .sorted { $0.index < $1.index }.map(\.outcome)
        }
    }

    private static func row(
        _ library: Lock.Library, _ state: String, _ stored: StoredLibrary?
    ) -> JSONValue {
        [
            "name": .string(library.name.text), "version": .string("\(library.version)"),
            "state": .string(state), "folder": stored.map { .string($0.folder) } ?? .null,
        ]
    }
}

/// Puts the libraries into the project.
struct LibVendorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vendor",
        abstract: "Put the libraries into the project, for runs without git and network.",
        discussion: """
            They are written to \(LibraryShelf.vendorFolder) in the project's folder, exactly as \
            graphene.lock names them; commit it. Runs take them from there, and check them.

            EXAMPLES:
              graphene lib vendor
            """)

    @OptionGroup(title: "Output") var output: LibraryOutputOptions

    func run() async throws {
        try await LibraryWorkspace().change { project, supply in
            let lock = try project.fittingLock()
            var trees: [String: LibraryTree] = [:]
            for library in lock.libraries {
                guard let hash = library.hash else { continue }
                _ = try supply.provide(library, of: lock)
                guard let tree = try supply.stored(hash) else { throw Project.missing(library) }
                trees[LibraryShelf.folderName(of: library, in: lock)] = tree
            }
            FetchProgress.end()
            let path = "\(project.folder)/\(LibraryShelf.vendorFolder)"
            try VendorFolder(path, rememberedIn: nil).replace(by: trees)
            switch output.format {
            case .text:
                let count = trees.count
                try StandardOutput.print(
                    "wrote \(count) librar\(count == 1 ? "y" : "ies") to \(path)")
            case .json:
                try StandardOutput.print(document: [
                    "folder": .string(path),
                    "libraries": .array(trees.keys.sorted().map { .string($0) }),
                ])
            }
        }
    }
}
