import Diagnostics
package import ScriptHost

/// The lines of an entry until it is whole: a value.
package struct EntryBuffer: Sendable {
    package enum Reading: Sendable {
        /// Nothing was said.
        case nothing
        case incomplete
        case entry(Entry)
        case wrong(RunFailure)
    }

    /// Bytes of an entry at most.
    package static let limit = Keyboard.limit

    package static let tooLarge = RunFailure(
        .limitExceeded, "an entry is at most \(limit >> 10) KB",
        hint: "put it into a file and run that, or `.load` it")

    /// What was typed so far, its lines joined.
    package private(set) var text = ""
    private let number: Int
    private let form: Entry.Form

    package init(number: Int, form: Entry.Form = .shown(columns: 76)) {
        self.number = number
        self.form = form
    }

    package var isEmpty: Bool { text.isEmpty }

    /// Takes a line, or several that were pasted.
    package mutating func add(_ line: String) -> Reading {
        if text.isEmpty, line.allSatisfy(\.isWhitespace) { return .nothing }
        guard text.utf8.count + line.utf8.count < Self.limit else { return .wrong(Self.tooLarge) }
        text += (text.isEmpty ? "" : "\n") + line
        switch EntryReading(text) {
        case .incomplete: return .incomplete
        case .wrong(let message, let line): return .wrong(failure(message, line: line))
        case .ready(let source, _):
            return .entry(Entry(name, text: text, source: source, form: form))
        }
    }

    /// Keeps lines of an entry that is not to be looked at before more has come.
    ///
    /// - Returns: Why they cannot be kept; nil when they are.
    package mutating func keep(_ lines: String) -> RunFailure? {
        guard text.utf8.count + lines.utf8.count < Self.limit else { return Self.tooLarge }
        text += (text.isEmpty ? "" : "\n") + lines
        return nil
    }

    /// Why the end must not come now; nil where nothing was begun.
    package var unfinished: RunFailure? {
        guard !text.isEmpty else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
        return failure("the input ends before the entry does", line: lines)
    }

    private var name: String { "entry \(number)" }

    private func failure(_ message: String, line: Int) -> RunFailure {
        RunFailure(
            .usage, "syntax error: \(message)", place: ScriptPlace(script: name, line: line))
    }
}
