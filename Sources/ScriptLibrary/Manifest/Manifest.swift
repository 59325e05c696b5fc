import Diagnostics
package import TOMLDocument

/// What `graphene.toml` says of a package: its name, what it gives, what it requires and may do.
package struct Manifest: Sendable {
    package static let fileName = "graphene.toml"

    package var name: PackageName?
    package var version: SemanticVersion?
    /// The modules that others may require, sorted.
    ///
    /// Their names are what follows the package's and a dot; `init` is the package's own module.
    package var exports: [Export] = []
    /// What `graphene run PACKAGE/SCRIPT` finds, sorted.
    package var scripts: [Export] = []
    /// In the order of the file.
    package var dependencies: [Dependency] = []
    /// nil where the file has no `[grants]`.
    package var grants: GrantRequest?
    /// Whether the file says anything of a package, and not only `protect` and the like.
    package var describesPackage = false

    /// A name, and the file that it stands for.
    package struct Export: Hashable, Sendable {
        package var name: String
        package var path: String
        package var origin: Origin

        package init(_ name: String, _ path: String, origin: Origin) {
            self.name = name
            self.path = path
            self.origin = origin
        }
    }

    package init() {}

    package static let tables = ["package", "dependencies", "grants"]
    /// What else the file may have, which others read.
    private static let otherKeys = ["protect", "limits", "rate", "read_only"]

    /// Reads the tables that are about packages; others are checked by those who read them.
    ///
    /// - Throws: `config`, naming file and line.
    package init(parsing bytes: [UInt8], from path: String) throws(LibraryError) {
        let root = try LibraryError.wrapping { () throws(ConfigurationFailure) in
            try LocatedValue(parsing: bytes, from: path)
        }
        guard case .table(let members) = root.content else { return }
        let known = Self.tables + Self.otherKeys
        for (key, value) in members {
            switch key {
            case "package": try readPackage(value)
            case "dependencies": try readDependencies(value)
            case "grants": grants = try GrantRequest(value)
            default:
                // A library may be newer than this build, but a slip is no news.
                guard !known.contains(key), let near = Suggestion.nearest(to: key, among: known)
                else { continue }
                throw LibraryError(
                    value.origin, "`\(Self.fileName)` has no `\(key)`; did you mean `\(near)`?",
                    "it takes \(known.joined(separator: ", "))")
            }
        }
        describesPackage = members.contains { Self.tables.contains($0.key) }
    }

    private mutating func readPackage(_ value: LocatedValue) throws(LibraryError) {
        let table = try ClosedTable.reading(
            value, "`package`", keys: ["name", "version", "exports", "scripts"])
        let text = try LibraryError.wrapping { () throws(ConfigurationFailure) in
            try table.string("name")
        }
        guard let text else {
            throw LibraryError(
                value.origin, "`package` has no `name`", "write name = \"graph-ops\"")
        }
        guard let name = PackageName(text.value) else {
            throw LibraryError(
                text.origin, "`\(text.value)` is no package's name", PackageName.rule)
        }
        self.name = name
        let number = try LibraryError.wrapping { () throws(ConfigurationFailure) in
            try table.string("version")
        }
        if let number {
            guard let version = SemanticVersion(number.value) else {
                throw LibraryError(
                    number.origin, "`version` of `package` is `\(number.value)`, which is none",
                    "write three numbers: \"1.4.0\"")
            }
            self.version = version
        }
        exports = try Self.files(table, "exports", isName: Self.isModuleName)
        scripts = try Self.files(table, "scripts", isName: Self.isScriptName)
    }

    private mutating func readDependencies(_ value: LocatedValue) throws(LibraryError) {
        guard case .table(let members) = value.content else {
            throw LibraryError(
                value.origin, "`dependencies` must be a table, not \(value.typePhrase)",
                "write `[dependencies]`, and a line for each")
        }
        var names: [String: PackageName] = [:]
        for (key, value) in members {
            let dependency = try Dependency(key, value)
            if let other = names.updateValue(dependency.name, forKey: dependency.name.luaName) {
                throw LibraryError(
                    value.origin,
                    "`\(other)` and `\(dependency.name)` are one name in Lua, `\(other.luaName)`",
                    "give one of them another name")
            }
            guard dependency.name.luaName != name?.luaName else {
                throw LibraryError(
                    value.origin, "`\(dependency.name)` is this package's own name",
                    "give the dependency another name")
            }
            dependencies.append(dependency)
        }
    }

    private static func files(
        _ table: ClosedTable, _ key: String, isName: (String) -> Bool
    ) throws(LibraryError) -> [Export] {
        guard let value = table[key] else { return [] }
        guard case .table(let members) = value.content else {
            throw LibraryError(
                value.origin, "`\(key)` must be a table, not \(value.typePhrase)",
                "write { name = \"folder/file.lua\" }")
        }
        var files: [Export] = []
        for (name, value) in members {
            guard case .string(let path) = value.content else {
                throw LibraryError(
                    value.origin,
                    "`\(name)` in `\(key)` must be a file's path, not "
                        + value.typePhrase, "write \"folder/file.lua\"")
            }
            guard isName(name) else {
                throw LibraryError(
                    value.origin, "`\(name)` in `\(key)` is no name that others could write",
                    "use letters, digits and `_`")
            }
            guard isInside(path), path.hasSuffix(".lua") else {
                throw LibraryError(
                    value.origin,
                    "`\(name)` in `\(key)` is `\(path)`, which is no Lua file below "
                        + "the package's folder", "write its path from there: \"lua/dr.lua\"")
            }
            files.append(Export(name, path, origin: value.origin))
        }
        return files.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// Words joined by dots.
    private static func isModuleName(_ name: String) -> Bool {
        name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
            part.first.map { $0.isASCII && ($0.isLetter || $0 == "_") } == true
                && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        }
    }

    private static func isScriptName(_ name: String) -> Bool {
        !name.isEmpty && name.first != "-"
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
    }

    private static func isInside(_ path: String) -> Bool {
        !path.isEmpty && !path.utf8.contains(0) && !path.contains("\\")
            && path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
                !$0.isEmpty && $0 != "." && $0 != ".."
            }
    }
}
