import Diagnostics
package import ScriptAPI
package import TOMLDocument

/// A library that a package requires, and what it may do for it.
package struct Dependency: Hashable, Sendable {
    /// What of a repository is meant.
    package enum Revision: Hashable, Sendable {
        case version(VersionRequirement)
        case tag(String)
        case commit(String)
        /// A folder, as it is.
        case folder
    }

    /// What it is called in this package; `require` names it so.
    package var name: PackageName
    package var source: LibrarySource
    package var revision: Revision
    /// The effects that it may have, in the order of all effects; none when nothing is said.
    package var allow: [Grant]
    package var origin: Origin

    package init(
        _ name: PackageName, _ source: LibrarySource, _ revision: Revision, allow: [Grant] = [],
        origin: Origin = .flag("graphene lib")
    ) {
        self.name = name
        self.source = source
        self.revision = revision
        self.allow = Grant.allCases.filter(allow.contains)
        self.origin = origin
    }
}

extension Dependency.Revision: CustomStringConvertible {
    /// As messages name it: `^1.4.0`, `tag nightly`.
    package var description: String {
        switch self {
        case .version(let requirement): "\(requirement)"
        case .tag(let tag): "tag \(tag)"
        case .commit(let commit): "commit \(commit.prefix(12))"
        case .folder: "as it is"
        }
    }
}

extension Dependency {
    private static let keys = ["git", "path", "version", "tag", "commit", "allow"]

    init(_ key: String, _ value: LocatedValue) throws(LibraryError) {
        let what = "dependency `\(key)`"
        guard let name = PackageName(key) else {
            throw LibraryError(value.origin, "`\(key)` is no package's name", PackageName.rule)
        }
        let table = try ClosedTable.reading(value, what, keys: Self.keys)
        let source = try Self.source(table, what, value.origin)
        let revision = try Self.revision(table, source, what, value.origin)
        self.init(
            name, source, revision, allow: try GrantRequest.effects(table, "allow"),
            origin: value.origin)
    }

    private static func source(
        _ table: ClosedTable, _ what: String, _ origin: Origin
    ) throws(LibraryError) -> LibrarySource {
        let git = try LibraryError.wrapping { () throws(ConfigurationFailure) in
            try table.string("git")
        }
        let path = try LibraryError.wrapping { () throws(ConfigurationFailure) in
            try table.string("path")
        }
        switch (git, path) {
        case (let git?, nil):
            do throws(LibraryError) { return try repository(git.value) } catch {
                throw LibraryError(git.origin, error.message, error.hint)
            }
        case (nil, let path?):
            guard !path.value.hasPrefix("/"), !path.value.hasPrefix("~") else {
                throw LibraryError(
                    path.origin,
                    "`path` of \(what) is `\(path.value)`, and others have it elsewhere",
                    "write it from the project's folder on: `../naming`")
            }
            return .path(path.value)
        case (nil, nil):
            throw LibraryError(
                origin, "\(what) says neither `git` nor `path`",
                "write { git = \"https://…\", version = \"^1.0\" }")
        case (_?, let path?):
            throw LibraryError(
                path.origin, "\(what) has both `git` and `path`", "leave out one of them")
        }
    }

    /// The repository of an address that may stand in a manifest.
    ///
    /// - Throws: `usage`, without what may be a password.
    static func repository(_ url: String) throws(LibraryError) -> LibrarySource {
        .git(try LibraryURL(url).description)
    }

    private static func revision(
        _ table: ClosedTable, _ source: LibrarySource, _ what: String, _ origin: Origin
    ) throws(LibraryError) -> Revision {
        var found: [(key: String, text: Sourced<String>)] = []
        for key in ["version", "tag", "commit"] {
            let text = try LibraryError.wrapping { () throws(ConfigurationFailure) in
                try table.string(key)
            }
            if let text { found.append((key, text)) }
        }
        if case .path = source {
            guard let (key, text) = found.first else { return .folder }
            throw LibraryError(
                text.origin, "\(what) has `path` and `\(key)`, and a folder is as it is",
                "leave out `\(key)`")
        }
        guard let (key, text) = found.first else {
            throw LibraryError(
                origin, "\(what) says no `version`, `tag` or `commit`", VersionRequirement.advice)
        }
        guard found.count == 1 else {
            throw LibraryError(
                found[1].text.origin, "\(what) has both `\(key)` and `\(found[1].key)`",
                "leave out one of them")
        }
        switch key {
        case "version":
            guard let requirement = VersionRequirement(text.value) else {
                throw LibraryError(
                    text.origin, "`version` of \(what) is `\(text.value)`, which is none",
                    VersionRequirement.advice)
            }
            return .version(requirement)
        case "tag": return .tag(text.value)
        default:
            guard isCommit(text.value) else {
                throw LibraryError(
                    text.origin, "`commit` of \(what) is `\(text.value)`, which is no whole commit",
                    "write all of its 40 digits, 0-9 and a-f")
            }
            return .commit(text.value)
        }
    }

    /// Whether a text is a whole commit's name.
    static func isCommit(_ text: String) -> Bool {
        [40, 64].contains(text.utf8.count)
            && text.utf8.allSatisfy { 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 }
    }
}
