import AccountConfiguration
import ArgumentParser
import Diagnostics
import ScriptAPI
import ScriptHost

/// What runs and sessions are begun with alike: on which cloud, and within which bounds.
struct RunTerms: ParsableArguments {
    @OptionGroup(title: "Parameters") var parameters: ParameterOptions
    @OptionGroup(title: "Target") var target: TargetOptions
    @OptionGroup(title: "Account") var account: AccountOptions
    @OptionGroup(title: "Rights") var rights: RightsOptions
    @OptionGroup(title: "Limits") var limits: LimitOptions

    @Option(
        name: .customLong("env"),
        help: ArgumentHelp(
            "Let the script read this environment variable; repeatable.", valueName: "name"))
    var variables: [String] = []

    @Flag(help: "Refuse libraries that graphene.lock does not hold exactly, as folders are.")
    var frozen = false

    @Flag(help: "Answer every question of the script with yes.")
    var yes = false

    @Option(
        name: .customLong("run-id"),
        help: "Name the run; the same name twice at a time is refused.")
    var key: String?

    /// Finds the cloud that is meant; only for a rehearsal it is asked anything yet.
    ///
    /// - Throws: `usage`, `config` or `auth`.
    func cloud(
        _ settings: EffectiveConfiguration, tell: @escaping @Sendable (String) -> Void
    ) async throws -> RunTarget {
        guard target.rehearse else { return try RunTarget(target, account, surroundings, settings) }
        return try await RunTarget.rehearsal(target, account, surroundings, settings) {
            tell("graphene: " + $0)
        }
    }

    /// Tells what a run of `script` has by these terms; the record knows it by `source`.
    func configuration(
        of script: StartedScript, knownAs source: ScriptSource, on cloud: RunTarget,
        _ console: any Console
    ) throws -> RunConfiguration {
        var configuration = RunConfiguration(
            script: script.source, facts: cloud.facts(for: source),
            parameters: try parameters.notedSource(), console: console, seed: cloud.seed,
            scriptProcess: ScriptHost.scriptProcessPath())
        configuration.limits = try limits.values()
        configuration.requiresConfinement = limits.requireConfinement
        configuration.variables = try GrantedVariables.read(variables)
        try script.apply(to: &configuration, isFrozen: frozen)
        try rights.apply(to: &configuration)
        return configuration
    }

    /// Begins the record.
    func record(
        _ configuration: inout RunConfiguration, on cloud: RunTarget,
        tell: @escaping @Sendable (String) -> Void
    ) throws -> RunRecording? {
        let words = StartOptions.words(
            target, account, rights, limits, variables: variables)
        return try RunRecording.begin(
            &configuration, on: cloud, named: key, startedWith: words, surroundings, tell: tell)
    }
}
