package import CloudClient
package import Probe
package import Timekeeping

/// All that a function may reach while it carries out one effect.
package struct EffectContext: Sendable {
    package var cloud: Cloud
    /// Takes each change of state of what is under way.
    package var report: @Sendable (EffectProgress) -> Void
    /// Takes what a person should know although nothing failed, a sentence each.
    package var warn: @Sendable (String) -> Void
    package var clock: any RunClock
    package var run: RunFacts
    package var parameters: ParameterSource
    package var modules: any ModuleSource
    /// The module that asks, by its owner's number: the script process's own word.
    package var owner = ModuleOwner.scriptID
    package var files: any FileSource
    package var console: any Console
    /// The environment variables that were granted; nil for one that is not set.
    package var variables: [String: String?]
    package var memory: RunMemory
    /// Takes what the rest of the run is not to do any more.
    package var restrict: @Sendable (ScriptLimits) throws(APIFailure) -> Void
    /// Says why a database may not be disrupted or destroyed, before anybody is asked about that; nil
    /// where nothing is protected.
    package var foresee: (@Sendable (Database) async throws(CloudError) -> ChangeRefusal?)?
    /// Reaches databases; nil where there is no network.
    package var prober: (any Prober)?
    /// The account of a test; nil in every other run.
    package var bench: (any TestBench)?
    /// Whether `help` has a page of that name besides the reference.
    package var hasPage: @Sendable (String) -> Bool = { _ in false }

    package init(
        cloud: Cloud, report: @escaping @Sendable (EffectProgress) -> Void,
        warn: @escaping @Sendable (String) -> Void, clock: any RunClock, run: RunFacts,
        parameters: ParameterSource, modules: any ModuleSource, files: any FileSource,
        console: any Console, variables: [String: String?], memory: RunMemory,
        restrict: @escaping @Sendable (ScriptLimits) throws(APIFailure) -> Void = { _ in }
    ) {
        self.cloud = cloud
        self.report = report
        self.warn = warn
        self.clock = clock
        self.run = run
        self.parameters = parameters
        self.modules = modules
        self.files = files
        self.console = console
        self.variables = variables
        self.memory = memory
        self.restrict = restrict
    }
}

/// Finds the modules that a script may `require`.
package protocol ModuleSource: Sendable {
    /// Reads the module `name`, words joined by dots, for code of an owner's.
    ///
    /// - Throws: `not_found` with where was looked, `usage` for a name that leads out.
    func module(named name: String, requiredBy owner: UInt64) async throws -> Module
}

/// The text of a module.
package struct Module: Sendable {
    package var source: [UInt8]
    /// What errors in it are shown with, as Lua takes it: `@lib/backup.lua`.
    package var chunkName: String
    /// The same for every name that leads to this module.
    package var key: String
    package var owner: ModuleOwner

    package init(source: [UInt8], chunkName: String, key: String, owner: ModuleOwner) {
        self.source = source
        self.chunkName = chunkName
        self.key = key
        self.owner = owner
    }
}

/// Reads the files beside a script, for `install_plugin`.
package protocol FileSource: Sendable {
    /// Reads a file below the script's folder.
    ///
    /// - Throws: `not_found`, `usage` for a path or a link that leads out.
    func contents(ofFile path: String) async throws -> [UInt8]
}

/// The person in front of the run, if there is one.
package protocol Console: Sendable {
    /// Asks for consent to what `text` says.
    func confirm(_ text: String, target: String?) async throws -> Consent
}

/// What came of asking a person.
package enum Consent: Sendable {
    case given
    case refused
    /// Nobody could be asked: no terminal, and no `--yes`.
    case nobodyToAsk
}
