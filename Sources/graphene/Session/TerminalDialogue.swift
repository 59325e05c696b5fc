import Diagnostics
import Glibc
import REPL
import ScriptAPI
import ScriptHost
import Synchronization

/// A dialogue with a person at a terminal.
actor TerminalDialogue: Dialogue {
    private enum Event: Sendable {
        case read(LineReader.Result)
        case lookUp([String])
    }

    private let reader: LineReader
    private let printer: SessionPrinter
    private let prompt: LineReader.Prompt
    private let history: SessionHistory
    private let isVerbose: Bool
    /// References of the account's databases by their ids, as far as they are known.
    private let references: @Sendable () -> [String: String]
    /// Called whenever a person is asked for an entry.
    private let atPrompt: @Sendable () -> Void
    private let events: AsyncStream<Event>
    private let inbox: AsyncStream<Event>.Continuation

    private var number = 1
    private var buffer = EntryBuffer(number: 1)
    private var isReading = false
    /// Of the entries so far, by name, for their errors.
    private var texts: [String: String] = [:]
    private var current: Entry?
    private var saved = SavedScript()
    /// Entries of a file that are still to run.
    private var loading: [Entry] = []

    init(
        _ reader: LineReader, _ printer: SessionPrinter, prompt: LineReader.Prompt,
        history: SessionHistory, isVerbose: Bool,
        references: @escaping @Sendable () -> [String: String],
        atPrompt: @escaping @Sendable () -> Void
    ) {
        self.references = references
        self.reader = reader
        self.printer = printer
        self.prompt = prompt
        self.history = history
        self.isVerbose = isVerbose
        self.atPrompt = atPrompt
        (events, inbox) = AsyncStream.makeStream()
    }

    /// Asks, from the reader's thread, what a path of names leads to.
    nonisolated func ask(about path: [String]) { inbox.yield(.lookUp(path)) }

    func next(after outcome: StepOutcome) async -> SessionStep? {
        take(outcome)
        if let entry = nextOfFile() { return run(entry) }
        if !isReading { begin() }
        for await event in events {
            switch event {
            case .lookUp(let path): return .names(path)
            case .read(let result):
                isReading = false
                switch await taken(result) {
                case .step(let step): return step
                case .end: return nil
                case .nothing: begin()
                }
            }
        }
        return nil
    }

    // MARK: What came of a step

    private func take(_ outcome: StepOutcome) {
        switch outcome {
        case .began: return
        case .names(let names): reader.found(names)
        case .variables(let variables): printer.show(variables)
        case .entry(let outcome): take(outcome)
        }
    }

    private func take(_ outcome: EntryOutcome) {
        printer.show(outcome)
        let wantsToLeave = Self.leaving.contains(current?.text ?? "") && outcome.isFruitless
        defer { if wantsToLeave { StandardError.write("`.exit` leaves, and so does Ctrl-D") } }
        if let reason = outcome.skipped {
            StandardError.write(Outgoing.line(reason.isEmpty ? "skipped" : "skipped: \(reason)"))
        }
        guard let failure = outcome.failure else {
            if let current { saved.add(current.text) }
            current = nil
            return
        }
        loading = []
        EntryFailureText.write(failure, in: texts, isVerbose: isVerbose)
        if outcome.leftRunning > 0 {
            StandardError.write(
                outcome.leftRunning == 1
                    ? "what goes on in the cloud is `_op`: `_op:wait()` waits for it again"
                    : "what goes on in the cloud is the list `_op`")
        }
        current = nil
    }

    /// Words by which other tools are left; here they are names like any other.
    private static let leaving: Set = ["exit", "quit", "exit()", "quit()"]

    // MARK: Reading

    private func begin() {
        var request = LineReader.Request(buffer.isEmpty ? prompt : LineReader.Prompt("... "))
        request.context = buffer.text
        request.initial = initial
        initial = ""
        isReading = true
        let (reader, inbox) = (reader, inbox)
        Task { inbox.yield(.read(await reader.read(request))) }
        atPrompt()
    }

    /// What stands on the next line at first.
    private var initial = ""

    private enum Taken {
        case step(SessionStep)
        case nothing
        case end
    }

    private func taken(_ result: LineReader.Result) async -> Taken {
        switch result {
        case .line(let line): return taken(line: line)
        case .pasted(let text, let rest):
            initial = rest
            return rest.isEmpty ? taken(line: text) : kept(text)
        case .tooLarge:
            StandardError.write(ErrorText.lines(EntryBuffer.tooLarge))
            clear()
            return .nothing
        case .interrupted:
            clear()
            return .nothing
        case .end:
            guard buffer.isEmpty else {
                clear()
                return .nothing
            }
            return .end
        }
    }

    /// Keeps pasted lines of which the last is still to be finished.
    private func kept(_ text: String) -> Taken {
        if let failure = buffer.keep(text) {
            StandardError.write(ErrorText.lines(failure))
            clear()
        }
        return .nothing
    }

    private func taken(line: String) -> Taken {
        if buffer.isEmpty {
            do throws(SessionCommand.Failure) {
                if let command = try SessionCommand(line) {
                    history.add(line, to: reader)
                    return perform(command)
                }
            } catch {
                StandardError.write(ErrorText.lines(error))
                return .nothing
            }
        }
        switch buffer.add(line) {
        case .nothing, .incomplete: return .nothing
        case .wrong(let failure):
            history.add(buffer.text, to: reader)
            let text = buffer.text
            clear()
            EntryFailureText.write(failure, in: ["entry \(number)": text], isVerbose: isVerbose)
            return .nothing
        case .entry(var entry):
            history.add(buffer.text, to: reader)
            entry.form = .shown(columns: SessionWidth.columns)
            clear()
            return .step(run(entry))
        }
    }

    private func run(_ entry: Entry) -> SessionStep {
        texts[entry.name] = entry.text
        number += 1
        buffer = EntryBuffer(number: number)
        current = entry
        return .entry(entry)
    }

    private func clear() {
        buffer = EntryBuffer(number: number)
        initial = ""
    }

    // MARK: Commands

    private func perform(_ command: SessionCommand) -> Taken {
        switch command {
        case .help: printer.show(SessionCommand.overview + "\n")
        case .variables: return .step(.variables)
        case .reset: return .step(.reset)
        case .exit: return .end
        case .history(let count): printer.show(history.last(count))
        case .save(let path): save(to: path)
        case .load(let path): return load(path)
        }
        return .nothing
    }

    private func save(to path: String) {
        do {
            try SessionFile.write(saved.text(naming: references()), to: path)
            StandardError.write("saved \(saved.count) entries in \(path)")
        } catch {
            StandardError.write(ErrorText.lines(error))
        }
    }

    private func load(_ path: String) -> Taken {
        do {
            let entry = try SessionFile.entry(path, columns: SessionWidth.columns)
            return .step(run(entry))
        } catch {
            StandardError.write(ErrorText.lines(error))
            return .nothing
        }
    }

    private func nextOfFile() -> Entry? { loading.isEmpty ? nil : loading.removeFirst() }
}

extension EntryOutcome {
    /// Whether it failed, or came to nil.
    fileprivate var isFruitless: Bool {
        guard failure == nil, case .text(let bytes)? = values.first else { return failure != nil }
        return bytes == Array("nil".utf8)
    }
}
