import Diagnostics
import Glibc
import JSONDocument
import REPL
import ScriptAPI
import ScriptHost
import Synchronization
import Timekeeping

/// Shows what a session says while an entry runs, and what the entry came to.
final class SessionPrinter: RunObserver {
    private let format: OutputFormat
    private let problem = Mutex<(lost: Int, number: Int32)?>(nil)

    init(_ format: OutputFormat) { self.format = format }

    func observe(_ event: RunEvent, at instant: Instant) {
        guard format == .text else {
            // A document allows nothing beside it.
            if case .printed(let bytes) = event { Screen.writeScriptError(bytes) }
            return
        }
        switch event {
        case .printed(let bytes): write { Screen.writeOutput(bytes) }
        case .table(let table): show(TableText.render(table))
        case .output(let key, let value):
            show("\(Outgoing.line(key)) = \(value.string ?? value.text)\n")
        case .helped(let page): show(page)
        default: write { Screen.flushOutput() }
        }
    }

    /// Shows an entry's values.
    func show(_ outcome: EntryOutcome) {
        for value in outcome.values {
            switch value {
            case .text(let bytes): show(String(decoding: bytes, as: UTF8.self) + "\n")
            case .table(let table, let left):
                show(TableText.render(table) + (left > 0 ? "… and \(left) more\n" : ""))
            }
        }
        if format == .json, let document = Self.document(outcome.data) {
            writeDocument(Outgoing.document(document))
        }
        if format == .jsonl {
            for value in Self.lines(outcome.data) { writeDocument(Outgoing.line(value)) }
        }
    }

    /// Shows a session's variables.
    func show(_ variables: [Variable]) {
        let widest = min(24, variables.map(\.name.count).max() ?? 0)
        for variable in variables {
            let padding = String(repeating: " ", count: max(0, widest - variable.name.count))
            show("\(variable.name)\(padding)  \(variable.text)\n")
        }
    }

    /// - Throws: `config` when not all could be written, unless because nobody reads any more.
    func close() throws(OutputFailure) {
        guard let (lost, number) = problem.withLock({ $0 }), number != EPIPE else { return }
        throw OutputFailure(lost: lost, number)
    }

    /// The value, or the list of several; nil for none.
    private static func document(_ values: [JSONValue]) -> JSONValue? {
        values.count > 1 ? .array(values) : values.first
    }

    /// A list's elements, or the values themselves.
    private static func lines(_ values: [JSONValue]) -> [JSONValue] {
        guard values.count == 1, case .array(let elements) = values[0] else { return values }
        return elements
    }

    /// Shows a text that is ours, or was made from values; it begins a line.
    func show(_ text: String) {
        write { Screen.endOutputLine() }
        write { Screen.writeShown(text) }
    }

    private func writeDocument(_ bytes: [UInt8]) { write { OutputStream.write(bytes, to: 1) } }

    private func write(_ body: () -> (lost: Int, number: Int32)?) {
        guard let (lost, number) = body() else { return }
        problem.withLock { $0 = (($0?.lost ?? 0) + lost, $0?.number ?? number) }
    }
}
