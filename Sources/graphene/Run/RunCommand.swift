import AccountConfiguration
import ArgumentParser
import CloudClient
import Diagnostics
import Glibc
import JSONDocument
import RunRecord
import ScriptAPI
import ScriptHost
import Timekeeping

/// Runs one script.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", _superCommandName: "graphene",
        abstract: "Run a Lua script against the cloud, real or simulated.",
        discussion: """
            Without --simulator the script acts on your own account, with the credentials in \
            GRAPHENEDB_CLIENT_ID and GRAPHENEDB_CLIENT_SECRET (or GRAPHENEDB_CLIENT_SECRET_FILE), \
            else of your profile in config.toml. \
            `graphene run SCRIPT --help` tells what a script does and which parameters it takes.

            EXAMPLES:
              graphene run --simulator scripts/disaster_recovery.lua
              graphene run --simulator-state cloud.json scripts/pause.lua \\
                --param db=staging/orders
              graphene run scripts/nightly_pause.lua --param env=staging --output json
              graphene run scripts/delete.lua --param db=staging/old --yes
              graphene run --rehearse scripts/disaster_recovery.lua
              graphene run -q --report night.json scripts/nightly_pause.lua

            OUTPUT:
              Standard output gets what the script prints, its outputs and its result; with
              --output json one document of run, result, outputs, tables, skipped, effects
              and error; with --output jsonl each event as it happens, and that document
              last. All else goes to standard error, where each line of the script's
              begins with `| `, as on a terminal all of them do. Control, direction and
              invisible characters are shown as \\u{1b}, into a pipe too.

            EXIT STATUS:
              0 ok, 1 the script failed, 2 usage, 4 not signed in, 5 not found,
              6 refused, 7 a check failed, 8 rollback failed, 9 partial,
              11 unknown (look for yourself), 70 a bug of ours, 75 try again later,
              124 timeout, 130 interrupted, 143 terminated
            """,
        helpNames: [])

    @Argument(
        help: "The script's file, - for standard input, or PACKAGE/SCRIPT of the project.",
        completion: .file(extensions: ["lua"]))
    var script: String?

    @OptionGroup var terms: RunTerms
    @OptionGroup(title: "Output") var output: OutputOptions

    @Flag(name: [.short, .long], help: "Tell what the script does and takes, or show this.")
    var help = false

    func run() async throws {
        guard let script else {
            guard help else {
                throw UsageFailure(
                    "no script was named", hint: "give a file: `graphene run nightly.lua`")
            }
            return try StandardOutput.print(Graphene.helpMessage(for: RunCommand.self))
        }
        if help { return try await describe(try StartedScript(script)) }
        let withheld = output.quiet ? WithheldOutput() : nil
        let run: PreparedRun
        do {
            run = try await prepare(script, withheld)
        } catch {
            withheld?.release(to: [])
            if let error = error as? any UserFacingError { try tell(error, ofFailedStart: script) }
            throw error
        }
        let status = await execute(run)
        if status != 0 { throw CommandExit(status: status) }
    }

    private func tell(_ error: any UserFacingError, ofFailedStart script: String) throws {
        let document = RunDocument.document(ofFailedStart: error)
        // That it cannot be written may be the error itself.
        if let path = output.report, !(error is ReportFailure) {
            try? ReportFile(path: path).write(document)
        }
        let actions = GitHubActions(environment: surroundings.environment)
        for warning in actions?.tell(error, ofFailedStart: script) ?? [] {
            StandardError.write("warning: \(Printable.line(warning))")
        }
        switch output.format {
        case .text: break
        case .json: try StandardOutput.print(document: document)
        case .jsonl: try StandardOutput.print(line: document)
        }
    }

    private func prepare(
        _ script: String, _ withheld: WithheldOutput?
    ) async throws -> PreparedRun {
        let started = try StartedScript(script)
        let source = started.source
        let tell: @Sendable (String) -> Void = { line in
            let line = Printable.line(line)
            if let withheld { withheld.keep(line) } else { StandardError.write(line) }
        }
        let settings = try terms.account.configuration(
            surroundings, from: source.folder, terms.rights)
        let rules = try terms.rights.rules(settings)
        let target = try await terms.cloud(settings, tell: tell)
        tell("graphene: \(script) on \(target.label)")
        let warnings = target.isSimulated ? settings.warnings : target.warnings
        for warning in warnings { tell("warning: " + warning) }
        let progress = ProgressView(output.progressStyle, showsDebug: output.verbose)
        var configuration = try terms.configuration(
            of: started, knownAs: source, on: target,
            TerminalConsole(answersYes: terms.yes, progress: progress))
        configuration.rules = rules
        let report = try output.report.map { try ReportFile(path: $0) }
        let trace = try output.trace.map { try TraceFile(path: $0) }
        let recording = try terms.record(&configuration, on: target, tell: tell)
        return PreparedRun(
            source: source, target: target, configuration: configuration, recording: recording,
            trace: trace, report: report, progress: progress, withheld: withheld,
            hasAccount: hasCredentials || settings.profile != nil)
    }

    private func execute(_ run: PreparedRun) async -> Int32 {
        let printer = ResultPrinter(output.format, source: run.source, isVerbose: output.verbose)
        let readers: [any RunObserver] = [run.progress, printer]
        let report = await run.target.run(
            run.configuration, stops: Self.stops(run.recording?.recorder),
            observers: run.recorders + (run.withheld.map { [$0] } ?? readers), trace: run.trace)
        var problems = [
            Self.problem { try run.target.save() }, Self.problem { try run.trace?.close() },
            Self.problem { try run.report?.write(RunDocument.document(report)) },
        ].compactMap(\.self)
        if run.withheld == nil || report.exitStatus != 0 || !problems.isEmpty {
            run.withheld?.release(to: readers)
        }
        // What was lost may be all that would have told what was done.
        if let lost = Self.problem({ try printer.close() }) { problems.insert(lost, at: 0) }
        let warnings =
            GitHubActions(environment: surroundings.environment)?.tell(report) ?? []
        for problem in problems { StandardError.write(ErrorText.lines(problem)) }
        let status =
            report.exitStatus != 0
            ? report.exitStatus : problems.first.map { ErrorText.exitStatus(of: $0) } ?? 0
        if run.withheld == nil || status != 0 {
            for warning in warnings {
                StandardError.write("warning: \(Printable.line(warning))")
            }
            StandardError.write(
                RunSummary.lines(
                    report, status: status,
                    next: run.target.isSimulated && !run.hasAccount ? nextCommand : nil))
        }
        return status
    }

    /// Does what is left to do after the run.
    private static func problem(_ body: () throws -> Void) -> (any Error)? {
        do {
            try body()
            return nil
        } catch {
            return error
        }
    }

    private func describe(_ started: StartedScript) async throws {
        let source = started.source
        _ = try terms.parameters.source()
        let help: String
        do throws(RunFailure) {
            help = ScriptDescription.text(
                source,
                try await ScriptQuestion.parameters(
                    of: source, terms.rights, prepare: { try started.apply(to: &$0) }))
        } catch {
            StandardError.write(ErrorText.lines(error, at: error.excerpts(from: source)))
            throw CommandExit(status: error.code.exitStatus)
        }
        try StandardOutput.print(help)
    }

    /// The same run on the live cloud, as a shell reads it.
    private var nextCommand: String {
        var words = ["graphene", "run"] + terms.rights.words
        words.append(script ?? "")
        for text in terms.parameters.param { words += ["--param", text] }
        if let file = terms.parameters.params { words += ["--params", file] }
        for name in terms.variables { words += ["--env", name] }
        return ShellText.line(words)
    }

    private var hasCredentials: Bool {
        surroundings.environment["GRAPHENEDB_CLIENT_ID"] != nil
    }

    static func stops(_ recorder: RunRecorder?) -> AsyncStream<StopReason> {
        let terminal = DetachedTerminal()
        let signals = StopSignals.stream()
        return AsyncStream { continuation in
            let task = Task {
                var judge = StopSignalJudge()
                for await number in signals {
                    switch judge.judge(number, at: WallClock.steady) {
                    case .stop(let reason):
                        continuation.yield(reason)
                        if judge.isAtOnce { endSoon(128 + number) }
                    case .detach:
                        recorder?.noteHangup()
                        terminal.detach()
                    case .exit(let status): _exit(status)
                    case .nothing: break
                    }
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    /// Ends the process should the run not do so: while nobody takes its output, as in a pager, it
    /// hears of nothing.
    private static func endSoon(_ status: Int32) {
        Task {
            try? await Task.sleep(for: .seconds(3))
            _exit(status)
        }
    }
}

/// A run that may begin.
struct PreparedRun {
    var source: ScriptSource
    var target: RunTarget
    var configuration: RunConfiguration
    var recording: RunRecording?
    var trace: TraceFile?
    var report: ReportFile?
    var progress: ProgressView
    /// Where a quiet run's words go; nil when they are said at once.
    var withheld: WithheldOutput?
    /// Whether an account of one's own is known.
    var hasAccount: Bool

    /// The record comes before what people see: it must hold whatever they may act on.
    var recorders: [any RunObserver] { recording.map { [$0.recorder] } ?? [] }
}
