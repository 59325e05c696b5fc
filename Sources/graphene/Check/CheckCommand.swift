import ArgumentParser
import Diagnostics
import JSONDocument
import ScriptCheck

/// Reads scripts without running them.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Tell what scripts could reach, and what is wrong with them.",
        discussion: """
            Nothing is run and no account is needed. First come the functions that a script and \
            its modules could call, the worst first: on what, in which lines, and what only a run \
            can tell. Then come findings with file, line and column. Modules of the project's \
            libraries count as the script's own, whatever they are granted; their faults are their \
            own project's.

            EXAMPLES:
              graphene check nightly.lua
              graphene check scripts/ --output json
              GITHUB_ACTIONS=true graphene check scripts/

            EXIT STATUS:
              0 no errors, but perhaps warnings; 2 errors
            """)

    @Argument(help: "Scripts, or folders of them.")
    var paths: [String]

    @Option(
        name: .customLong("output"), help: "What standard output gets: text, json or jsonl.")
    var format = OutputFormat.text

    func run() throws {
        let modules = CheckedModules()
        var check = ScriptCheck(reading: modules.read, finding: modules.find)
        let report = check.check(try ScriptFiles.find(paths))
        switch format {
        case .text: try StandardOutput.print(Self.text(report), terminator: "")
        case .json: try StandardOutput.print(document: report.document)
        case .jsonl: for line in report.lines { try StandardOutput.print(line: line) }
        }
        if WorkflowCommands.areObeyed { Self.annotate(report) }
        if report.count(.error) > 0 { throw CommandExit(status: ErrorCode.usage.exitStatus) }
    }

    private static func text(_ report: CheckReport) -> String {
        var text = report.reachText + "\n"
        for (path, finding) in report.findings {
            text += finding.lines(in: path).map { $0 + "\n" }.joined()
        }
        return text + summary(report) + "\n"
    }

    private static func summary(_ report: CheckReport) -> String {
        let counts: [(Finding.Severity, String)] = [
            (.error, "error"), (.warning, "warning"), (.hint, "hint"),
        ]
        let phrases = counts.compactMap { severity, noun -> String? in
            let count = report.count(severity)
            return count == 0 ? nil : "\(count) \(noun)\(count == 1 ? "" : "s")"
        }
        let files = report.scripts.count
        return "checked \(files) file\(files == 1 ? "" : "s"): "
            + (phrases.isEmpty ? "nothing to find fault with" : phrases.joined(separator: ", "))
    }

    private static func annotate(_ report: CheckReport) {
        for (path, finding) in report.findings {
            let level =
                switch finding.severity {
                case .error: "error"
                case .warning: "warning"
                case .hint: "notice"
                }
            StandardError.command(
                level,
                [
                    ("title", "graphene: \(finding.code.rawValue)"), ("file", path),
                    ("line", "\(finding.line)"), ("col", "\(finding.column)"),
                    ("endColumn", "\(finding.column + finding.length)"),
                ], finding.message + (finding.hint.map { "\nhint: \($0)" } ?? ""))
        }
    }
}
