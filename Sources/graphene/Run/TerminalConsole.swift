import Glibc
import RunLoop
import ScriptAPI

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
        // Waiting for a key must not stop the run's thread: it still has to hear of Ctrl-C.
        return await Task(executorPreference: Self.reader) { Self.readAnswer() }.value
            ? .given : .refused
    }

    private static func readAnswer() -> Bool {
        var answer: [UInt8] = []
        var byte: UInt8 = 0
        while read(0, &byte, 1) == 1, byte != 10, answer.count < 1_000 { answer.append(byte) }
        return ["y", "yes"].contains(String(decoding: answer, as: UTF8.self).lowercased())
    }
}
