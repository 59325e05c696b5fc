import AccountConfiguration
import ArgumentParser
import Diagnostics
import RunRecord
import ScriptAPI
import ScriptHost

/// What a session takes of what a run takes.
struct SessionOptions: ParsableArguments {
    @OptionGroup(title: "Parameters") var parameters: ParameterOptions
    @OptionGroup(title: "Target") var target: TargetOptions
    @OptionGroup(title: "Account") var account: AccountOptions
    @OptionGroup(title: "Protection") var protection: ProtectionOptions
    @OptionGroup(title: "Limits, for each entry") var limits: LimitOptions
    @OptionGroup(title: "Record") var record: RecordOptions

    @Option(
        name: .customLong("env"),
        help: ArgumentHelp(
            "Let Lua read this environment variable; repeatable.", valueName: "name"))
    var variables: [String] = []

    @Flag(help: "Answer every question of graphene.confirm with yes.")
    var yes = false

    @Flag(name: [.short, .long], help: "Show debug messages and the causes of errors.")
    var verbose = false

    @Option(
        help: "Write every HTTP exchange to this file, without secrets, one JSON line each.",
        completion: .file())
    var trace: String?
}

/// A session that may begin.
struct PreparedSession {
    var target: RunTarget
    var configuration: RunConfiguration
    var recording: RunRecording?
    var trace: TraceFile?

    /// Reads the configuration and finds the cloud; nothing is asked of it yet.
    ///
    /// - Parameters:
    ///   - options: The command line's.
    ///   - source: What the run is about, for its record: its name, and a text to tell it by.
    ///   - console: Asks what Lua asks.
    /// - Throws: `usage`, `config` or `auth`.
    init(
        _ options: SessionOptions, _ source: ScriptSource, console: any Console
    ) async throws {
        let settings = try options.account.configuration(surroundings, options.protection)
        let rules = try options.protection.rules(settings)
        let tell: @Sendable (String) -> Void = { StandardError.write(Printable.line($0)) }
        if options.target.rehearse {
            target = try await RunTarget.rehearsal(
                options.target, options.account, surroundings, settings
            ) { tell("graphene: " + $0) }
        } else {
            target = try RunTarget(options.target, options.account, surroundings, settings)
        }
        for warning in target.isSimulated ? settings.warnings : target.warnings {
            tell("warning: " + warning)
        }
        configuration = RunConfiguration(
            script: ScriptSource(name: source.name, bytes: [], folder: source.folder),
            facts: target.facts(for: source), parameters: try options.parameters.notedSource(),
            console: console, seed: target.seed, scriptProcess: ScriptHost.scriptProcessPath())
        configuration.rules = rules
        configuration.limits = try options.limits.values()
        configuration.requiresConfinement = options.limits.requireConfinement
        configuration.variables = try GrantedVariables.read(options.variables)
        trace = try options.trace.map { try TraceFile(path: $0) }
    }

    var isLive: Bool { configuration.facts.mode == .live }

    /// Begins the record.
    mutating func record(_ options: SessionOptions) throws {
        let words = StartOptions.words(
            options.target, options.account, options.protection, options.limits,
            variables: options.variables)
        recording = try RunRecording.begin(
            &configuration, on: target, options.record, startedWith: words, surroundings
        ) { StandardError.write(Printable.line($0)) }
    }

    /// Runs the session to its end, and does what is left to do then.
    ///
    /// - Returns: the report, and what could not be kept.
    func run(
        stops: AsyncStream<StopReason>, observers: [any RunObserver]
    ) async -> (report: RunReport, problems: [any Error]) {
        let recorders: [any RunObserver] = recording.map { [$0.recorder] } ?? []
        let report = await target.run(
            configuration, stops: stops, observers: recorders + observers, trace: trace)
        var problems: [any Error] = []
        do { try target.save() } catch { problems.append(error) }
        do { try trace?.close() } catch { problems.append(error) }
        return (report, problems)
    }
}

/// Stops for a session that no person sits at: Ctrl-C ends it.
enum SessionStops {
    static func stream(_ recorder: RunRecorder?) -> AsyncStream<StopReason> {
        RunCommand.stops(recorder)
    }
}
