import ArgumentParser
import Diagnostics
import Glibc
import REPL
import ScriptHost
import Synchronization

/// Evaluates one expression, or runs one chunk.
struct EvalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval", _superCommandName: "graphene",
        abstract: "Evaluate one expression of Lua, and print its value.",
        discussion: """
            For one-liners in shell scripts. Without EXPR it is read from standard input, unless \
            that is a terminal; for - in any case. On your own account, what disrupts or destroys a \
            database needs --on, whether or not it is protected.

            EXAMPLES:
              graphene eval --simulator 'graphene.databases "production"'
              graphene eval 'graphene.db("production/orders").bolt_url'
              graphene eval --output jsonl 'graphene.databases()' | jq -r .name
              graphene eval --on staging/orders 'graphene.pause "staging/orders"'

            OUTPUT:
              Standard output gets the value: with --output json one JSON value, with
              --output jsonl each element of a list on a line of its own. What Lua
              prints stands before it, or, with JSON, on standard error.

            EXIT STATUS:
              As for `graphene run`.
            """)

    @Argument(help: "An expression or statements of Lua; - reads standard input.")
    var expression: String?

    @OptionGroup var session: SessionOptions

    @Option(
        name: .customLong("output"),
        help: "What standard output gets: text, one JSON value, or JSON lines.")
    var format = OutputFormat.text

    func run() async throws {
        let text: String
        if let expression, expression != "-" {
            text = expression
        } else if expression == nil, isatty(0) == 1 {
            throw Self.missing
        } else {
            text = try Self.input()
        }
        // A shell's variable that is not set is no success.
        guard text.contains(where: { !$0.isWhitespace }) else { throw Self.missing }
        let entry = try Self.entry(text, format)
        let progress = ProgressView(.lines, showsDebug: session.verbose)
        var prepared = try await PreparedSession(
            session, ScriptSource(name: "eval", bytes: Array(text.utf8), folder: "."),
            console: TerminalConsole(answersYes: session.terms.yes, progress: progress))
        prepared.configuration.rules.namesHarm = prepared.isLive ? "`graphene eval`" : nil
        let printer = SessionPrinter(format)
        let dialogue = OneEntry(entry, printer, isVerbose: session.verbose)
        prepared.configuration.session = SessionPlan(dialogue, endsEntriesOnly: false)
        try prepared.record(session)
        let (report, problems) = await prepared.run(
            stops: SessionStops.stream(prepared.recording?.recorder),
            observers: [progress, printer])
        try SessionEnding(report, problems, dialogue.status, printer).finish()
    }

    private static let missing = UsageFailure(
        "no expression was given",
        hint: "write `graphene eval 'graphene.databases()'`; - reads one from the terminal")

    private static func input() throws -> String {
        let bytes = try ScriptSource.read("-").bytes
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw UsageFailure("what was read from standard input is no UTF-8")
        }
        return text
    }

    private static func entry(_ text: String, _ format: OutputFormat) throws -> Entry {
        switch EntryReading(text) {
        case .ready(let source, _):
            var entry = Entry(
                "eval", text: text, source: source,
                form: format == .text ? .plain(columns: SessionWidth.columns) : .data)
            entry.isStrict = true
            return entry
        case .incomplete:
            throw RunFailure(
                .usage, "syntax error: the expression has no end",
                place: ScriptPlace(script: "eval", line: text.split(separator: "\n").count))
        case .wrong(let message, let line):
            throw RunFailure(
                .usage, "syntax error: \(message)", place: ScriptPlace(script: "eval", line: line))
        }
    }
}

/// A dialogue of one entry.
private final class OneEntry: Dialogue {
    private let entry: Entry
    private let printer: SessionPrinter
    private let isVerbose: Bool
    private let ended = Mutex<Int32>(0)

    init(_ entry: Entry, _ printer: SessionPrinter, isVerbose: Bool) {
        self.entry = entry
        self.printer = printer
        self.isVerbose = isVerbose
    }

    /// What the entry ended with.
    var status: Int32 { ended.withLock { $0 } }

    func next(after outcome: StepOutcome) async -> SessionStep? {
        guard case .entry(let outcome) = outcome else { return .entry(entry) }
        printer.show(outcome)
        if let failure = outcome.failure {
            ended.withLock { $0 = failure.code.exitStatus }
            EntryFailureText.write(failure, in: [entry.name: entry.text], isVerbose: isVerbose)
        }
        return nil
    }
}
