import Diagnostics
import JSONDocument
import ScriptHost
import Timekeeping

/// Writes the results of tests to standard output as they come.
struct TestPrinter {
    private let format: OutputFormat
    /// The file whose name was written last.
    private var file: String?

    init(_ format: OutputFormat) { self.format = format }

    mutating func show(_ result: TestResult) throws(OutputFailure) {
        if let failure = result.failure { Self.annotate(failure, of: result) }
        switch format {
        case .json: break
        case .jsonl: try StandardOutput.print(line: result.document)
        case .text:
            if file != result.file { try StandardOutput.print(Printable.line(result.file)) }
            file = result.file
            try StandardOutput.print(Self.lines(result).joined(separator: "\n"))
        }
    }

    func end(_ results: [TestResult], _ summary: TestSummary) throws(OutputFailure) {
        switch format {
        case .text: try StandardOutput.print(summary.text)
        case .json:
            try StandardOutput.print(
                document: [
                    "tests": .array(results.map(\.document)), "summary": summary.document,
                ])
        case .jsonl: try StandardOutput.print(line: ["summary": summary.document])
        }
    }

    /// Tells GitHub Actions, where it is asked for, which line of which file failed.
    private static func annotate(_ failure: RunFailure, of result: TestResult) {
        guard GitHubActions(environment: surroundings.environment) != nil else { return }
        var failure = failure
        if failure.place == nil, let line = result.line {
            failure.place = ScriptPlace(script: result.file, line: line)
        }
        GitHubActions.annotate(failure, at: failure.place)
    }

    private static func lines(_ result: TestResult) -> [String] {
        let elapsed = DurationText.format(result.elapsed)
        let name = Printable.line(result.name ?? "the file itself")
        switch result.outcome {
        case .passed: return ["  ✓ \(name), \(elapsed)"]
        case .skipped(let reason): return ["  - \(name), skipped: \(Printable.line(reason))"]
        case .failed: return ["  ✗ \(name), \(elapsed)"] + result.detail.map { "    " + $0 }
        }
    }
}
