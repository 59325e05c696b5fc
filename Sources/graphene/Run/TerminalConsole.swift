import Glibc
import RunLoop
import ScriptAPI
import Synchronization

/// Asks the person at the terminal, if there is one.
struct TerminalConsole: Console {
    /// Whether `--yes` was given.
    let answersYes: Bool
    private static let reader = RunLoop.background()

    func confirm(_ text: String, target: String?) async throws -> Consent {
        if answersYes { return .given }
        guard isatty(0) == 1, isatty(2) == 1 else { return .nobodyToAsk }
        let question = "\(text)\(target.map { " (\($0))" } ?? "") [y/N] "
        StandardError.writeAll(Array(question.utf8), to: 2)
        // Reading a terminal cannot be cancelled: it goes on by itself when the run is stopped.
        let answer = Answer()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                answer.wait(continuation)
                Task(executorPreference: Self.reader) { answer.give(.success(Self.readAnswer())) }
            }
        } onCancel: {
            answer.give(.failure(CancellationError()))
        }
    }

    private static func readAnswer() -> Consent {
        var answer: [UInt8] = []
        var byte: UInt8 = 0
        while read(0, &byte, 1) == 1, byte != 10, answer.count < 1_000 { answer.append(byte) }
        let isYes = ["y", "yes"].contains(String(decoding: answer, as: UTF8.self).lowercased())
        return isYes ? .given : .refused
    }
}

/// One answer, from the terminal or from the end of the waiting, whichever comes first.
private final class Answer: Sendable {
    private typealias Waiting = CheckedContinuation<Consent, any Error>

    private struct State {
        var waiting: Waiting?
        var result: Result<Consent, any Error>?
    }

    private let state = Mutex(State())

    func wait(_ continuation: CheckedContinuation<Consent, any Error>) {
        let early = state.withLock { state in
            if state.result == nil { state.waiting = continuation }
            return state.result
        }
        if let early { continuation.resume(with: early) }
    }

    func give(_ result: Result<Consent, any Error>) {
        let waiting = state.withLock { state in
            if state.result == nil { state.result = result }
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume(with: result)
    }
}
