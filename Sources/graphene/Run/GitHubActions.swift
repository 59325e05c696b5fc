import Diagnostics
import Glibc
import JSONDocument
import ScriptAPI
import ScriptHost
import Timekeeping

/// What a run tells GitHub Actions: annotations at the script's lines, a summary of the job, and the
/// step's outputs.
///
/// - Source: GitHub's documentation, "Workflow commands for GitHub Actions".
struct GitHubActions {
    private let summaryPath: String?
    private let outputPath: String?

    /// Nil outside of GitHub Actions.
    init?(environment: [String: String]) {
        guard environment["GITHUB_ACTIONS"] == "true" else { return nil }
        summaryPath = environment["GITHUB_STEP_SUMMARY"].flatMap { $0.isEmpty ? nil : $0 }
        outputPath = environment["GITHUB_OUTPUT"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// - Returns: What could not be written, as warnings.
    func tell(_ report: RunReport) -> [String] {
        if let failure = report.failure { Self.annotate(failure, at: failure.place) }
        var warnings: [String] = []
        func append(_ text: String, to path: String?) {
            guard let path, !text.isEmpty else { return }
            if let number = Self.append(Outgoing.hidden(text), to: path) {
                warnings.append("cannot write \(path): \(String(cString: strerror(number)))")
            }
        }
        append(Self.summary(report), to: summaryPath)
        append(Self.outputs(report), to: outputPath)
        return warnings
    }

    /// Tells of a run that did not come to begin.
    ///
    /// - Returns: What could not be written, as warnings.
    func tell(_ failure: any UserFacingError, ofFailedStart script: String) -> [String] {
        Self.annotate(failure, at: nil)
        guard let summaryPath else { return [] }
        let text =
            "### graphene run \(Self.cell(script)): failed: `\(failure.code.rawValue)`, "
            + "exit status \(failure.code.exitStatus)\n\n> \(Self.cell(failure.message))\n\n"
        return Self.append(Outgoing.hidden(text), to: summaryPath).map {
            ["cannot write \(summaryPath): \(String(cString: strerror($0)))"]
        } ?? []
    }

    // MARK: Annotations

    static func annotate(_ failure: any UserFacingError, at place: ScriptPlace?) {
        var properties = [("title", "graphene: \(failure.code.rawValue)")]
        if let place {
            properties += [("file", place.script), ("line", "\(place.line)")]
        }
        let hint = failure.hint.map { "\nhint: \(Outgoing.line($0))" } ?? ""
        StandardError.command(
            "error", properties, Outgoing.line(failure.message) + hint)
    }

    // MARK: The job's summary

    static func summary(_ report: RunReport) -> String {
        let ending =
            report.failure.map { "failed: `\($0.code.rawValue)`, exit status \(report.exitStatus)" }
            ?? "ok"
        var lines = [
            "### graphene run \(cell(report.run.script)): \(ending)", "",
            "Run `\(report.run.id)`, \(report.run.mode.rawValue), "
                + "\(DurationText.format(report.elapsed)).", "",
        ]
        if let failure = report.failure { lines += ["> \(cell(failure.message))", ""] }
        if !report.effects.isEmpty {
            lines += ["| class | change | target | outcome | time |", "|---|---|---|---|---|"]
            lines += report.effects.map { record in
                let cells = [
                    record.note.effect?.rawValue ?? "", record.note.verb, record.note.target ?? "",
                    record.outcome.rawValue, DurationText.format(record.elapsed),
                ]
                return "| " + cells.map(cell).joined(separator: " | ") + " |"
            }
            lines.append("")
        }
        if !report.outputs.isEmpty {
            lines += ["| output | value |", "|---|---|"]
            lines += report.outputs.map { "| \(cell($0.key)) | \(cell(shown($0.value))) |" }
            lines.append("")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A text that stays within its cell and says nothing to the renderer.
    private static func cell(_ text: String) -> String {
        let safe = Printable.line(text).prefix(500)
        return safe.reduce(into: "") { result, character in
            if "\\`*_{}[]<>()#+-!|&".contains(character) { result.append("\\") }
            result.append(character)
        }
    }

    // MARK: The step's outputs

    /// A value of several lines stands between two lines that do not occur in it.
    static func outputs(_ report: RunReport) -> String {
        report.outputs.map { output in
            let value = shown(output.value)
            var end = "end_\(report.run.id)"
            while value.contains(end) { end += "_" }
            return "\(name(output.key))<<\(end)\n\(value)\n\(end)\n"
        }.joined()
    }

    /// Of other characters than letters, digits, `_` and `-` GitHub makes no name.
    private static func name(_ key: String) -> String {
        let name = key.map {
            $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) ? $0 : "_"
        }
        return String(name.first.map { $0.isNumber || $0 == "-" } == false ? name : ["_"] + name)
    }

    private static func shown(_ value: JSONValue) -> String { value.string ?? value.text }

    private static func append(_ text: String, to path: String) -> Int32? {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        return OutputStream.write(Array(text.utf8), to: descriptor)?.number
    }
}
