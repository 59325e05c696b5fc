import ArgumentParser
import CloudClient
import Diagnostics
import FoundationEssentials
import Glibc
import JSONDocument
import ScriptAPI
import ScriptHost
import Timekeeping

/// `ScriptAPI` has options too.
typealias Option<Value> = ArgumentParser.Option<Value>

struct ParameterOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("A parameter of the script; repeatable.", valueName: "name=value"))
    var param: [String] = []

    @Option(
        help: ArgumentHelp(
            "Parameters from a JSON file: one object, names and values.", valueName: "file"),
        completion: .file())
    var params: String?

    /// - Throws: `usage` for a parameter without `=`, or a file that is no JSON object.
    func source() throws(UsageFailure) -> ParameterSource {
        var texts: [(name: String, value: String)] = []
        for text in param {
            guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
                throw UsageFailure(
                    "--param \(text) is not of the form name=value",
                    hint: text.isEmpty || text.hasPrefix("=")
                        ? "write `--param name=value`" : "write `--param \(text)=…`")
            }
            texts.append((String(text[..<equals]), String(text[text.index(after: equals)...])))
        }
        return ParameterSource(
            texts: texts, values: try params.map(Self.read) ?? [:], secrets: OwnSecrets())
    }

    private static func read(_ path: String) throws(UsageFailure) -> [String: JSONValue] {
        let bytes = try WholeFile.read(path, limit: 16 << 20, as: "the parameters")
        do throws(JSONFailure) {
            if case .object(let members) = try JSONValue(parsing: Data(bytes)) { return members }
        } catch {
            throw UsageFailure("cannot read the parameters in \(path): \(error)")
        }
        throw UsageFailure(
            "the parameters in \(path) are no JSON object", hint: "write {\"name\": value}")
    }
}

/// Reads secret parameters, and lets none of them leave.
private struct NotedSecrets: SecretSource {
    let source: any SecretSource

    func secret(from origin: SecretOrigin) throws -> Secret {
        let secret = try source.secret(from: origin)
        Outgoing.secrets.add(secret)
        return secret
    }
}

extension ParameterOptions {
    /// The same, of which no secret leaves.
    func notedSource() throws(UsageFailure) -> ParameterSource {
        var source = try source()
        source.secrets = NotedSecrets(source: source.secrets)
        return source
    }
}

/// The environment variables that were granted with `--env`.
enum GrantedVariables {
    static func read(_ names: [String]) throws(UsageFailure) -> [String: String?] {
        var variables: [String: String?] = [:]
        for name in names {
            guard !name.isEmpty, !name.contains("=") else {
                // What stands behind the sign may be a secret.
                let start = name.prefix { $0 != "=" }
                throw UsageFailure(
                    "`\(start)\(name.isEmpty ? "" : "=…")` is no name of an environment variable",
                    hint: "write the name alone; the script gets the value that it has here")
            }
            let value = surroundings.environment[name]
            // Whatever it is called, and whatever else it holds.
            let isSecret = value.map { Outgoing.secrets.redaction.redact($0) != $0 } == true
            guard name != Surroundings.secretName, !isSecret else {
                throw UsageFailure("the client secret cannot be given to a script")
            }
            variables.updateValue(value, forKey: name)
        }
        return variables
    }
}

struct TargetOptions: ParsableArguments {
    @Flag(help: "Run against a simulated cloud, in virtual time; nothing leaves this machine.")
    var simulator = false

    @Option(
        help: "Like --simulator, with the cloud's state kept in this file.", completion: .file())
    var simulatorState: String?

    @Flag(
        help: """
            Read your account into a simulated cloud, run the script there, and list what it would \
            have done; nothing is changed.
            """)
    var rehearse = false

    @Option(help: "Fix math.random and the simulated cloud.")
    var seed: Int64?
}

/// How one's own account is reached and understood.
struct AccountOptions: ParsableArguments {
    @Option(
        help: """
            Assume something else of the real cloud: name=value; repeatable. For the client: \
            operation_finished, operation_failed, state_running, state_paused, state_failed and \
            snapshot_ready, each with the words that the cloud has for it, such as \
            operation_failed=failed,aborted. For the simulator: see `graphene simulator --assumptions`.
            """)
    var assume: [String] = []

    @Option(
        help: """
            The profile of your config.toml to use (default: $GRAPHENE_PROFILE, else its \
            default_profile).
            """)
    var profile: String?

    @Option(
        help: "The API's address (default: $GRAPHENE_API_URL, else https://api.db.graphenedb.com).")
    var apiURL: String?

    @Flag(
        name: .customLong("insecure-http"),
        help: "Let the token travel unencrypted to other machines.")
    var insecureHTTP = false

    @Option(help: "Requests a second, of all waits together. (default: 5)")
    var rate: Double?

    func validate() throws {
        guard let rate else { return }
        guard rate.isFinite, rate > 0, rate <= 1_000 else {
            throw ValidationError("--rate must be more than 0 and at most 1000.")
        }
    }
}

struct LimitOptions: ParsableArguments {
    /// What holds where the command line says nothing.
    enum Usual {
        static let cleanupTimeout = "60s"
        static let cpu = "10s"
        static let memory = 64
        static let maxOutput = 16
        static let maxEffects = 100_000
    }

    @Option(
        help: ArgumentHelp(
            "End the run after this long, e.g. 90s, 15m, 2h30m.", valueName: "duration"))
    var timeout: String?

    @Option(
        help: ArgumentHelp(
            "How long handlers may take once the run is being stopped.", valueName: "duration"))
    var cleanupTimeout = Usual.cleanupTimeout

    @Option(
        help: ArgumentHelp(
            "Processor time for the script; waiting for the cloud is free.", valueName: "duration"))
    var cpu = Usual.cpu

    @Option(help: ArgumentHelp("Memory for the script, in MB.", valueName: "MB"))
    var memory = Usual.memory

    @Option(help: ArgumentHelp("What the script may print, in MB.", valueName: "MB"))
    var maxOutput = Usual.maxOutput

    @Option(help: ArgumentHelp("How many effects the run may have.", valueName: "number"))
    var maxEffects = Usual.maxEffects

    @Flag(help: "Refuse to run where the kernel lacks a layer of the script's confinement.")
    var requireConfinement = false

    func values() throws(UsageFailure) -> RunLimits {
        var limits = RunLimits()
        limits.timeout = try timeout.map { text throws(UsageFailure) in
            try Self.duration(text, "--timeout")
        }
        limits.cleanup = try Self.duration(cleanupTimeout, "--cleanup-timeout")
        limits.processorTime = try Self.duration(cpu, "--cpu")
        guard (1...65_536).contains(memory) else {
            throw UsageFailure("--memory \(memory) is not between 1 and 65536 MB")
        }
        guard (1...65_536).contains(maxOutput) else {
            throw UsageFailure("--max-output \(maxOutput) is not between 1 and 65536 MB")
        }
        guard (1...10_000_000).contains(maxEffects) else {
            throw UsageFailure("--max-effects \(maxEffects) is not between 1 and 10000000")
        }
        limits.effects = maxEffects
        limits.memory = memory << 20
        limits.output = maxOutput << 20
        return limits
    }

    private static func duration(_ text: String, _ name: String) throws(UsageFailure) -> Duration {
        guard let duration = DurationText.parse(text) else {
            throw UsageFailure("\(name) \(text) is no duration", hint: "write 90s, 15m or 2h30m")
        }
        guard duration > .zero else {
            throw UsageFailure(
                "\(name) \(text) leaves no time at all", hint: "write 90s, 15m or 2h30m")
        }
        return duration
    }
}

enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json, jsonl
}

struct OutputOptions: ParsableArguments {
    @Option(
        name: .customLong("output"),
        help: "What standard output gets: text, one JSON document, or JSON lines.")
    var format = OutputFormat.text

    @Flag(
        name: [.short, .long],
        help: "For cron: say nothing at all on exit 0, and everything on any other.")
    var quiet = false

    @Flag(name: [.short, .long], help: "Show debug messages and the causes of errors.")
    var verbose = false

    @Option(
        help: "Write the run as one JSON document to this file too.", completion: .file())
    var report: String?

    @Option(
        help: "Write every HTTP exchange to this file, without secrets, one JSON line each.",
        completion: .file())
    var trace: String?
}

/// Reads secret parameters from this process's own surroundings.
private struct OwnSecrets: SecretSource {
    func secret(from origin: SecretOrigin) throws -> Secret {
        switch origin {
        case .variable(Surroundings.secretName):
            throw UsageFailure("the client secret cannot be given to a script")
        case .variable(let name):
            guard let value = surroundings.environment[name] else {
                throw UsageFailure("the environment variable \(name) is not set")
            }
            return Secret(value)
        case .file(let path):
            return try SecretFile.read(path)
        }
    }
}

/// A file whose content is one secret.
enum SecretFile {
    static func read(_ path: String) throws(UsageFailure) -> Secret {
        let bytes = try WholeFile.read(path, limit: 64 << 10, as: "the secret")
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw UsageFailure("cannot read the secret in \(path): it is not text")
        }
        let secret = text.trimmingSuffix { $0.isNewline }
        guard !secret.contains(where: \.isNewline) else {
            throw UsageFailure(
                "cannot read the secret in \(path): it has more than one line",
                hint: "keep the secret, and nothing else, in a file of its own")
        }
        return Secret(secret)
    }

    /// Whether every user of the machine can read the file.
    ///
    /// That its group can is how containers are given their secrets.
    static func isExposed(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
            && status.st_mode & S_IROTH != 0
    }
}

extension String {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> String {
        var text = self[...]
        while let last = text.last, predicate(last) { text.removeLast() }
        return String(text)
    }
}
