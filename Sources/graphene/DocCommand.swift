import ArgumentParser
import Diagnostics
import ScriptAPI

/// Prints the reference of `graphene.*`, or of one function.
struct DocCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doc",
        abstract: "Print what a function of graphene.* does, or list them all.",
        usage: "graphene doc [<name>] [--markdown] [--man <page>]",
        discussion: """
            NAME is a module of the project's libraries, such as graph_ops.dr, a function's name with or without `graphene.`, a method such as `operation:wait`, \
            the name of a group such as `time`, a value such as `database`, or a topic: \
            \(ReferenceTopic.all.map(\.name).joined(separator: ", ")).

            EXAMPLES:
              graphene doc
              graphene doc clone
              graphene doc operation:wait
              graphene doc durations
              graphene doc --markdown > reference.md
              graphene doc --man graphene-lua | man -l -
            """)

    @Argument(help: "The function or topic, for example clone, time.parse or durations.")
    var name: String?

    @Flag(help: "Print the whole reference as Markdown.")
    var markdown = false

    @ArgumentParser.Option(
        help: ArgumentHelp(
            "Print a manual page: graphene (the commands) or graphene-lua (the functions).",
            valueName: "page"))
    var man: ManualPage?

    func validate() throws {
        guard [name != nil, markdown, man != nil].filter(\.self).count <= 1 else {
            throw ValidationError("name, --markdown and --man exclude each other.")
        }
    }

    func run() throws {
        try StandardOutput.print(try text(), terminator: "")
    }

    private func text() throws -> String {
        if markdown { return MarkdownReference.text }
        switch man {
        case .commands: return try CommandManual.text()
        case .functions: return FunctionManual.text(version: Graphene.version)
        case nil: return try name.map(Self.page) ?? ReferencePage.contents
        }
    }
}

extension DocCommand {
    /// A page of the reference, else of a library's module.
    private static func page(_ name: String) throws -> String {
        if name == "graphene" { return ReferencePage.contents }
        do throws(APIFailure) { return try ReferencePage.page(for: name) } catch {
            let pages = LibraryPages().texts
            return try pages[name]
                ?? ReferencePage.page(for: name, besides: pages.keys.sorted())
        }
    }
}

/// The pages for `man`.
enum ManualPage: String, ExpressibleByArgument, CaseIterable {
    case commands = "graphene"
    case functions = "graphene-lua"
}
