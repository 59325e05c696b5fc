import REPL
import ScriptAPI
import ScriptHost
import Synchronization

/// The person at a session's terminal, who is asked one question at a time.
final class SessionPerson: Console, ChangeAsker {
    private struct Kind: Hashable {
        var verb: String
        var target: String
    }

    private struct State {
        var reader: LineReader?
        var dialogue: TerminalDialogue?
        var isAsked = false
        /// What was answered with `a`.
        var always: Set<Kind> = []
    }

    private let answersYes: Bool
    private let progress: ProgressView
    private let state = Mutex(State())
    private let turns = QuestionTurns()

    init(answersYes: Bool, progress: ProgressView) {
        self.answersYes = answersYes
        self.progress = progress
    }

    func begin(_ reader: LineReader, _ dialogue: TerminalDialogue) {
        state.withLock { ($0.reader, $0.dialogue) = (reader, dialogue) }
    }

    /// Whether a question waits for its answer.
    var isAsked: Bool { state.withLock { $0.isAsked } }

    /// Asks, from the reader's thread, what a path of names leads to.
    func lookUp(_ path: [String]) -> NamesFound {
        let (reader, dialogue) = state.withLock { ($0.reader, $0.dialogue) }
        guard let reader, let dialogue else { return NamesFound(kind: "nil", names: []) }
        return reader.lookUp { dialogue.ask(about: path) }
    }

    func confirm(_ text: String, target: String?) async throws -> Consent {
        if answersYes { return .given }
        let target = target.map { " (\($0))" } ?? ""
        let answer = try await answer(to: "the script asks: \(text)\(target) [y/N] ")
        return ["y", "yes"].contains(answer) ? .given : .refused
    }

    func ask(_ question: ChangeQuestion) async throws(CancellationError) -> Bool {
        let kind = Kind(verb: question.verb, target: question.target)
        if state.withLock({ $0.always.contains(kind) }) { return true }
        let mayAlways = question.effect != .destructive
        let text =
            "\(question.what) (\(question.effect.rawValue), \(question.effect.phrase))? "
            + (mayAlways ? "[y/n/a] " : "[y/n] ")
        while true {
            switch try await answer(to: text) {
            case "y", "yes": return true
            case "n", "no", nil: return false
            case "a" where mayAlways, "always" where mayAlways:
                state.withLock { _ = $0.always.insert(kind) }
                return true
            default: continue
            }
        }
    }

    /// What is typed, in small letters; nil at the end of the terminal.
    private func answer(to question: String) async throws(CancellationError) -> String? {
        guard let reader = state.withLock({ $0.reader }) else { return nil }
        await turns.wait()
        defer { turns.pass() }
        if Task.isCancelled { throw CancellationError() }
        progress.suspend()
        state.withLock { $0.isAsked = true }
        defer {
            state.withLock { $0.isAsked = false }
            progress.resume()
        }
        var request = LineReader.Request(LineReader.Prompt(Outgoing.line(question)))
        request.isAnswer = true
        let result = await withTaskCancellationHandler {
            await reader.read(request)
        } onCancel: {
            _ = reader.interrupt()
        }
        switch result {
        case .line(let line): return line.lowercased().filter { !$0.isWhitespace }
        case .interrupted: throw CancellationError()
        case .pasted, .tooLarge: return ""
        case .end: return nil
        }
    }
}

/// Lets one question at a time through, in the order of asking.
final class QuestionTurns: Sendable {
    private struct State {
        var isTaken = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func wait() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                if state.isTaken { state.waiting.append(continuation) }
                defer { state.isTaken = true }
                return !state.isTaken
            }
            if isFree { continuation.resume() }
        }
    }

    func pass() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.waiting.isEmpty else {
                state.isTaken = false
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
