package import CloudClient
package import Probe
package import ScriptAPI
package import Timekeeping

/// All that one run is given; nothing of it is read from the surroundings later.
package struct RunConfiguration: Sendable {
    package var script: ScriptSource
    package var facts: RunFacts
    package var parameters: ParameterSource
    /// The variables that were granted; nil for one that is not set.
    package var variables: [String: String?] = [:]
    package var console: any Console
    package var seed: Int64
    package var limits = RunLimits()
    /// What the run may ask for; by default, everything.
    package var grants = RunGrants()
    /// The libraries that its code may require.
    package var libraries = LibrarySet()
    /// Where plain Lua modules are, beside `lua_modules`.
    package var luaPaths: [LuaPath] = []
    /// What the run may do to the account.
    package var rules = ChangeRules()
    package var stages: [any EffectStage] = []
    /// What is done instead of a script; nil for a run of one.
    package var session: SessionPlan?
    /// Reaches databases, where the cloud's transport does not know better.
    package var prober: any Prober = NetworkProber()
    /// The account of a test, which is what makes the script a test; nil in every other run.
    package var bench: (any TestBench)?
    /// Makes who is asked before an effect's changing requests leave.
    package var witness: (@Sendable (EffectNote, any RunClock) -> any ChangeWitness)?
    /// Whether a kernel that lacks a layer of the script process's confinement is refused.
    package var requiresConfinement = false
    /// The path of `graphene-vm`.
    package var scriptProcess: String

    package init(
        script: ScriptSource, facts: RunFacts, parameters: ParameterSource, console: any Console,
        seed: Int64, scriptProcess: String
    ) {
        self.script = script
        self.facts = facts
        self.parameters = parameters
        self.console = console
        self.seed = seed
        self.scriptProcess = scriptProcess
    }
}

/// What a run may use.
package struct RunLimits: Sendable {
    /// Bytes of Lua heap.
    package var memory = 64 << 20
    /// Processor time of the script process; waiting for the cloud is free.
    package var processorTime = Duration.seconds(10)
    /// What it gets beyond that to stop by itself.
    static let stopping = Duration.milliseconds(250)
    /// Effects of the whole run.
    package var effects = 100_000
    /// The whole run, in the run's own time; nil for no limit.
    package var timeout: Duration?
    /// What handlers get once a run is being stopped.
    package var cleanup = Duration.seconds(60)
    /// Bytes that the script may print.
    package var output = 16 << 20
    /// For how long the script process may neither wait nor compute, in real time.
    package var silence = Duration.seconds(60)

    package init() {}
}
