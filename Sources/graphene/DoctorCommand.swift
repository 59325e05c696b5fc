import ArgumentParser
import CloudClient
import CloudSimulator
import Diagnostics
import FoundationEssentials
import JSONDocument
import ScriptHost
import Synchronization
import WireContract

/// Says whether this installation and this account are fit for runs.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check this installation, and what is known of your account's answers.",
        usage: "graphene doctor [<options>]",
        discussion: """
            Without --contract it checks that scripts can be run here, that they are confined (it \
            tries from inside to open a file, to connect, to start a process and to read the \
            host's memory, with all layers and without the filter of system calls), and that the \
            account lets you in.

            --contract reads your account (GET only, nothing is changed), compares every answer \
            with what this client and the simulated cloud assume, and says field by field what \
            agrees (=), differs (!), was never seen (?) or is not known here (+). --fixture writes \
            the shapes of the answers, without names, ids or any other value of yours, to a file \
            that you can send to us.

            EXAMPLES:
              graphene doctor
              graphene doctor --contract --fixture contract.json

            EXIT STATUS:
              0 fit, 4 not signed in, 7 an answer lacks what the client cannot do without, or a \
            script is not held
            """)

    @OptionGroup(title: "Account") var account: AccountOptions

    @Flag(help: "Compare the account's answers with what is assumed of them.")
    var contract = false

    @Option(help: "With --contract: write the answers' shapes to this file.", completion: .file())
    var fixture: String?

    func validate() throws {
        guard fixture == nil || contract else {
            throw ValidationError("--fixture goes with --contract.")
        }
    }

    func run() async throws {
        var isConfined = true
        if !contract { isConfined = try await checkInstallation() }
        let account = try LiveAccount(account, surroundings).announced()
        guard contract else {
            try await checkAccount(account)
            guard isConfined else { throw CommandExit(status: ErrorCode.unhealthy.exitStatus) }
            return
        }
        let exchanges = Mutex<[Exchange]>([])
        try await account.read(
            trace: { exchange in exchanges.withLock { $0.append(exchange) } }
        ) { cloud throws(CloudError) in try await ContractReading.read(cloud) }
        try report(exchanges.withLock { $0 }, of: account)
    }

    /// - Returns: Whether scripts are confined.
    private func checkInstallation() async throws -> Bool {
        let path = ScriptHost.scriptProcessPath()
        let source = ScriptSource(name: "doctor", bytes: [], folder: ".")
        let simulated = try RunTarget(
            .parse(["--simulator"]), .parse([]), surroundings)
        let configuration = RunConfiguration(
            script: source, facts: simulated.facts(for: source),
            parameters: try ParameterOptions.parse([]).source(),
            console: TerminalConsole(answersYes: false), seed: 1, scriptProcess: path)
        let report = await simulated.run(
            configuration, stops: AsyncStream { $0.finish() }, observers: [])
        if let failure = report.failure { throw failure }
        try StandardOutput.print(Printable.line("ok: scripts run, in \(path)"))
        return try await Self.checkConfinement(path)
    }

    private func checkAccount(_ account: LiveAccount) async throws {
        let names = try await account.read { cloud throws(CloudError) in
            try await cloud.environments().map(\.name)
        }
        let seen =
            names.isEmpty ? "no environment" : "environments " + names.joined(separator: ", ")
        try StandardOutput.print(
            Printable.line("ok: signed in to \(account.label), which sees \(seen)"))
    }

    private func report(_ exchanges: [Exchange], of account: LiveAccount) throws {
        let report = ContractReport(exchanges)
        try StandardOutput.print(
            Printable.line("The answers of \(account.label), beside what is assumed:"))
        try StandardOutput.print(ContractText.render(report))
        if let fixture {
            let document = Outgoing.document(ContractFixture.document(exchanges))
            do {
                try Data(document).write(to: URL(filePath: fixture), options: .atomic)
            } catch {
                throw UsageFailure(
                    "cannot write the fixture \(fixture)",
                    hint: "name a file in a folder that you may write to")
            }
            try StandardOutput.print(
                "shapes of the answers, without your values, are in \(fixture)")
        }
        if report.isBroken { throw CommandExit(status: ErrorCode.unhealthy.exitStatus) }
    }
}

/// A contract report as text.
enum ContractText {
    static func render(_ report: ContractReport) -> String {
        var lines: [String] = []
        for route in report.routes {
            lines.append("")
            guard route.count > 0 || !route.findings.isEmpty else {
                lines.append("\(route.route): nothing was seen")
                continue
            }
            lines.append("\(route.route): \(route.count) seen")
            let width = route.findings.map(\.field.count).max() ?? 0
            for finding in route.findings {
                let gap = String(repeating: " ", count: width - finding.field.count + 2)
                lines.append("  \(mark(finding)) \(finding.field)\(gap)\(words(finding))")
            }
        }
        lines += ["", "Assumptions that reading can settle:"]
        for item in report.evidence {
            let seen = item.seen.map { item.differs ? "\($0), assumed \(item.assumed)" : $0 }
            lines.append(
                "  \(item.differs ? "!" : item.seen == nil ? "?" : "=") \(item.name.rawValue)="
                    + (seen ?? "\(item.assumed) (not told)"))
        }
        if !report.settings.isEmpty {
            let flags = report.settings.map { " --assume \($0)" }.joined()
            lines.append("to simulate an account like this one: graphene simulator\(flags)")
        }
        lines.append("what only changes can show was not looked at")
        return lines.map { Printable.line($0) }.joined(separator: "\n")
    }

    private static func mark(_ finding: ContractReport.Finding) -> String {
        switch finding.verdict {
        case .agrees: "="
        case .differs: "!"
        case .neverSeen: "?"
        case .unknown: "+"
        }
    }

    private static func words(_ finding: ContractReport.Finding) -> String {
        let detail =
            switch finding.verdict {
            case .agrees, .differs: finding.detail
            case .neverSeen: "never seen"
            case .unknown: "\(finding.detail), not known here"
            }
        return finding.isSevere ? detail + "; the client cannot do without it" : detail
    }
}
