import Glibc
import RunLoop
import ScriptAPI
import Synchronization

/// Asks the person at the terminal, if there is one: one question at a time.
final class TerminalConsole: Console {
    private struct Question {
        var id: Int
        var text: String
        var continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var questions: [Question] = []
        var nextID = 0
        var cancelled: Set<Int> = []
    }

    private let answersYes: Bool
    private let progress: ProgressView?
    private let state = Mutex(State())
    private static let reader = RunLoop.background()

    /// - Parameters:
    ///   - answersYes: Whether `--yes` was given.
    ///   - progress: What else writes to the terminal, and has to leave the question alone.
    init(answersYes: Bool, progress: ProgressView? = nil) {
        self.answersYes = answersYes
        self.progress = progress
    }

    func confirm(_ text: String, target: String?) async throws -> Consent {
        if answersYes { return .given }
        guard isatty(0) == 1, isatty(2) == 1 else { return .nobodyToAsk }
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        let question = "the script asks: \(text)\(target.map { " (\($0))" } ?? "") [y/N]"
        // Waiting for a key must not stop the run's thread: it still has to hear of Ctrl-C.
        let isGiven = await withTaskCancellationHandler {
            await withCheckedContinuation {
                add(Question(id: id, text: question, continuation: $0))
            }
        } onCancel: {
            withdraw(id)
        }
        try Task.checkCancellation()
        return isGiven ? .given : .refused
    }

    private func add(_ question: Question) {
        let (isCancelled, isOnly) = state.withLock { state in
            guard state.cancelled.remove(question.id) == nil else { return (true, false) }
            state.questions.append(question)
            return (false, state.questions.count == 1)
        }
        if isCancelled { return question.continuation.resume(returning: false) }
        guard isOnly else { return }
        ask(question.text)
        Self.reader.watch(0) { [self] in readAnswer() }
    }

    private func withdraw(_ id: Int) {
        let (question, wasShown) = state.withLock { state -> (Question?, Bool) in
            guard let index = state.questions.firstIndex(where: { $0.id == id }) else {
                state.cancelled.insert(id)
                return (nil, false)
            }
            return (state.questions.remove(at: index), index == 0)
        }
        guard let question else { return }
        if wasShown { askNext() }
        question.continuation.resume(returning: false)
    }

    /// Takes one line, which is what a terminal hands over at a time; its end is a no.
    private func readAnswer() {
        var bytes = [UInt8](repeating: 0, count: 1_024)
        let count = read(0, &bytes, bytes.count)
        if count < 0, errno == EINTR || errno == EAGAIN { return }
        let answer = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        let question = state.withLock { $0.questions.isEmpty ? nil : $0.questions.removeFirst() }
        if count <= 0 { StandardError.endLine() }
        askNext()
        let word = answer.lowercased().filter { !$0.isWhitespace }
        question?.continuation.resume(returning: ["y", "yes"].contains(word))
    }

    private func askNext() {
        guard let next = state.withLock({ $0.questions.first }) else {
            Self.reader.unwatch(0)
            progress?.resume()
            return
        }
        ask(next.text)
    }

    private func ask(_ question: String) {
        progress?.suspend()
        // What was typed before it could be read is no answer to it.
        tcflush(0, TCIFLUSH)
        StandardError.ask(question)
    }
}
