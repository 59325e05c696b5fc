import ArgumentParser
import ScriptAPI

/// Prints the reference of `graphene.*`, or of one function.
struct DocCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doc",
        abstract: "Print what a function of graphene.* does, or list them all.",
        discussion: """
            NAME is a function's name with or without `graphene.`, a method such as `operation:wait`, \
            or the name of a group such as `time`.

            EXAMPLES:
              graphene doc
              graphene doc clone
              graphene doc operation:wait
            """)

    @Argument(help: "The function, for example clone or time.parse.")
    var name: String?

    func run() throws {
        let text = try name.map { try ReferencePage.page(for: $0) } ?? ReferencePage.contents
        try StandardOutput.print(text, terminator: "")
    }
}
