import Diagnostics
import REPL
import ScriptHost
import Synchronization

/// A dialogue with standard input that is no terminal: it ends with the first error.
final class FileDialogue: Dialogue {
    private struct State {
        var status: Int32 = 0
        var count = 0
        var hasBegun = false
        /// The entry under way, for its errors.
        var current: Entry?
    }

    private let printer: SessionPrinter
    private let isVerbose: Bool
    private let input = InputLines()
    private let state = Mutex(State())

    init(_ printer: SessionPrinter, isVerbose: Bool) {
        self.printer = printer
        self.isVerbose = isVerbose
    }

    /// What the entries came to.
    var status: Int32 { state.withLock { $0.status } }

    func next(after outcome: StepOutcome) async -> SessionStep? {
        if case .entry(let outcome) = outcome {
            printer.show(outcome)
            if let failure = outcome.failure { return end(failure) }
        }
        do {
            return try await nextEntry().map { .entry($0) }
        } catch {
            return end(RunSessionFailure.of(error))
        }
    }

    private func end(_ failure: RunFailure) -> SessionStep? {
        let current = state.withLock { state in
            state.status = failure.code.exitStatus
            return state.current
        }
        let texts = current.map { [$0.name: $0.text] } ?? [:]
        EntryFailureText.write(failure, in: texts, isVerbose: isVerbose)
        return nil
    }

    /// What a person tells the session itself is nothing that a file says.
    private static func refuseCommand(_ line: String) throws(RunFailure) {
        // Even one that there is not is meant as one.
        do { guard try SessionCommand(line) != nil else { return } } catch {}
        let word = line.split(whereSeparator: \.isWhitespace).first ?? ""
        throw RunFailure(
            .usage, "`\(word)` is a command for a terminal, and this is none",
            hint: "leave it out: what is read here is Lua")
    }

    /// Reads the next entry; nil at the end of the input.
    private func nextEntry() async throws -> Entry? {
        var buffer = EntryBuffer(number: state.withLock { $0.count + 1 })
        var isFirstLine = state.withLock { state in
            defer { state.hasBegun = true }
            return !state.hasBegun
        }
        while let read = try await input.next() {
            let line = isFirstLine ? SessionFile.withoutProgram(read) : read
            isFirstLine = false
            if buffer.isEmpty { try Self.refuseCommand(line) }
            switch buffer.add(line) {
            case .nothing, .incomplete: continue
            case .entry(let entry):
                state.withLock { ($0.count, $0.current) = ($0.count + 1, entry) }
                return entry
            case .wrong(let failure): throw failure
            }
        }
        if let failure = buffer.unfinished { throw failure }
        return nil
    }
}

/// Any failure as one of a run's.
enum RunSessionFailure {
    static func of(_ error: any Error) -> RunFailure {
        if let failure = error as? RunFailure { return failure }
        if let error = error as? any UserFacingError {
            return RunFailure(error.code, error.message, hint: error.hint)
        }
        return RunFailure(.internal, "the input cannot be read", cause: error)
    }
}
