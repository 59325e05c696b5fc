import Timekeeping

/// One effect as it goes on: what it is, until when, and who hears of it.
struct Effect: Sendable {
    let verb: Verb
    let attempt: Attempt
    let options: EffectOptions
    let startedAt: Instant
    let clock: any RunClock
    let progress: ProgressHandler?
    /// The database that it makes.
    private(set) var making: ProposedChange.NewPlace?
    /// The snapshot whose data it puts somewhere.
    private(set) var snapshot: Snapshot?
    /// What the caller wrote itself.
    private(set) var request: ProposedChange.OwnRequest?

    init(
        _ verb: Verb, _ target: String, _ options: EffectOptions, _ clock: any RunClock,
        _ progress: ProgressHandler?
    ) {
        self.verb = verb
        attempt = Attempt(verb, target)
        self.options = options
        startedAt = clock.now
        self.clock = clock
        self.progress = progress
    }

    /// The same, which makes a database.
    func making(_ place: ProposedChange.NewPlace) -> Effect {
        var effect = self
        effect.making = place
        return effect
    }

    /// The same, with the data of a snapshot.
    func copying(_ snapshot: Snapshot) -> Effect {
        var effect = self
        effect.snapshot = snapshot
        return effect
    }

    /// The same, as a request that the caller wrote.
    func requesting(_ request: ProposedChange.OwnRequest) -> Effect {
        var effect = self
        effect.request = request
        return effect
    }

    var timeout: Duration { options.timeout ?? verb.defaultTimeout }
    var deadline: Instant { startedAt + timeout }

    func tell(
        _ stage: EffectProgress.Stage, _ state: String, _ operation: OperationReference? = nil
    ) {
        progress?(
            EffectProgress(
                verb: verb, target: attempt.target ?? "", stage: stage, state: state,
                operation: operation, elapsed: clock.now - startedAt))
    }

    /// A notice for reads that are tried again while this effect needs them.
    func notice(_ operation: OperationReference? = nil) -> @Sendable (Problem, Duration) -> Void {
        { problem, pause in
            tell(.retrying(reason: problem.reason, after: pause), "cannot read", operation)
        }
    }
}
