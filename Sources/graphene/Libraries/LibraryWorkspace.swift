import Diagnostics
import Glibc
import ScriptAPI
import ScriptLibrary
import Synchronization

/// The project of the working folder, and what its libraries are fetched with.
struct LibraryWorkspace: Sendable {
    let folder: String
    /// nil where there is no place for one, which is no matter as long as nothing is fetched.
    let cache: LibraryCache?
    private let interruption = Interruption()

    /// - Parameter folder: Where the search begins.
    /// - Throws: `config` when there is no project.
    init(from folder: String = ".") throws {
        self.folder = try Self.projectFolder(from: folder)
        let environment = surroundings.environment
        cache = LibraryCache(environment: environment, home: environment["HOME"])
    }

    private static func projectFolder(from folder: String) throws(LibraryError) -> String {
        guard let found = try Project.find(from: folder) else {
            throw LibraryError(
                .config,
                "there is no project here: no \(Manifest.fileName), as far up as the "
                    + "repository goes", hint: "`graphene lib init` makes one of this folder")
        }
        return found
    }

    var shelf: LibraryShelf { Self.shelf(of: folder, cache) }

    /// Whether the project carries libraries with it.
    var hasVendored: Bool { shelf.vendor != nil }

    static func shelf(of folder: String, _ cache: LibraryCache?) -> LibraryShelf {
        let vendor = VendorFolder("\(folder)/\(LibraryShelf.vendorFolder)", rememberedIn: cache)
        return LibraryShelf(cache: cache, vendor: vendor.isThere ? vendor : nil)
    }

    /// - Throws: `config` when there is no place for what is fetched.
    func supply() throws(LibraryError) -> GitSupply {
        guard let cache else {
            throw LibraryError(
                .config,
                "there is no place for libraries: neither XDG_CACHE_HOME nor HOME names a "
                    + "folder by its whole path",
                hint: "set XDG_CACHE_HOME to a folder that lasts")
        }
        return GitSupply(
            cache,
            GitTransport(
                environment: surroundings.environment, scratch: cache.scratch,
                interruption: interruption, progress: { FetchProgress.show($0) }))
    }

    /// Has Ctrl-C end what is under way in order; one that comes again ends the process.
    func endOnSignals() {
        let stops = StopSignals.stream()
        let interruption = interruption
        Task {
            for await number in stops {
                let isAgain = interruption.isRequested
                interruption.request()
                guard isAgain || Standstill.isNow else { continue }
                FetchProgress.end()
                // Whoever insists may do so while the files are being written.
                StandardError.write(
                    Standstill.isNow
                        ? "stopped; nothing was changed"
                        : "stopped at once; `graphene lib list` shows what is locked now")
                Glibc.exit(128 + number)
            }
        }
    }

    /// Goes on unless somebody wants it to stop.
    ///
    /// - Throws: `cancelled`.
    func checkForStop() throws(LibraryError) { try interruption.check() }

    /// Changes the project, as the only one that does.
    ///
    /// - Parameter body: Works out the change from the project as it is.
    /// - Returns: What `body` returns.
    /// - Throws: `config` where the project cannot be held, and what `body` throws.
    func change<Result>(
        _ body: (Project, GitSupply) async throws -> Result
    ) async throws -> Result {
        endOnSignals()
        let hold = try Standstill.during {
            try ProjectHold(folder) {
                StandardError.write("waiting for another `graphene lib` that changes \(folder)")
            }
        }
        defer { withExtendedLifetime(hold) {} }
        try ProjectStorage(folder).recover()
        let result = try await body(try Project(at: folder), try supply())
        FetchProgress.end()
        return result
    }
}

/// How far git is, in one line that is written over and over; nothing without a terminal.
enum FetchProgress {
    private static let isShown = Mutex(false)

    static func show(_ line: String) {
        guard isatty(2) == 1 else { return }
        let isFirst = isShown.withLock { shown in
            defer { shown = true }
            return !shown
        }
        StandardError.redraw(erasing: isFirst ? 0 : 1, ["  " + String(line.prefix(70))])
    }

    /// Takes the line away.
    static func end() {
        let wasShown = isShown.withLock { shown in
            defer { shown = false }
            return shown
        }
        if wasShown { StandardError.redraw(erasing: 1, []) }
    }
}

extension Grant {
    /// Reads what `--allow` has: names, separated by commas; `none` is none of them.
    static func list(_ texts: [String]) throws(UsageFailure) -> [Grant] {
        var grants: Set<Grant> = []
        let names = texts.flatMap { $0.split(separator: ",").map(String.init) }
        for name in names where name != "none" {
            guard let grant = Grant(rawValue: name) else {
                let all = Grant.allCases.map(\.rawValue)
                throw UsageFailure(
                    "--allow \(name): there is no such effect"
                        + Suggestion.phrase(for: name, among: all),
                    hint: "effects are \(all.joined(separator: ", "))")
            }
            grants.insert(grant)
        }
        return Grant.allCases.filter(grants.contains)
    }
}

extension Sequence<Grant> {
    /// `read, snapshot`, or `nothing`.
    var phrase: String {
        let names = map(\.rawValue)
        return names.isEmpty ? "nothing" : names.joined(separator: ", ")
    }
}
