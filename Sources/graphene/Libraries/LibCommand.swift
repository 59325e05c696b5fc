import ArgumentParser

/// The libraries of a project.
struct LibCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lib",
        abstract: "Add, update, check and list the libraries of a project.",
        discussion: """
            A project is a folder with graphene.toml, found upwards as far as the repository goes. \
            Its libraries come from git repositories at versions that their tags name, and \
            graphene.lock says exactly which: commit both files. A library may do what the project \
            grants it, at first nothing. No code of a library runs before a script requires it.

            EXAMPLES:
              graphene lib init
              graphene lib add https://git.example.com/data/checks --allow read,snapshot
              graphene lib add checks@1.4.2
              graphene lib update
              graphene lib list
              graphene lib fetch
            """,
        subcommands: [
            LibInitCommand.self, LibAddCommand.self, LibRemoveCommand.self,
            LibUpdateCommand.self, LibFetchCommand.self, LibListCommand.self,
            LibVerifyCommand.self, LibDiffCommand.self, LibVendorCommand.self,
        ])
}

struct LibraryOutputOptions: ParsableArguments {
    @Option(name: .customLong("output"), help: "What standard output gets: text or json.")
    var format = DocumentFormat.text
}

struct ConsentOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Effects that may be granted, separated by commas; repeatable.", valueName: "effects"))
    var allow: [String] = []

    @Flag(help: "Agree to what --allow names, and to no other grant, without being asked.")
    var yes = false

    @Flag(help: "Refuse any change of graphene.lock.")
    var frozen = false
}
