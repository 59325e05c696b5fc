import ArgumentParser
import CloudSimulator
import Diagnostics
import ScriptHost

/// Writes a copy of one's own account as the state of a simulated cloud.
struct SimulatorImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Copy your account into the state of a simulated cloud.",
        discussion: """
            It reads the account, changes nothing in it, and prints the state: environments, \
            databases, snapshots, plans and versions with their ids, and no secret. Settings that \
            may be secret are ***.

            EXAMPLES:
              graphene simulator import > account.json
              graphene run --simulator-state account.json nightly.lua
            """)

    @OptionGroup var target: TargetOptions

    func run() async throws {
        guard !target.simulator, target.simulatorState == nil else {
            throw UsageFailure(
                "`import` reads your own account, and --simulator takes another one",
                hint: "leave out --simulator")
        }
        let account = try LiveAccount(target, surroundings)
        let copy = try await account.copy(
            seed: target.seed ?? 1, assuming: target.simulatorAssumptions
        ) { line in
            StandardError.write("graphene simulator: " + Printable.line(line))
        }
        for note in copy.notes {
            StandardError.write("graphene simulator: note: " + Printable.line(note))
        }
        try StandardOutput.print(
            String(decoding: try copy.cloud.saved(), as: UTF8.self), terminator: "")
    }
}
