import Diagnostics
package import ScriptAPI
import ScriptWire
import Synchronization
import Timekeeping

/// What a script says of itself, learned by running it up to `graphene.params`.
package enum ScriptDescription {
    /// How long a script may compute until it has declared its parameters.
    package static let processorTime = Duration.seconds(2)

    /// The parameters a script declares; nil when it declares none.
    ///
    /// What is given for them does not matter. A script that fails before it has declared anything
    /// throws its own error; one that computes for two seconds until then, `usage`.
    package static func parameters(
        of configuration: RunConfiguration,
        within processorTime: Duration = ScriptDescription.processorTime,
        run: (RunConfiguration) async -> RunReport
    ) async throws(RunFailure) -> ParameterSpecification? {
        let declared = Declared()
        var configuration = configuration
        configuration.stages = [DescriptionStage(declared)]
        configuration.parameters.texts = []
        configuration.parameters.values = [:]
        configuration.limits.processorTime = processorTime
        let report = await run(configuration)
        if let specification = declared.specification { return try specification.get() }
        guard let failure = report.failure else { return nil }
        // A script that has an effect first and no declaration takes no parameters.
        if declared.hasEarlyEffect, !configuration.script.mentions("params") { return nil }
        guard failure.code != .timeLimit else { throw tooLate(processorTime) }
        throw failure
    }

    private static func tooLate(_ processorTime: Duration) -> RunFailure {
        RunFailure(
            .usage,
            "the script cannot be asked for its parameters: it computed for "
                + "\(DurationText.format(processorTime)) without coming to graphene.params",
            hint: "move the call of graphene.params up, to the script's first lines")
    }

    /// The text of `--help`: the leading comment, the call, the parameters.
    package static func text(
        _ source: ScriptSource, _ specification: ParameterSpecification?
    ) -> String {
        var sections: [String] = []
        let summary = leadingComment(of: source)
        if !summary.isEmpty { sections.append(summary) }
        let name = source.name == ScriptSource.inputName ? "-" : Printable.line(source.name)
        sections.append("USAGE: graphene run \(name) [--param NAME=VALUE]… [options]")
        let help = specification?.help ?? ""
        sections.append(help.isEmpty ? "This script takes no parameters." : help)
        sections.append("`graphene run --help` lists the options of every run.")
        return sections.joined(separator: "\n\n")
    }

    /// The comment that a script opens with, without its dashes; a first line for the shell is not
    /// part of it.
    static func leadingComment(of source: ScriptSource) -> String {
        let text = String(decoding: source.bytes, as: UTF8.self)
        // A line may end as on Windows, and a file begin with a mark of its byte order.
        var lines = text.drop { $0 == "\u{feff}" }
            .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)[...]
        if lines.first?.hasPrefix("#!") == true { lines = lines.dropFirst() }
        while let line = lines.first, line.allSatisfy(\.isWhitespace) { lines = lines.dropFirst() }
        return lines.prefix { $0.hasPrefix("--") && !$0.hasPrefix("--[") }
            .map { line in
                let words = line.drop { $0 == "-" }
                return String(words.hasPrefix(" ") ? words.dropFirst() : words)
            }
            .joined(separator: "\n")
    }
}

/// What the script declared, once it has.
final class Declared: Sendable {
    private let result = Mutex<Result<ParameterSpecification, RunFailure>?>(nil)
    private let early = Mutex(false)

    var specification: Result<ParameterSpecification, RunFailure>? { result.withLock { $0 } }
    /// Whether an effect was asked for before any declaration.
    var hasEarlyEffect: Bool { early.withLock { $0 } }

    func noteEarlyEffect() { early.withLock { $0 = true } }

    func declare(_ specification: Result<ParameterSpecification, RunFailure>) {
        result.withLock { $0 = specification }
    }
}

/// Lets nothing but `require` through, and takes down what `graphene.params` declares.
struct DescriptionStage: EffectStage {
    private let declared: Declared

    init(_ declared: Declared) { self.declared = declared }

    mutating func judge(_ request: EffectRequest, _ function: HostFunction) -> Verdict {
        switch function.name {
        case "require", "limits": return .goOn
        case "params":
            declared.declare(Self.read(request))
            return .refuse(RunFailure(.cancelled, "the script was asked for its parameters"))
        default:
            declared.noteEarlyEffect()
            return .refuse(
                RunFailure(
                    .usage,
                    "\(function.qualifiedName) comes before graphene.params, so the script cannot "
                        + "be asked for its parameters",
                    hint: "move the call of graphene.params up, before every effect"))
        }
    }

    private static func read(_ request: EffectRequest) -> Result<ParameterSpecification, RunFailure>
    {
        do throws(APIFailure) {
            return .success(try ParameterSpecification(request.arguments.first?.map ?? WireMap()))
        } catch {
            let place = ScriptPlace(script: request.source, line: Int(request.line))
            return .failure(RunFailure(error.code, error.message, hint: error.hint, place: place))
        }
    }
}
