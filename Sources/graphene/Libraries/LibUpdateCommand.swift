import ArgumentParser
import ScriptLibrary

/// Takes newer versions.
struct LibUpdateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Take the newest versions that graphene.toml leaves room for.",
        usage: "graphene lib update [<name>] [<options>]",
        discussion: """
            For each library of graphene.toml, or the one that is named, the newest version of its \
            major is written there; another major is told, and taken with `graphene lib add`. \
            A library that only libraries require stays at the newest version that one of them \
            asks for; a newer one is told, and taken by adding it.

            The project's scripts are rehearsed first, with the old and the new versions, on a \
            simulated account and with the parameters of each one's last recorded run; those that \
            end differently are shown.

            EXAMPLES:
              graphene lib update
              graphene lib update checks
              graphene lib update --yes --output json
            """)

    @Argument(help: "What graphene.toml calls it; all of them when left out.")
    var name: String?

    @Flag(help: "Do not rehearse the project's scripts.")
    var noRehearsal = false

    @OptionGroup(title: "Grants") var consent: ConsentOptions
    @OptionGroup(title: "Output") var output: LibraryOutputOptions

    func run() async throws {
        let name = try name.map { try LibraryName.read($0) }
        let workspace = try LibraryWorkspace()
        try await workspace.change { project, supply in
            let plan = try await ProjectPlanner(project, from: supply).updating(name)
            var rehearsal: [LibraryRehearsal.Row]?
            if !noRehearsal, !plan.change.items.isEmpty {
                rehearsal = await Standstill.during { await LibraryRehearsal(plan: plan).run() }
            }
            try PlanExecution.carryOut(
                plan, in: workspace, consent, output.format, rehearsal)
        }
    }
}
