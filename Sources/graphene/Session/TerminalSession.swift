import Diagnostics
import Glibc
import REPL
import RunRecord
import ScriptAPI
import ScriptHost
import Synchronization

/// A session with a person at a terminal.
struct TerminalSession {
    private let options: SessionOptions

    init(_ options: SessionOptions) { self.options = options }

    func run() async throws {
        let progress = ProgressView(progressStyle, showsDebug: options.verbose)
        let person = SessionPerson(answersYes: options.terms.yes, progress: progress)
        var prepared = try await PreparedSession(
            options, ScriptSource(name: "repl", bytes: [], folder: "."), console: person)
        if prepared.isLive { prepared.configuration.rules.asker = person }
        let names = AccountListing(prepared.target)
        let history = SessionHistory(HistoryFile(environment: surroundings.environment))
        let modules = LibraryPages()
        let reader = makeReader(history, names, modules, person)
        let printer = SessionPrinter(.text)
        let dialogue = TerminalDialogue(
            reader, printer,
            prompt: LineReader.Prompt(prepared.target.prompt, isRed: prepared.isLive),
            history: history, isVerbose: options.verbose,
            references: { names.references }, atPrompt: { names.refresh() })
        person.begin(reader, dialogue)
        prepared.configuration.session = SessionPlan(
            dialogue, endsEntriesOnly: true, pages: modules.texts)
        try prepared.record(options)
        StandardError.write([
            "graphene: \(prepared.target.label)",
            "help() and .help explain, Tab completes, Ctrl-D leaves",
        ])
        Screen.divert { reader.show($0) }
        let (report, problems) = await prepared.run(
            stops: stops(reader, person, prepared.recording?.recorder),
            observers: [progress, printer])
        Screen.divert(nil)
        await reader.close()
        await names.close()
        try SessionEnding(report, problems, 0, printer).finish()
    }

    private var progressStyle: ProgressView.Style {
        TerminalStyle(environment: surroundings.environment).canEdit && isatty(2) == 1
            ? .live : .lines
    }

    private func makeReader(
        _ history: SessionHistory, _ names: AccountListing, _ modules: LibraryPages,
        _ person: SessionPerson
    ) -> LineReader {
        let pages = modules.texts.keys.sorted()
        return LineReader(
            TerminalStyle(environment: surroundings.environment), history: history.all
        ) { request in
            Completer(
                account: names.known, modules: modules.modules, libraryPages: pages,
                lookUp: { person.lookUp($0) }, files: SessionFile.names(beginningWith:)
            ).complete(request)
        }
    }

    /// Ctrl-C gives up a line, else the entry; a lost terminal lets the entry come to its end.
    private func stops(
        _ reader: LineReader, _ person: SessionPerson, _ recorder: RunRecorder?
    ) -> AsyncStream<StopReason> {
        let terminal = DetachedTerminal()
        let signals = StopSignals.stream()
        return AsyncStream { continuation in
            let task = Task {
                var terminations: Int32 = 0
                for await number in signals {
                    switch number {
                    case SIGINT:
                        let isAsked = person.isAsked
                        if !reader.interrupt() || isAsked { continuation.yield(.interrupted) }
                    case SIGHUP:
                        recorder?.noteHangup()
                        terminal.detach()
                        reader.hangUp()
                    default:
                        terminations += 1
                        if terminations > 2 { _exit(128 + number) }
                        continuation.yield(.terminated)
                    }
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}
