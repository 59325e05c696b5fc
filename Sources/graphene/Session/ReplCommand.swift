import ArgumentParser
import Diagnostics
import Glibc
import REPL
import ScriptHost

/// Talks with a person, or with a file, an entry at a time.
struct ReplCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repl", _superCommandName: "graphene",
        abstract: "Explore an account and try steps out, an entry of Lua at a time.",
        discussion: """
            The prompt names the account; a live one's is red. Tab completes, Ctrl-R searches what was \
            typed before, Ctrl-C stops an entry, Ctrl-D leaves. `.help` lists the commands, help() \
            the functions. On a live account every change asks before it is made. Limits count \
            for each entry.

            Not on a terminal, it reads entries from standard input, prints results only, and ends \
            with the first error; then what disrupts or destroys a live database needs --on.

            EXAMPLES:
              graphene repl --simulator
              graphene repl --profile staging
              graphene repl --simulator < steps.lua
            """)

    @OptionGroup var session: SessionOptions

    func run() async throws {
        if isatty(0) == 1, isatty(1) == 1 {
            try await TerminalSession(session).run()
        } else {
            try await runFile()
        }
    }

    private func runFile() async throws {
        let progress = ProgressView(.lines, showsDebug: session.verbose)
        var prepared = try await PreparedSession(
            session, ScriptSource(name: "repl", bytes: [], folder: "."),
            console: TerminalConsole(answersYes: session.terms.yes, progress: progress))
        prepared.configuration.rules.namesHarm =
            prepared.isLive ? "a session without a terminal" : nil
        let printer = SessionPrinter(.text)
        let dialogue = FileDialogue(printer, isVerbose: session.verbose)
        prepared.configuration.session = SessionPlan(
            dialogue, endsEntriesOnly: false, pages: LibraryPages().texts)
        try prepared.record(session)
        let (report, problems) = await prepared.run(
            stops: SessionStops.stream(prepared.recording?.recorder),
            observers: [progress, printer])
        try SessionEnding(report, problems, dialogue.status, printer).finish()
    }
}
