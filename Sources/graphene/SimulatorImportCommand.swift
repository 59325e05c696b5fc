import ArgumentParser
import CloudSimulator
import Diagnostics
import JSONDocument
import ScriptHost

/// Writes a copy of one's own account as the state of a simulated cloud.
struct SimulatorImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Copy your account into the state of a simulated cloud.",
        usage: "graphene simulator import [<options>] > account.json",
        discussion: """
            It reads the account, changes nothing in it, and prints the state: environments, \
            databases, snapshots, plans and versions with their ids, and no secret. Settings that \
            may be secret are ***.

            EXAMPLES:
              graphene simulator import > account.json
              graphene run --simulator-state account.json nightly.lua
            """)

    @OptionGroup(title: "Account") var account: AccountOptions

    @Option(help: "Fixes the ids of what is made in the copy later. (default: 1)")
    var seed: Int64?

    func run() async throws {
        let live = try LiveAccount(account, surroundings).announced()
        let copy = try await live.copy(
            seed: seed ?? 1, assuming: account.simulatorAssumptions(live.configuration)
        ) { line in
            StandardError.write("graphene simulator: " + Printable.line(line))
        }
        for note in copy.notes {
            StandardError.write("graphene simulator: note: " + Printable.line(note))
        }
        try StandardOutput.print(document: try JSONValue(parsing: try copy.cloud.saved()))
    }
}
