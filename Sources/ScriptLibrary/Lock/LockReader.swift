import Diagnostics
import ScriptAPI
import TOMLDocument

extension Lock {
    /// Reads a lock, strictly: a lock that says something else than it seems to is worse than none.
    ///
    /// - Throws: `config` for a newer format or a merge that is not finished; `integrity` for what is
    ///   not whole, or was changed so that it does not hold together.
    package init(parsing bytes: [UInt8], from path: String) throws(LibraryError) {
        try Self.checkForConflict(bytes, path)
        let root: LocatedValue
        do throws(ConfigurationFailure) {
            root = try LocatedValue(parsing: bytes, from: path)
        } catch {
            throw Self.damaged("\(error.message)", cause: error)
        }
        try Self.checkFormat(root, path)
        let reader = LockReader()
        let table = try reader.table(root, "a lock", ["format", "requires", "library"])
        requires = try reader.requirements(table, root.origin)
        if let value = table["library"] {
            guard case .array(let elements) = value.content else {
                throw Self.damaged("\(value.origin): `library` is no list of tables")
            }
            for element in elements { libraries.append(try reader.library(element)) }
        }
        try checkWholeness(path)
    }

    static func damaged(_ reason: String, cause: (any Error)? = nil) -> LibraryError {
        LibraryError(
            .integrity, reason + "; the lock is damaged or only half there",
            hint: "take it from the repository again: `git checkout graphene.lock`", cause: cause)
    }

    private static func checkForConflict(_ bytes: [UInt8], _ path: String) throws(LibraryError) {
        let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
        let marks = ["<<<<<<< ", ">>>>>>> ", "||||||| "]
        let number = lines.firstIndex { line in marks.contains { line.starts(with: $0.utf8) } }
        guard let number else { return }
        throw LibraryError(
            .config,
            "\(path):\(number + 1): two changes of the lock met in a merge, and nobody "
                + "has said yet which holds",
            hint: "merge graphene.toml, take one side (`git checkout --ours graphene.lock`), then "
                + "`graphene lib add`")
    }

    private static func checkFormat(_ root: LocatedValue, _ path: String) throws(LibraryError) {
        guard case .table(let members) = root.content,
            let value = members.first(where: { $0.key == "format" })?.value
        else { throw damaged("\(path) does not say its `format`") }
        guard case .integer(let number) = value.content, number > 0 else {
            throw damaged("\(value.origin): `format` is no number")
        }
        guard number <= format else {
            throw LibraryError(
                .config,
                "\(value.origin): the lock is of format \(number), and this graphene "
                    + "reads formats up to \(format)",
                hint: "use the graphene that wrote it, or a newer one")
        }
    }

    /// Whether each requirement leads to a library, each library is required, and none is there twice.
    private func checkWholeness(_ path: String) throws(LibraryError) {
        var lines: Set<BuildList.Line> = []
        for library in libraries
        where !lines.insert(BuildList.Line(library.source, library.version.major)).inserted {
            throw Self.damaged("\(path) has \(library.name) \(library.version.major) twice")
        }
        let requirements = requires + libraries.flatMap(\.requires)
        let present = Set(libraries.map(\.key))
        if let lost = requirements.first(where: { !present.contains($0.key) }) {
            throw Self.damaged("\(path) requires \(lost.name) \(lost.version) and does not have it")
        }
        let required = Set(requirements.map(\.key))
        if let idle = libraries.first(where: { !required.contains($0.key) }) {
            throw Self.damaged("\(path) has \(idle.title), which nothing in it requires")
        }
    }
}

/// The parts of a lock.
private struct LockReader {
    func table(
        _ value: LocatedValue, _ name: String, _ keys: [String]
    ) throws(LibraryError) -> ClosedTable {
        do throws(LibraryError) {
            return try ClosedTable.reading(value, name, keys: keys)
        } catch { throw Lock.damaged(error.message) }
    }

    func library(_ value: LocatedValue) throws(LibraryError) -> Lock.Library {
        let table = try table(
            value, "a library of a lock",
            ["name", "git", "path", "version", "commit", "hash", "granted", "requires"])
        var library = Lock.Library(
            try name(table, value.origin), try source(table, value.origin),
            try version(table, value.origin))
        if case .git = library.source {
            library.commit = try commit(table, value.origin)
            guard let hash = TreeHash(try text("hash", table, value.origin)) else {
                throw Lock.damaged("\(value.origin): `hash` of \(library.name) is none")
            }
            library.hash = hash
        }
        library.granted = try effects("granted", table, value.origin)
        library.requires = try requirements(table, value.origin)
        return library
    }

    func requirements(
        _ table: ClosedTable, _ origin: Origin
    ) throws(LibraryError) -> [Lock.Requirement] {
        guard let value = table["requires"], case .array(let elements) = value.content else {
            throw Lock.damaged("\(origin): there is no list `requires`")
        }
        var requirements: [Lock.Requirement] = []
        for element in elements {
            let table = try self.table(
                element, "a requirement of a lock",
                ["name", "git", "path", "wanted", "version", "allow"])
            requirements.append(
                Lock.Requirement(
                    try name(table, element.origin), try source(table, element.origin),
                    wanted: try text("wanted", table, element.origin),
                    try version(table, element.origin),
                    allow: try effects("allow", table, element.origin)))
        }
        return requirements
    }

    private func text(
        _ key: String, _ table: ClosedTable, _ origin: Origin
    ) throws(LibraryError) -> String {
        guard let value = table[key], case .string(let text) = value.content else {
            throw Lock.damaged("\(origin): there is no `\(key)`")
        }
        return text
    }

    private func name(_ table: ClosedTable, _ origin: Origin) throws(LibraryError) -> PackageName {
        let text = try text("name", table, origin)
        guard let name = PackageName(text) else {
            throw Lock.damaged("\(origin): `\(text)` is no package's name")
        }
        return name
    }

    private func version(
        _ table: ClosedTable, _ origin: Origin
    ) throws(LibraryError) -> SemanticVersion {
        let text = try text("version", table, origin)
        guard let version = SemanticVersion(text) else {
            throw Lock.damaged("\(origin): `\(text)` is no version")
        }
        return version
    }

    private func source(
        _ table: ClosedTable, _ origin: Origin
    ) throws(LibraryError) -> LibrarySource {
        if table["path"] != nil { return .path(try text("path", table, origin)) }
        let url = try text("git", table, origin)
        do throws(LibraryError) { return try Dependency.repository(url) } catch {
            throw Lock.damaged("\(origin): \(error.message)")
        }
    }

    private func commit(
        _ table: ClosedTable, _ origin: Origin
    ) throws(LibraryError) -> String {
        let text = try text("commit", table, origin)
        guard Dependency.isCommit(text) else {
            throw Lock.damaged("\(origin): `commit` is none")
        }
        return text
    }

    private func effects(
        _ key: String, _ table: ClosedTable, _ origin: Origin
    ) throws(LibraryError) -> [Grant] {
        guard table[key] != nil else { throw Lock.damaged("\(origin): there is no `\(key)`") }
        do throws(LibraryError) { return try GrantRequest.effects(table, key) } catch {
            throw Lock.damaged(error.message)
        }
    }
}
