import ArgumentParser
import Diagnostics
import ScriptAPI
import ScriptLibrary

/// Adds a library, or takes another version of one.
struct LibAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add a library, take another version of one, or take graphene.toml over.",
        usage: "graphene lib add [<library>[@<version>]] [--as <name>] [<options>]",
        discussion: """
            LIBRARY is a repository's address, a folder (../naming), or the name of one that is \
            there. Behind an @ stands a version (1.4.0 or newer, as others need), =1.4.2 for that \
            one alone, a tag, or a commit; without it, a new library comes at its newest version. \
            Without LIBRARY, what was written into graphene.toml by hand is taken over.

            The change is shown first: code, dependencies, what the library asks for and what it \
            may do. A new grant wants a yes; without a terminal, --yes agrees to what --allow \
            names.

            EXAMPLES:
              graphene lib add https://git.example.com/data/checks
              graphene lib add checks --allow read,snapshot
              graphene lib add checks@1.4.2
              graphene lib add ../naming
              graphene lib add
            """)

    @Argument(
        help: ArgumentHelp("Where it is, or what it is called.", valueName: "library[@version]"))
    var library: String?

    @Option(name: .customLong("as"), help: "What to call it here, in `require` too.")
    var name: String?

    @OptionGroup(title: "Grants") var consent: ConsentOptions
    @OptionGroup(title: "Output") var output: LibraryOutputOptions

    func run() async throws {
        let request = try request()
        let workspace = try LibraryWorkspace()
        try await workspace.change { project, supply in
            let planner = ProjectPlanner(project, from: supply)
            let plan =
                if let request {
                    try await planner.adding(request)
                } else { try await planner.taking() }
            try PlanExecution.carryOut(plan, in: workspace, consent, output.format)
        }
    }

    private func request() throws -> AddRequest? {
        guard let library else {
            guard name == nil else {
                throw UsageFailure("--as names a library, and none is given")
            }
            return nil
        }
        var request = try AddRequest(library)
        if !consent.allow.isEmpty { request.allow = try Grant.list(consent.allow) }
        if let name {
            guard let name = PackageName(name) else {
                throw UsageFailure("--as \(name) is no package's name", hint: PackageName.rule)
            }
            request.name = name
        }
        return request
    }
}

/// Takes a library away.
struct LibRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove a library, and what only it required.",
        usage: "graphene lib remove <name> [<options>]",
        discussion: """
            The other libraries stay as they are locked, but for one that nothing else asks for at \
            so new a version. No repository is asked unless there is such a one.

            EXAMPLES:
              graphene lib remove checks
            """)

    @Argument(help: "What graphene.toml calls it.")
    var name: String

    @OptionGroup(title: "Grants") var consent: ConsentOptions
    @OptionGroup(title: "Output") var output: LibraryOutputOptions

    func run() async throws {
        let name = try LibraryName.read(name)
        let workspace = try LibraryWorkspace()
        try await workspace.change { project, supply in
            let planner = ProjectPlanner(project, from: supply)
            let known = try planner.known(name)
            try PlanExecution.carryOut(
                try await planner.removing(known.name), in: workspace, consent, output.format)
        }
    }
}

/// A library's name on the command line.
enum LibraryName {
    static func read(_ text: String) throws(UsageFailure) -> PackageName {
        guard let name = PackageName(text) else {
            throw UsageFailure("`\(text)` is no library's name", hint: PackageName.rule)
        }
        return name
    }
}
