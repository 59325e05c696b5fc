import Diagnostics
package import ScriptAPI

/// What `graphene lib add` was asked to add.
package struct AddRequest: Sendable {
    package enum Subject: Hashable, Sendable {
        case source(LibrarySource)
        case name(PackageName)
    }

    package var subject: Subject
    /// As it was written after the `@`.
    package var wanted: String?
    /// What to call it; the library's own name when nothing is said.
    package var name: PackageName?
    /// nil leaves what was granted before.
    package var allow: [Grant]?

    /// Reads `URL|FOLDER|NAME[@VERSION]`.
    ///
    /// - Throws: `usage` for what is none of them.
    package init(_ text: String) throws(LibraryError) {
        let (subject, wanted) = Self.parts(of: text)
        if wanted?.isEmpty == true || subject.isEmpty {
            throw LibraryError(
                .usage, "`\(text)` names no library and version", hint: "write NAME@1.4.2")
        }
        self.wanted = wanted
        let isFolder = ["./", "../"].contains { subject.hasPrefix($0) } || subject == ".."
        if isFolder {
            self.subject = .source(.path(LibraryResolver.joined(".", subject)))
        } else if let name = PackageName(subject) {
            self.subject = .name(name)
        } else if subject.contains(":") {
            self.subject = .source(try Dependency.repository(subject))
        } else {
            throw LibraryError(
                .usage, "`\(subject)` is no address, folder or name of a library",
                hint: "write https://HOST/PATH, ./FOLDER or ../FOLDER, or a name from graphene.toml"
            )
        }
    }

    /// Cuts at the last `@` behind which no path goes on: `git@host:path@1.4.2`.
    private static func parts(of text: String) -> (String, String?) {
        guard let at = text.lastIndex(of: "@") else { return (text, nil) }
        let rest = text[text.index(after: at)...]
        guard !rest.contains("/"), !rest.contains(":"), at != text.startIndex else {
            return (text, nil)
        }
        return (String(text[..<at]), String(rest))
    }

    /// What a text after the `@` means: a version alone is the oldest that will do.
    static func revision(_ text: String) -> Dependency.Revision {
        if let version = SemanticVersion(tag: text) {
            return .version(VersionRequirement(.caret, version))
        }
        if let requirement = VersionRequirement(text) { return .version(requirement) }
        return Dependency.isCommit(text) ? .commit(text) : .tag(text)
    }
}
