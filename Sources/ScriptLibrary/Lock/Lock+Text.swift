import ScriptAPI
import TOMLDocument

extension Lock {
    /// The file: one text for one lock, in which two people's changes meet line by line.
    package var text: String {
        var text = """
            # Written by `graphene lib`: commit it, and leave changes to `graphene lib`.
            format = \(Self.format)

            """
        text += "requires = " + Self.list(requires)
        for library in libraries { text += "\n" + Self.section(library) }
        return text
    }

    private static func section(_ library: Library) -> String {
        var lines = [
            "[[library]]", "name = \(TOMLText.quoted(library.name.text))",
            member(library.source), "version = \(TOMLText.quoted("\(library.version)"))",
        ]
        if let commit = library.commit { lines.append("commit = \(TOMLText.quoted(commit))") }
        if let hash = library.hash { lines.append("hash = \(TOMLText.quoted("\(hash)"))") }
        lines.append("granted = " + TOMLText.list(library.granted.map(\.rawValue)))
        // Last, and always there: a file that was cut off lacks it.
        return lines.map { $0 + "\n" }.joined() + "requires = " + list(library.requires)
    }

    private static func member(_ source: LibrarySource) -> String {
        switch source {
        case .git(let url): "git = \(TOMLText.quoted(url))"
        case .path(let path): "path = \(TOMLText.quoted(path))"
        }
    }

    private static func list(_ requirements: [Requirement]) -> String {
        guard !requirements.isEmpty else { return "[]\n" }
        let lines = requirements.map { requirement in
            let members = [
                "name = \(TOMLText.quoted(requirement.name.text))", member(requirement.source),
                "wanted = \(TOMLText.quoted(requirement.wanted))",
                "version = \(TOMLText.quoted("\(requirement.version)"))",
                "allow = " + TOMLText.list(requirement.allow.map(\.rawValue)),
            ]
            return "    { \(members.joined(separator: ", ")) },\n"
        }
        return "[\n" + lines.joined() + "]\n"
    }
}
