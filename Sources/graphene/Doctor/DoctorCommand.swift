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
        abstract: "Check what a run depends on, and what is known of your account's answers.",
        usage: "graphene doctor [<options>]",
        discussion: """
            Without --contract it checks, each with ok, warning or error and what to do about it: \
            that scripts can be run here and are confined (it tries from inside to open a file, to \
            connect, to start a process and to read the host's memory, with all layers and without \
            the filter of system calls); the terminal; the configuration and the modes of its \
            files; credentials; the folder for records; that the API can be reached, and the clock \
            beside the API's; that the account lets you in. It needs no account, and with \
            --offline no network.

            --contract reads your account (GET only, nothing is changed), compares every answer \
            with what this client and the simulated cloud assume, and says field by field what \
            agrees (=), differs (!), was never seen (?) or is not known here (+). --fixture writes \
            the shapes of the answers, without names, ids or any other value of yours, to a file \
            that you can send to us.

            EXAMPLES:
              graphene doctor
              graphene doctor --offline --output json
              graphene doctor --contract --fixture contract.json

            EXIT STATUS:
              0 fit, warnings or not; else that of the first error: 2 configuration or
              files, 4 not signed in, 7 a script is not held, the clock is wrong, or an
              answer lacks what the client cannot do without, 75 not to be reached
            """)

    @OptionGroup(title: "Account") var account: AccountOptions

    @Flag(help: "Compare the account's answers with what is assumed of them.")
    var contract = false

    @Option(help: "With --contract: write the answers' shapes to this file.", completion: .file())
    var fixture: String?

    @Flag(help: "Leave out what needs the network.")
    var offline = false

    @Option(name: .customLong("output"), help: "What standard output gets: text or json.")
    var format = DoctorFormat.text

    func validate() throws {
        guard fixture == nil || contract else {
            throw ValidationError("--fixture goes with --contract.")
        }
        guard !contract || (!offline && format == .text) else {
            throw ValidationError("--contract reads the account, and shows it as text.")
        }
    }

    func run() async throws {
        guard contract else {
            var findings = DoctorFindings(format: format)
            try await checkInstallation(&findings)
            try findings.add(Self.terminal(surroundings.environment))
            try await checkAccount(&findings)
            try findings.end()
            guard findings.status == 0 else { throw CommandExit(status: findings.status) }
            return
        }
        let account = try LiveAccount(account, surroundings).announced()
        let exchanges = Mutex<[Exchange]>([])
        try await account.read(
            trace: { exchange in exchanges.withLock { $0.append(exchange) } }
        ) { cloud throws(CloudError) in try await ContractReading.read(cloud) }
        try report(exchanges.withLock { $0 }, of: account)
    }

    /// Runs a script that does nothing, and tries what none may do.
    private func checkInstallation(_ findings: inout DoctorFindings) async throws {
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
        if let failure = report.failure { return try findings.add(.error("scripts", failure)) }
        try findings.add(.ok("scripts", "scripts run, in \(path)"))
        do {
            try findings.add(try await Self.confinement(of: path))
        } catch let failure as RunFailure {
            try findings.add(.error("confinement", failure))
        }
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

/// How findings are written.
enum DoctorFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json
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
