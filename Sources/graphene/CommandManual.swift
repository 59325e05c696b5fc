import Diagnostics
import ScriptAPI

/// The manual page of the commands, `graphene(1)`, rendered from the command line's own description.
enum CommandManual {
    static func text() throws -> String {
        let tree = try CommandTree.read()
        var page = Roff("graphene", section: 1, version: Graphene.version)
        page.section("Name")
        page.paragraph("graphene - \(trimmed(tree.abstract))")
        page.section("Synopsis")
        page.paragraph("`graphene` command [arguments] [options]")
        page.section("Description")
        page.paragraph(
            "Runs a team's own Lua scripts against the GrapheneDB cloud API, or against a simulated "
                + "one. A script runs in a process of its own without files, network and credentials; "
                + "it asks for effects by name, and `graphene` checks, performs and records them.")
        add(discussion: tree.discussion, to: &page)
        page.section("Commands")
        for command in tree.subcommands { add(command, below: "graphene", to: &page) }
        addExitStatus(to: &page)
        addSurroundings(to: &page)
        page.section("See also")
        page.paragraph("`graphene-lua`(3), the functions that scripts have; `graphene doc`")
        return page.text
    }

    private static func add(_ command: CommandTree, below parent: String, to page: inout Roff) {
        let name = "\(parent) \(command.name)"
        let words = command.arguments.filter { $0.kind == .positional }.map { argument in
            let word = argument.isRepeating ? "\(argument.valueName)…" : argument.valueName
            return argument.isOptional ? "[\(word)]" : word
        }
        page.subsection(([name] + words).joined(separator: " "))
        page.paragraph(command.abstract)
        add(discussion: command.discussion, to: &page)
        for argument in command.arguments
        where !["--help", "--version"].contains(argument.names.last) {
            page.item(title(of: argument), argument.help + notes(on: argument))
        }
        for subcommand in command.subcommands { add(subcommand, below: name, to: &page) }
    }

    private static func title(of argument: CommandTree.Argument) -> String {
        guard argument.kind != .positional else { return argument.valueName }
        let names = argument.names.joined(separator: ", ")
        return argument.kind == .option ? "\(names) \(argument.valueName)" : names
    }

    private static func notes(on argument: CommandTree.Argument) -> String {
        argument.fallback.map { " By default `\($0)`." } ?? ""
    }

    /// Paragraphs of text, and indented blocks below a title, such as examples.
    private static func add(discussion: String, to page: inout Roff) {
        for block in discussion.split(separator: "\n\n") {
            let lines = block.split(separator: "\n").map(String.init)
            guard let first = lines.first else { continue }
            guard first.hasSuffix(":"), lines.dropFirst().allSatisfy({ $0.hasPrefix("  ") }) else {
                page.paragraph(lines.joined(separator: " "))
                continue
            }
            page.paragraph(first.prefix(1) + first.dropFirst().lowercased())
            page.example(lines.dropFirst().map { String($0.dropFirst(2)) }.joined(separator: "\n"))
        }
    }

    private static func addExitStatus(to page: inout Roff) {
        page.section("Exit status")
        page.item("0", "It worked.")
        let statuses = Set(ErrorCode.allCases.map(\.exitStatus)).sorted()
        for status in statuses {
            let codes = ErrorCode.allCases.filter { $0.exitStatus == status }.map(\.rawValue)
            page.item(status == 130 ? "130, 143" : "\(status)", codes.joined(separator: ", "))
        }
        page.paragraph("`graphene explain` tells what each of these codes means, and what to do.")
    }

    private static func addSurroundings(to page: inout Roff) {
        page.section("Environment")
        for (name, help) in environment { page.item(name, help) }
        page.section("Files")
        for (path, help) in files { page.item(path, help) }
    }

    private static func trimmed(_ text: String) -> String {
        let end = text.hasSuffix(".") ? text.dropLast() : text[...]
        return end.prefix(1).lowercased() + end.dropFirst()
    }

    private static let environment: KeyValuePairs = [
        "GRAPHENEDB_CLIENT_ID": "The API client that you sign in as.",
        "GRAPHENEDB_CLIENT_SECRET":
            "Its secret. Its bytes in the environment are overwritten as soon as they are read.",
        "GRAPHENEDB_CLIENT_SECRET_FILE": "A file of mode 600 that holds the secret instead.",
        "GRAPHENE_API_URL": "Where the API is, unless `--api-url` says so.",
        "GRAPHENE_PROFILE": "The profile, unless `--profile` names one.",
        "GRAPHENE_CONFIG": "Your configuration file, instead of the usual one.",
        "GRAPHENE_STATE_DIR": "Where the records of runs go, instead of the usual place.",
        "XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_CACHE_HOME":
            "Where the files below are, instead of `~/.config`, `~/.local/state` and `~/.cache`.",
        "HTTPS_PROXY, NO_PROXY": "The proxy to the API, and which hosts are reached without one.",
        "SSL_CERT_FILE": "The certificate authorities that are trusted.",
        "GITHUB_ACTIONS": "When it is set, errors are shown as annotations too.",
        "TERM": "With `dumb`, no cursor is moved.",
    ]

    private static let files: KeyValuePairs = [
        "~/.config/graphene/config.toml": "Your profiles: accounts, and what is protected.",
        "graphene.toml": "What a project asks of every run of its scripts; it can only narrow.",
        "~/.local/state/graphene/": "The records of runs, which `graphene runs` reads.",
        "~/.cache/graphene/": "Names of your accounts' databases, for completion.",
        ".graphene/types/, .luarc.json, .luacheckrc": "What `graphene types` writes for editors.",
    ]
}
