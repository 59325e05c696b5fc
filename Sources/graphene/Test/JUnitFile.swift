import Diagnostics
import Glibc
import ScriptHost
import Timekeeping

/// The file of `--junit`: the results as build servers read them.
struct JUnitFile {
    private let path: String

    /// Finds out before the first test whether the file can be written.
    ///
    /// - Throws: `config` when it cannot.
    init(path: String) throws(ReportFailure) {
        self.path = path
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw ReportFailure(path, errno) }
        close(descriptor)
    }

    /// - Throws: `config` when not all could be written.
    func write(_ results: [TestResult], _ summary: TestSummary) throws(ReportFailure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw ReportFailure(path, errno) }
        let text = Outgoing.hidden(Self.document(results, summary))
        var problem = OutputStream.write(Array(text.utf8), to: descriptor)?.number
        if close(descriptor) != 0, problem == nil { problem = errno }
        if let problem { throw ReportFailure(path, problem) }
    }

    /// The document: a suite for each file, in order.
    static func document(_ results: [TestResult], _ summary: TestSummary) -> String {
        var files: [String] = []
        for result in results where !files.contains(result.file) { files.append(result.file) }
        let suites = files.map { file in suite(file, results.filter { $0.file == file }) }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites \(counts(results)) time="\(seconds(summary.elapsed))">
            \(suites.joined(separator: "\n"))
            </testsuites>

            """
    }

    private static func suite(_ file: String, _ results: [TestResult]) -> String {
        let elapsed = results.reduce(Duration.zero) { $0 + $1.elapsed }
        return """
              <testsuite name=\(quoted(file)) \(counts(results)) time="\(seconds(elapsed))">
            \(results.map(testCase).joined(separator: "\n"))
              </testsuite>
            """
    }

    private static func testCase(_ result: TestResult) -> String {
        let line = (result.line ?? result.failure?.place?.line).map { " line=\"\($0)\"" } ?? ""
        let start =
            "    <testcase classname=\(quoted(result.file)) name=\(quoted(result.name ?? "the file"))"
            + " file=\(quoted(result.file))\(line) time=\"\(seconds(result.elapsed))\""
        switch result.outcome {
        case .passed where result.printed.isEmpty: return start + "/>"
        case .passed: break
        case .skipped(let reason):
            return "\(start)>\n      <skipped message=\(quoted(reason))/>\n    </testcase>"
        case .failed(let failure, let excerpts):
            let text = ErrorText.lines(failure, at: excerpts).joined(separator: "\n")
            let element =
                "      <failure type=\(quoted(failure.code.rawValue)) "
                + "message=\(quoted(failure.message))>\(escaped(text))</failure>"
            return "\(start)>\n\(element)\(output(result))\n    </testcase>"
        }
        return "\(start)>\(output(result))\n    </testcase>"
    }

    private static func output(_ result: TestResult) -> String {
        guard !result.printed.isEmpty else { return "" }
        return "\n      <system-out>\(escaped(result.printed))</system-out>"
    }

    private static func counts(_ results: [TestResult]) -> String {
        let summary = TestSummary(results, elapsed: .zero)
        return
            "tests=\"\(results.count)\" failures=\"\(summary.failed)\" skipped=\"\(summary.skipped)\""
    }

    private static func seconds(_ duration: Duration) -> String {
        let milliseconds = duration.nanoseconds / 1_000_000
        let rest = String(milliseconds % 1_000)
        return "\(milliseconds / 1_000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }

    private static func quoted(_ text: String) -> String {
        "\"" + escaped(Printable.line(text)).replacing("\"", with: "&quot;") + "\""
    }

    /// What XML has no word for is shown as everywhere else: `\u{1b}`.
    private static func escaped(_ text: String) -> String {
        Printable.text(Array(text.utf8)).replacing("&", with: "&amp;")
            .replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
