package import Timekeeping

/// What every change takes beside its own arguments.
package struct EffectOptions: Sendable {
    /// How long in all, from the call on; nil is the verb's own default.
    package var timeout: Duration?
    /// Whether to wait until the cloud has done it; otherwise until it has accepted it.
    package var wait: Bool
    /// How long to wait for somebody else's operation on the same database.
    package var lockedTimeout: Duration
    /// A fixed time between two readings; nil adapts it.
    package var poll: Duration?
    /// Why, for the record; not sent.
    package var reason: String?

    package init(
        timeout: Duration? = nil, wait: Bool = true, lockedTimeout: Duration = .minutes(10),
        poll: Duration? = nil, reason: String? = nil
    ) {
        self.timeout = timeout
        self.wait = wait
        self.lockedTimeout = lockedTimeout
        self.poll = poll
        self.reason = reason
    }
}

/// What an effect is doing right now.
package struct EffectProgress: Sendable {
    package enum Stage: Hashable, Sendable {
        /// Reading what is there, before anything is changed.
        case preparing
        /// Somebody else's operation is in the way: which, when known, and since when.
        case locked(by: OperationReference?, since: Instant)
        case requesting
        /// Something went wrong on the way and is tried again.
        case retrying(reason: String, after: Duration)
        /// An answer was lost; what became of the request is being read.
        case checking(reason: String)
        /// The cloud is at work.
        case waiting
        case done
    }

    package var verb: Verb
    package var target: String
    package var stage: Stage
    /// What the cloud calls the state, or what we are doing, in a word or a short phrase.
    package var state: String
    package var operation: OperationReference?
    package var elapsed: Duration
}

/// Hears what an effect is doing; called often, from the effect's own task.
package typealias ProgressHandler = @Sendable (EffectProgress) -> Void

/// What a change came to.
package enum Effected<Value: Sendable>: Sendable {
    /// Done: the object as it is afterwards, and whether anything was changed for it.
    case done(Value, changed: Bool)
    /// Accepted by the cloud and not waited for.
    case accepted(PendingChange)

    /// The object, when it was waited for.
    package var value: Value? { if case .done(let value, _) = self { value } else { nil } }
    package var changed: Bool { if case .done(_, let changed) = self { changed } else { true } }
}
