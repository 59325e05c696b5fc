import Diagnostics
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
    private let isClosed = Mutex(false)
    private let endsLine = Mutex(true)

    init(_ format: OutputFormat, source: ScriptSource, isVerbose: Bool) {
        self.format = format
        self.source = source
        self.isVerbose = isVerbose
    }

    func observe(_ event: RunEvent, at instant: Instant) {
        switch format {
        case .text: writeText(event)
        case .json: writeDocument(event)
        case .jsonl: write(RunDocument.line(event, at: instant).text + "\n")
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
        switch event {
        case .printed(let bytes): StandardError.writeAll(bytes, to: 2)
        case .table(let table): StandardError.writeAll(Array(TableText.render(table).utf8), to: 2)
        default: break
        }
    }

    private func end(_ report: RunReport) {
        switch format {
        case .text:
            // What the script printed last may have left its line open.
            if !endsLine.withLock({ $0 }), report.result != nil || !report.outputs.isEmpty {
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

    /// Once nobody reads any more, the rest is dropped: what the run does must not depend on it.
    private func write(_ bytes: [UInt8]) {
        if let last = bytes.last { endsLine.withLock { $0 = last == 10 } }
        guard !isClosed.withLock({ $0 }), !OutputStream.write(bytes, to: 1) else { return }
        isClosed.withLock { $0 = true }
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
