import ArgumentParser

/// The options that a run was started with and that another start of it must not lose: without them
/// it would act on another cloud, or do more than it was allowed.
enum StartOptions {
    /// The words of a command line, but for script, parameters, account and name of the run.
    ///
    /// `--yes` is not among them: whoever starts the run again is asked again.
    static func words(
        _ target: TargetOptions, _ account: AccountOptions, _ rights: RightsOptions,
        _ limits: LimitOptions, variables: [String]
    ) -> [String] {
        self.target(target)
            + rights.words + account.assume.flatMap { ["--assume", $0] }
            + (account.insecureHTTP ? ["--insecure-http"] : [])
            + (account.rate.map { ["--rate", "\($0)"] } ?? []) + self.limits(limits)
            + variables.flatMap { ["--env", $0] }
    }

    private static func target(_ target: TargetOptions) -> [String] {
        var words: [String] = []
        if let state = target.simulatorState {
            words += ["--simulator-state", state]
        } else if target.simulator {
            words.append("--simulator")
        }
        if target.rehearse { words.append("--rehearse") }
        if let seed = target.seed { words += ["--seed", "\(seed)"] }
        return words
    }

    private static func limits(_ limits: LimitOptions) -> [String] {
        typealias Usual = LimitOptions.Usual
        var words: [String] = []
        func add<Value: Equatable>(_ name: String, _ value: Value, usually other: Value) {
            if value != other { words += [name, "\(value)"] }
        }
        if let timeout = limits.timeout { words += ["--timeout", timeout] }
        add("--cleanup-timeout", limits.cleanupTimeout, usually: Usual.cleanupTimeout)
        add("--cpu", limits.cpu, usually: Usual.cpu)
        add("--memory", limits.memory, usually: Usual.memory)
        add("--max-output", limits.maxOutput, usually: Usual.maxOutput)
        add("--max-effects", limits.maxEffects, usually: Usual.maxEffects)
        if limits.requireConfinement { words.append("--require-confinement") }
        return words
    }
}
