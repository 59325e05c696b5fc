import AccountConfiguration
import ArgumentParser
import Diagnostics
import RunRecord
import ScriptAPI
import ScriptHost

/// What a session takes of what a run takes.
struct SessionOptions: ParsableArguments {
    @OptionGroup var terms: RunTerms

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
        let terms = options.terms
        let settings = try terms.account.configuration(surroundings, terms.rights)
        let rules = try terms.rights.rules(settings)
        let tell: @Sendable (String) -> Void = { StandardError.write(Printable.line($0)) }
        target = try await terms.cloud(settings, tell: tell)
        for warning in target.isSimulated ? settings.warnings : target.warnings {
            tell("warning: " + warning)
        }
        configuration = try terms.configuration(
            of: try StartedScript(
                of: ScriptSource(name: source.name, bytes: [], folder: source.folder)),
            knownAs: source, on: target, console)
        configuration.rules = rules
        trace = try options.trace.map { try TraceFile(path: $0) }
    }

    var isLive: Bool { configuration.facts.mode == .live }

    /// Begins the record.
    mutating func record(_ options: SessionOptions) throws {
        recording = try options.terms.record(&configuration, on: target) {
            StandardError.write(Printable.line($0))
        }
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
