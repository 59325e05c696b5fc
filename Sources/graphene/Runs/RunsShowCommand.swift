import ArgumentParser
import CloudClient
import Diagnostics
import JSONDocument
import RunRecord
import ScriptAPI

struct RunsShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Tell what a run did, what it left, and how to go on.",
        discussion: """
            A change whose request left and whose answer is not recorded is \"unknown\": only the \
            cloud can tell. `--refresh` reads there what has become of what was left undecided.
            """)

    @Argument(help: "The run's id, its beginning, or the name given with --run-id.")
    var id: String

    @Flag(help: "Read from the cloud what has become of what the run left.")
    var refresh = false

    @Option(name: .customLong("output"), help: "What standard output gets: text or json.")
    var format = DocumentFormat.text

    @OptionGroup(title: "Account of --refresh") var account: AccountOptions

    func run() async throws {
        let run = try RunHistory(RunsCommand.folder()).run(id)
        let sights = refresh ? try await look(at: run) : nil
        switch format {
        case .json:
            try StandardOutput.print(document: RunDescription.document(run, now: sights))
        case .text:
            try StandardOutput.print(
                RunText.show(run, now: sights, at: WallClock.now), terminator: "")
        }
    }

    private func look(at run: RecordedRun) async throws -> [Int64: CloudGlance.Sight] {
        guard run.header.mode == .live, let cloud = run.header.cloud else {
            throw UsageFailure(
                "--refresh reads a real cloud, and this run was \(run.header.mode.rawValue)",
                hint: "leave it out: nothing of this run is left anywhere")
        }
        var options = self.account
        // What another account does not show would look gone.
        options.profile = options.profile ?? run.header.profile
        let account = try LiveAccount(options, surroundings).announced()
        guard account.endpoint.origin == cloud else {
            throw UsageFailure(
                "the run was on \(cloud), and these settings lead to \(account.endpoint.origin)",
                hint: "add `--api-url \(cloud)`")
        }
        let (own, client) = (account.credentials.clientID, run.header.client)
        let isSameClient = client == nil || client == own
        if !isSameClient {
            StandardError.write(
                Printable.line(
                    "warning: the run signed in as client \(client ?? ""), and this is \(own): it "
                        + "may see less"))
        }
        return try await account.read { cloud throws(CloudError) in
            try await CloudGlance.look(at: run, in: cloud, asItsClient: isSameClient)
        }
    }
}
