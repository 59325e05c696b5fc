import Diagnostics
import ScriptAPI
import TOMLDocument

/// Changes the dependencies of a manifest as a person would: comments and order stay.
package enum ManifestEdit {
    private static let table = "dependencies"

    /// Adds a dependency, or changes the one of its name.
    ///
    /// - Throws: `config` where the manifest is written so that only a person can change it.
    package static func setting(
        _ dependency: Dependency, in bytes: [UInt8], of path: String
    ) throws(LibraryError) -> [UInt8] {
        let before = try Manifest(parsing: bytes, from: path)
        var edit = TOMLEdit(bytes)
        if let old = before.dependencies.first(where: { $0.name == dependency.name }) {
            if !old.means(dependency) { change(old, to: dependency, &edit) }
        } else {
            edit.append(dependency.name.text, value(dependency), to: [table])
        }
        var wanted = before.dependencies.filter { $0.name != dependency.name }
        wanted.append(dependency)
        try check(edit.bytes, path, wanted, "\(dependency.name) = \(value(dependency))")
        return edit.bytes
    }

    /// Takes a dependency away.
    ///
    /// - Throws: `config` where the manifest is written so that only a person can change it.
    package static func removing(
        _ name: PackageName, from bytes: [UInt8], of path: String
    ) throws(LibraryError) -> [UInt8] {
        let before = try Manifest(parsing: bytes, from: path)
        var edit = TOMLEdit(bytes)
        _ = edit.remove([table, name.text])
        try check(
            edit.bytes, path, before.dependencies.filter { $0.name != name },
            "no line for \(name)")
        return edit.bytes
    }

    /// Whatever was done, the file must say now what it is to say.
    private static func check(
        _ bytes: [UInt8], _ path: String, _ wanted: [Dependency], _ line: String
    ) throws(LibraryError) {
        let after = try? Manifest(parsing: bytes, from: path)
        let isRight =
            after.map { after in
                after.dependencies.count == wanted.count
                    && wanted.allSatisfy { one in after.dependencies.contains { $0.means(one) } }
            } == true
        guard isRight else {
            throw LibraryError(
                .config, "cannot change \(path): its `[dependencies]` are not written a line each",
                hint: "write there yourself: `\(line)`, then `graphene lib add`")
        }
    }

    private static func change(_ old: Dependency, to new: Dependency, _ edit: inout TOMLEdit) {
        let path = [table, new.name.text]
        let members = members(new)
        guard !edit.hasHeader(path) else {
            for key in ["git", "path", "version", "tag", "commit", "allow"] {
                guard let value = members.first(where: { $0.key == key })?.value else {
                    _ = edit.remove(path + [key])
                    continue
                }
                if !edit.replace(path + [key], with: value) { edit.append(key, value, to: path) }
            }
            return
        }
        var small = edit
        // Where nothing comes or goes, what is written beside it stays.
        let isSmall =
            old.source == new.source && keyName(old.revision) == keyName(new.revision)
            && members.filter { !["git", "path"].contains($0.key) }.allSatisfy {
                small.replace(path + [$0.key], with: $0.value)
            }
        if isSmall {
            edit = small
        } else {
            _ = edit.replace(path, with: value(new))
        }
    }

    private static func keyName(_ revision: Dependency.Revision) -> String? {
        switch revision {
        case .version: "version"
        case .tag: "tag"
        case .commit: "commit"
        case .folder: nil
        }
    }

    private static func members(_ dependency: Dependency) -> [(key: String, value: String)] {
        var members: [(key: String, value: String)] = []
        switch dependency.source {
        case .git(let url): members.append(("git", TOMLText.quoted(url)))
        case .path(let path): members.append(("path", TOMLText.quoted(path)))
        }
        let revision: String? =
            switch dependency.revision {
            case .version(let requirement): "\(requirement)"
            case .tag(let tag): tag
            case .commit(let commit): commit
            case .folder: nil
            }
        if let revision, let key = keyName(dependency.revision) {
            members.append((key, TOMLText.quoted(revision)))
        }
        members.append(("allow", TOMLText.list(dependency.allow.map(\.rawValue))))
        return members
    }

    /// A dependency's value: `{ git = "…", version = "^1.4.0", allow = [] }`.
    package static func value(_ dependency: Dependency) -> String {
        "{ " + members(dependency).map { "\($0.key) = \($0.value)" }.joined(separator: ", ") + " }"
    }
}

extension Dependency {
    /// Whether another one says the same, wherever it stands.
    package func means(_ other: Dependency) -> Bool {
        name == other.name && source == other.source && revision == other.revision
            && allow == other.allow
    }
}
