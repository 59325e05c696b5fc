import Diagnostics
import Glibc
import JSONDocument
import ScriptAPI
import ScriptHost
import Synchronization
import Timekeeping

/// Writes to standard output what a run is for: what the script prints and what it comes to.
final class ResultPrinter: RunObserver {
    private let format: OutputFormat
    private let source: ScriptSource
    private let isVerbose: Bool

    private struct State {
        var lost = 0
        /// Why nothing is written any more.
        var problem: Int32?
        /// What the lines of the effects under way said last, by their ids.
        var lastProgress: [UInt64: JSONValue] = [:]
    }

    private let state = Mutex(State())

    init(_ format: OutputFormat, source: ScriptSource, isVerbose: Bool) {
        self.format = format
        self.source = source
        self.isVerbose = isVerbose
    }

    func observe(_ event: RunEvent, at instant: Instant) {
        switch format {
        case .text: writeText(event)
        case .json: writeDocument(event)
        case .jsonl: writeLine(event, at: instant)
        }
        if case .ended(let report) = event { end(report) }
    }

    private func writeText(_ event: RunEvent) {
        switch event {
        case .printed(let bytes): write { Screen.writeOutput(bytes) }
        case .table(let table): writeText(TableText.render(table))
        default: write { Screen.flushOutput() }
        }
    }

    /// A document allows nothing beside it, so what the script prints goes to standard error.
    private func writeDocument(_ event: RunEvent) {
        if case .printed(let bytes) = event { Screen.writeScriptError(bytes) }
    }

    /// Writes an event, unless it says nothing that the one before has not said.
    private func writeLine(_ event: RunEvent, at instant: Instant) {
        switch event {
        case .ticked: return
        case .effectProgressed(let note, _):
            let progress = JSONValue.object(RunDocument.members(of: event))
            let isNew = state.withLock { $0.lastProgress.updateValue(progress, forKey: note.id) }
            if isNew == progress { return }
        case .effectEnded(let record):
            state.withLock { $0.lastProgress[record.note.id] = nil }
        default: break
        }
        write(line: RunDocument.line(event, at: instant))
    }

    /// - Throws: `config` when not all could be written, unless because nobody reads any more.
    func close() throws(OutputFailure) {
        let (lost, problem) = state.withLock { ($0.lost, $0.problem) }
        if let problem, problem != EPIPE { throw OutputFailure(lost: lost, problem) }
    }

    private func end(_ report: RunReport) {
        switch format {
        case .text:
            // What the script printed last may have left its line open.
            if report.result != nil || !report.outputs.isEmpty { write { Screen.endOutputLine() } }
            for output in report.outputs {
                writeText("\(Outgoing.line(output.key)) = \(Self.shown(output.value))\n")
            }
            if let result = report.result { writeText(Self.shown(result) + "\n") }
        case .json:
            let document = Outgoing.document(RunDocument.document(report))
            write { OutputStream.write(document, to: 1) }
        case .jsonl: write(line: RunDocument.document(report))
        }
        guard let failure = report.failure else { return }
        StandardError.write(
            ErrorText.lines(failure, at: failure.excerpts(from: source), isVerbose: isVerbose))
        if isVerbose, let traceback = failure.traceback {
            StandardError.write(
                traceback.split(separator: "\n").map { "  " + Printable.line(String($0)) })
        }
    }

    private static func shown(_ value: JSONValue) -> String {
        value.string ?? (value.text.count <= 80 ? value.text : value.indentedText)
    }

    private func writeText(_ text: String) { write { Screen.writeOutput(Array(text.utf8)) } }

    private func write(line: JSONValue) {
        let bytes = Outgoing.line(line)
        write { OutputStream.write(bytes, to: 1) }
    }

    /// Once it cannot be written, the rest is dropped: what the run does must not depend on it.
    private func write(_ body: () -> (lost: Int, number: Int32)?) {
        guard let (lost, number) = body() else { return }
        let isFirst = state.withLock { state in
            defer { state.problem = state.problem ?? number }
            state.lost += lost
            return state.problem == nil
        }
        guard isFirst, number == EPIPE else { return }
        StandardError.write("warning: standard output was closed; what the script prints is lost")
    }
}

extension RunFailure {
    /// The script's line of a failure, with its text.
    func excerpts(from source: ScriptSource) -> [ErrorText.Excerpt] {
        [place, libraryPlace].compactMap(\.self).map { place in
            ErrorText.Excerpt(
                script: place.script, line: place.line, text: source.text(of: place),
                function: function(of: place))
        }
    }
}
