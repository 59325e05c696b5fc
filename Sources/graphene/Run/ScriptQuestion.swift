import ArgumentParser
import CloudSimulator
import Diagnostics
import ScriptAPI
import ScriptHost

/// Asks a script what it takes; nothing that it does reaches any cloud.
enum ScriptQuestion {
    /// - Returns: The parameters that it declares; nil when it declares none.
    /// - Throws: Why it cannot be asked: the script's own error, or `usage`.
    static func parameters(
        of source: ScriptSource, _ rights: RightsOptions? = nil,
        within processorTime: Duration = ScriptDescription.processorTime,
        prepare: (inout RunConfiguration) throws -> Void = { _ in }
    ) async throws(RunFailure) -> ParameterSpecification? {
        let target: RunTarget
        let parameters: ParameterSource
        do {
            target = try RunTarget(.parse(["--simulator"]), .parse([]), surroundings)
            parameters = try ParameterOptions.parse([]).source()
        } catch {
            throw RunFailure(.internal, "the simulated cloud cannot be made: \(error)")
        }
        var configuration = RunConfiguration(
            script: source, facts: target.facts(for: source), parameters: parameters,
            console: TerminalConsole(answersYes: false), seed: target.seed,
            scriptProcess: ScriptHost.scriptProcessPath())
        do { try prepare(&configuration) } catch {
            guard let error = error as? any UserFacingError else {
                throw RunFailure(.internal, "the project cannot be read: \(error)")
            }
            throw RunFailure(error.code, error.message, hint: error.hint)
        }
        try rights?.apply(to: &configuration)
        return try await ScriptDescription.parameters(of: configuration, within: processorTime) {
            configuration in
            await target.run(configuration, stops: AsyncStream { $0.finish() }, observers: [])
        }
    }
}
