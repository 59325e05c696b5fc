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
        var endsLine = true
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
        case .printed(let bytes): write(bytes)
        case .table(let table): write(TableText.render(table))
        default: break
        }
    }

    /// A document allows nothing beside it, so what the script prints goes to standard error.
    private func writeDocument(_ event: RunEvent) {
        if case .printed(let bytes) = event { StandardError.writeAll(bytes) }
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
        write(RunDocument.line(event, at: instant).text + "\n")
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
            if !state.withLock({ $0.endsLine }), report.result != nil || !report.outputs.isEmpty {
                write("\n")
            }
            for output in report.outputs { write("\(output.key) = \(Self.shown(output.value))\n") }
            if let result = report.result { write(Self.shown(result) + "\n") }
        case .json: write(RunDocument.document(report).indentedText + "\n")
        case .jsonl: write(RunDocument.document(report).text + "\n")
        }
        guard let failure = report.failure else { return }
        StandardError.write(
            ErrorText.describe(failure, at: failure.excerpts(from: source), isVerbose: isVerbose))
        if isVerbose, let traceback = failure.traceback {
            StandardError.write(
                traceback.split(separator: "\n").map { "  " + Printable.line(String($0)) }
                    .joined(separator: "\n"))
        }
    }

    private static func shown(_ value: JSONValue) -> String {
        value.string ?? (value.text.count <= 80 ? value.text : value.indentedText)
    }

    private func write(_ text: String) { write(Array(text.utf8)) }

    /// Once it cannot be written, the rest is dropped: what the run does must not depend on it.
    private func write(_ bytes: [UInt8]) {
        let hasJustClosed = state.withLock { state in
            if let last = bytes.last { state.endsLine = last == 10 }
            guard state.problem == nil else {
                state.lost += bytes.count
                return false
            }
            guard let (lost, number) = OutputStream.write(bytes, to: 1) else { return false }
            (state.lost, state.problem) = (lost, number)
            return number == EPIPE
        }
        guard hasJustClosed else { return }
        StandardError.write("warning: standard output was closed; what the script prints is lost")
    }
}

extension RunFailure {
    /// The script's line of a failure, with its text.
    func excerpts(from source: ScriptSource) -> [ErrorText.Excerpt] {
        [place, libraryPlace].compactMap(\.self).map { place in
            ErrorText.Excerpt(
                script: place.script, line: place.line, text: source.text(of: place))
        }
    }
}
