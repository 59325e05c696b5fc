import ArgumentParser
import Diagnostics
import JSONDocument
import RunLoop
import RunRecord
import Timekeeping

struct RunsLogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "Print what a run printed, logged and did, in order.")

    @Argument(help: "The run's id, its beginning, or the name given with --run-id.")
    var id: String

    @Flag(help: "Go on with what comes, until the run ends.")
    var follow = false

    @Option(
        name: .customLong("output"), help: "What standard output gets: text, or json lines.")
    var format = DocumentFormat.text

    func run() async throws {
        let folder = try RunsCommand.folder()
        var run = try RunHistory(folder).run(id)
        var shown = 0
        try show(run, from: &shown)
        guard follow else { return }
        let clock = RunLoop.background()
        while run.state == .running {
            try await clock.sleep(for: .milliseconds(200))
            run = try RecordReader(folder).read(run.header.id)
            try show(run, from: &shown)
        }
    }

    private func show(_ run: RecordedRun, from shown: inout Int) throws {
        for entry in run.entries.dropFirst(shown) {
            if format == .json {
                try StandardOutput.print(line: entry.json)
            } else if let text = LogText.line(entry) {
                try StandardOutput.print(text, terminator: "")
            }
        }
        shown = max(shown, run.entries.count)
    }
}

/// One line of a record as a person reads it.
enum LogText {
    /// - Returns: nil for what only a machine needs.
    static func line(_ entry: RecordEntry) -> String? {
        guard let words = words(entry) else { return nil }
        let time = Timestamp.format(entry.at).dropFirst(11).dropLast()
        let lines = words.split(separator: "\n", omittingEmptySubsequences: false)
        let whole = lines.last == "" && lines.count > 1 ? lines.dropLast() : lines[...]
        return whole.map { "\(time) \(Printable.line(String($0)))\n" }.joined()
    }

    private static func words(_ entry: RecordEntry) -> String? {
        func text(_ key: String) -> String { entry[key]?.string ?? "" }
        let what = "\(text("verb")) \(text("target"))"
        let operation = entry["operation"]?.string.map { " (operation \($0))" } ?? ""
        switch entry.event {
        case "printed", "wrote_error": return text("text")
        case "logged":
            let fields = entry["fields"].map { $0.object?.isEmpty == false ? " \($0.text)" : "" }
            return "\(text("level")): \(text("message"))\(fields ?? "")"
        case "output":
            return
                "\(text("key")) = \(text("value").isEmpty ? entry["value"]?.text ?? "" : text("value"))"
        case "entered":
            return "\(text("name"))> " + text("text")
        case "entry_failed":
            let error = entry["error"]?.object
            return "error[\(error?["code"]?.string ?? "?")]: \(error?["message"]?.string ?? "")"
        case "warned": return "warning: \(text("message"))"
        case "skipped": return "skipped: \(text("reason"))"
        case "stopping": return "stopping: \(text("reason"))"
        case "hung_up": return "the terminal is gone; the run goes on"
        case "progressed":
            return "\(text("name")): \(entry["done"]?.text ?? "?") of \(entry["of"]?.text ?? "?")"
        case "announced": return "about to \(what)"
        case "intent": return "→ \(text("method")) \(text("path")), for \(what)"
        case "answer": return "← \(text("outcome"))\(operation)"
        case "effect_progressed": return "  \(what): \(text("state"))\(operation)"
        case "effect_ended", "effect_settled":
            let code = entry["code"]?.string.map { " [\($0)]" } ?? ""
            return "\(what): \(text("outcome"))\(code)\(operation)"
        case "ended": return "ended with exit status \(entry["exit_status"]?.text ?? "?")"
        case "gap": return "(\(entry["lines"]?.text ?? "?") lines found no room on the disk)"
        default: return nil
        }
    }
}
