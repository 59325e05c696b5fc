import Diagnostics
import Glibc
import ScriptHost

/// What is said at the end of a session, and its exit status.
struct SessionEnding {
    private let report: RunReport
    private var problems: [any Error]
    private let status: Int32

    /// `status` is what the entries came to.
    init(_ report: RunReport, _ problems: [any Error], _ status: Int32, _ printer: SessionPrinter) {
        self.report = report
        self.problems = problems
        self.status = report.exitStatus != 0 ? report.exitStatus : status
        do throws(OutputFailure) { try printer.close() } catch {
            self.problems.insert(error, at: 0)
        }
    }

    func finish() throws {
        if let failure = report.failure { StandardError.write(ErrorText.lines(failure)) }
        for problem in problems { StandardError.write(ErrorText.lines(problem)) }
        let status =
            status != 0 ? status : problems.first.map { ErrorText.exitStatus(of: $0) } ?? 0
        if !report.effects.isEmpty, status != 0 || !report.unfinished.isEmpty {
            StandardError.write(RunSummary.lines(report, status: status, next: nil))
        }
        if status != 0 { throw CommandExit(status: status) }
    }
}

/// How the failure of an entry reads.
enum EntryFailureText {
    /// Writes it, with the line it is about where the entry has more than one; `texts` are by the
    /// entries' names.
    static func write(_ failure: RunFailure, in texts: [String: String], isVerbose: Bool) {
        let excerpts = [failure.place, failure.libraryPlace].compactMap(\.self).compactMap {
            place -> ErrorText.Excerpt? in
            guard let text = texts[place.script] else {
                return ErrorText.Excerpt(script: place.script, line: place.line, text: nil)
            }
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            guard lines.count > 1 else { return nil }
            let line = lines.indices.contains(place.line - 1) ? String(lines[place.line - 1]) : nil
            return ErrorText.Excerpt(script: place.script, line: place.line, text: line)
        }
        StandardError.write(ErrorText.lines(failure, at: excerpts, isVerbose: isVerbose))
        if isVerbose, let traceback = failure.traceback {
            StandardError.write(
                traceback.split(separator: "\n").map { "  " + Printable.line(String($0)) })
        }
    }
}

/// How wide values may be shown.
enum SessionWidth {
    static var columns: Int {
        TerminalSize(of: 1).map { min(200, max(40, $0.columns - 4)) } ?? 76
    }
}
