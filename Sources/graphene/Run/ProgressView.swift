import CloudClient
import Diagnostics
import Glibc
import JSONDocument
import ScriptAPI
import ScriptHost
import Synchronization
import Timekeeping

/// What standard error shows of a run while it lasts: on a terminal a live line for each effect under
/// way, elsewhere one line for each change of state.
final class ProgressView: RunObserver {
    enum Style: Sendable {
        case live, lines
    }

    private struct Line {
        var note: EffectNote
        var state = ""
    }

    private struct State {
        var underWay: [Line] = []
        var shownLines = 0
        /// While a question stands on the terminal, live lines would overwrite it.
        var isSuspended = false
    }

    private let style: Style
    private let showsDebug: Bool
    private let state = Mutex(State())

    init(_ style: Style, showsDebug: Bool) {
        self.style = style
        self.showsDebug = showsDebug
    }

    /// Takes the live lines away until `resume`.
    func suspend() {
        let erased = state.withLock { state in
            defer { (state.isSuspended, state.shownLines) = (true, 0) }
            return state.shownLines
        }
        if erased > 0 { StandardError.redraw(erasing: erased, []) }
    }

    func resume() { state.withLock { $0.isSuspended = false } }

    func observe(_ event: RunEvent, at instant: Instant) {
        let (erased, text, live, isBelowQuestion) = state.withLock { state in
            let text = lines(for: event, at: instant, &state)
            let erased = state.shownLines
            let isShown = style == .live && !state.isSuspended && !event.writesToOutput
            let live = isShown ? liveLines(state, at: instant) : []
            state.shownLines = live.count
            return (erased, text, live, state.isSuspended)
        }
        if !text.isEmpty || !live.isEmpty || erased > 0 {
            if isBelowQuestion, !text.isEmpty { StandardError.endLine() }
            StandardError.redraw(erasing: erased, text + live)
        }
        if case .wroteError(let bytes) = event { Screen.writeScriptError(bytes) }
    }

    private func lines(for event: RunEvent, at instant: Instant, _ state: inout State) -> [String] {
        switch event {
        case .effectStarted(let note) where note.effect?.changes == true || isSlow(note):
            state.underWay.append(Line(note: note))
            return []
        case .effectProgressed(let note, let progress): return progressed(note, progress, &state)
        case .effectEnded(let record): return ended(record, &state)
        case .logged(let level, let message, let fields):
            guard level != .debug || showsDebug else { return [] }
            let rest =
                fields == .null || fields.object == [:] || fields.array == []
                ? "" : " " + fields.text
            return ["\(level.rawValue): \(Printable.line(message))\(Printable.line(rest))"]
        case .warned(let text): return ["warning: \(Printable.line(text))"]
        case .skipped(let reason):
            return ["skipped: \(Printable.line(reason))"]
        case .progressed(let name, let done, let total):
            return ["\(Screen.mark)\(Printable.line(name)): \(done) of \(total)"]
        case .stopping(let reason): return [stopping(reason)]
        case .announced(let note, let pause): return [announcement(note, pause)]
        default: return []
        }
    }

    private func isSlow(_ note: EffectNote) -> Bool {
        ["wait", "operation.wait"].contains(note.verb)
    }

    private func progressed(
        _ note: EffectNote, _ progress: EffectProgress, _ state: inout State
    ) -> [String] {
        guard let index = state.underWay.firstIndex(where: { $0.note.id == note.id }) else {
            return []
        }
        let operation = progress.operation.map { " (operation \($0.id.prefix(8)))" } ?? ""
        let text = Printable.line(progress.state) + operation
        let isNew = state.underWay[index].state != text
        state.underWay[index].note.target = note.target
        state.underWay[index].state = text
        guard style == .lines, isNew else { return [] }
        return ["  \(title(note)): \(text)"]
    }

    private func ended(_ record: EffectRecord, _ state: inout State) -> [String] {
        let wasShown = state.underWay.contains { $0.note.id == record.note.id }
        state.underWay.removeAll { $0.note.id == record.note.id }
        guard wasShown else { return [] }
        let elapsed = DurationText.format(record.elapsed)
        switch record.outcome {
        case .done: return ["✓ \(title(record.note)), \(elapsed)"]
        case .unchanged: return ["= \(title(record.note)): nothing to change"]
        case .stillRunning:
            let operation = record.operation.map { " (operation \($0.id))" } ?? ""
            return ["… \(title(record.note)): goes on in the cloud\(operation)"]
        case .partial:
            return ["~ \(title(record.note)), \(elapsed): done in part"]
        case .notDone, .failed, .unknown, .notStarted:
            return ["✗ \(title(record.note)), \(elapsed): \(record.code?.rawValue ?? "failed")"]
        }
    }

    private func stopping(_ reason: StopReason) -> String {
        switch reason {
        case .interrupted, .terminated:
            "stopping: nothing new is started, handlers run; once more ends it at once"
        case .timedOut(let limit):
            "stopping: the run took longer than \(DurationText.format(limit))"
        case .outputLimit: "stopping: the script printed too much"
        case .processorTime(let limit):
            "stopping: the script used more than \(DurationText.format(limit)) of processor time"
        }
    }

    private func announcement(_ note: EffectNote, _ pause: Duration) -> String {
        let destroys = note.effect == .destructive ? ", which destroys data" : ""
        return
            "in \(DurationText.format(pause)) a handler of the script does `\(title(note))`\(destroys): "
            + "Ctrl-C ends the run without it"
    }

    private func title(_ note: EffectNote) -> String {
        Printable.line("\(note.verb) \(note.target ?? "")".trimmedAtEnd)
    }

    /// As many lines as the terminal can take back.
    private func liveLines(_ state: State, at instant: Instant) -> [String] {
        let size = TerminalSize(of: 2)
        let width = size?.columns ?? 80
        let height = max(1, (size?.rows ?? 24) - 3)
        let lines = state.underWay.prefix(height).map { liveLine($0, width: width, at: instant) }
        let rest = state.underWay.count - lines.count
        return rest > 0 ? lines + [String("  and \(rest) more".prefix(width - 1))] : lines
    }

    private func liveLine(_ line: Line, width: Int, at instant: Instant) -> String {
        let elapsed = DurationText.format(instant - line.note.startedAt)
        let text =
            "  \(title(line.note)): \(line.state.isEmpty ? "begins" : line.state), \(elapsed)"
        return Self.cut(text, toFit: width - 1)
    }
}

extension ProgressView {
    /// A text that takes at most so many columns: a line that wraps would not be taken back whole.
    fileprivate static func cut(_ text: String, toFit width: Int) -> String {
        let text = Outgoing.line(text).replacing("\t", with: " ")
        let columns = TerminalSize.columnsAtMost(of:)
        if text.unicodeScalars.reduce(0, { $0 + columns($1) }) <= width { return text }
        var room = width - 1
        let start = text.unicodeScalars.prefix { scalar in
            room -= columns(scalar)
            return room >= 0
        }
        return String(start) + "…"
    }
}

extension String {
    fileprivate var trimmedAtEnd: String { hasSuffix(" ") ? String(dropLast()) : self }
}

extension RunEvent {
    /// Whether what follows it on standard output may stand on the same terminal, where live lines
    /// would be taken for it: they come back with the next event.
    fileprivate var writesToOutput: Bool {
        switch self {
        case .printed, .table, .ended: true
        default: false
        }
    }
}

extension OutputOptions {
    /// How standard error shows progress: live only on a terminal that can move its cursor.
    var progressStyle: ProgressView.Style {
        if quiet { return .lines }
        let term = surroundings.environment["TERM"]
        return isatty(2) == 1 && term != nil && term != "dumb" && format != .jsonl ? .live : .lines
    }
}
