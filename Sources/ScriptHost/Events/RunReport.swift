package import CloudClient
package import Diagnostics
package import JSONDocument
package import ScriptAPI
package import Timekeeping

/// One effect while it is under way.
package struct EffectNote: Sendable {
    package var id: UInt64
    /// The function's name: `pause`.
    package var verb: String
    package var effect: EffectClass?
    /// What it acts on, as far as it is known: `production/orders`.
    package var target: String?
    /// Whether the target is the database that the call makes: what is told later is about the one
    /// that it is made from.
    var isTargetNew = false
    package var place: ScriptPlace?
    /// Whose code asked, by the number of a module's owner: the script process's own word.
    var owner = ModuleOwner.scriptID
    /// The library whose code asked, with its version; nil for the script's own.
    package var library: String?
    package var startedAt: Instant
    /// The handle's id when it is about an operation of an earlier effect.
    var operationHandle: String?

    /// Takes up what the cloud calls the target.
    mutating func learn(target: String?) {
        if !isTargetNew { self.target = target ?? self.target }
    }
}

extension EffectNote {
    /// A note of what is not under way in any run, for readers of events.
    package init(id: UInt64, verb: String, effect: EffectClass? = nil, target: String? = nil) {
        self.init(
            id: id, verb: verb, effect: effect, target: target,
            startedAt: Instant(secondsSince1970: 0))
    }
}

/// What became of one effect.
package struct EffectRecord: Sendable {
    package enum Outcome: String, Sendable {
        /// The cloud has done it.
        case done
        /// The change was made and takes effect later; what should have followed was refused.
        case partial
        /// Nothing had to be changed.
        case unchanged
        /// It failed or was refused, and changed nothing.
        case notDone = "not_done"
        /// The cloud has accepted it and was not waited for to the end.
        case stillRunning = "still_running"
        /// It failed on the cloud's side after it had begun.
        case failed
        /// Nobody knows; a person must look.
        case unknown
        /// The run was being stopped when it was asked for.
        case notStarted = "not_started"
    }

    package var note: EffectNote
    package var outcome: Outcome
    package var elapsed: Duration
    package var code: ErrorCode?
    package var message: String?
    /// What still runs in the cloud.
    package var operation: OperationReference?
}

/// How a run ended.
package struct RunReport: Sendable {
    package var run: RunFacts
    /// What the script returned: nothing, one value, or a list of several.
    package var result: JSONValue?
    package var outputs: [(key: String, value: JSONValue)] = []
    package var tables: [TableOutput] = []
    /// Why there was nothing to do, when the script said so.
    package var skipped: String?
    /// Every effect that changes something, in the order in which they were asked for.
    package var effects: [EffectRecord] = []
    package var failure: RunFailure?
    package var exitStatus: Int32 = 0
    package var elapsed: Duration
    package var memoryPeak: Int = 0
    /// Where the script waited when it was told to stop; what comes after was not started.
    package var stoppedAt: ScriptPlace?

    /// What the run left for somebody to see to: still running in the cloud, done in part, or unknown.
    package var unfinished: [EffectRecord] {
        effects.filter { [.stillRunning, .partial, .unknown].contains($0.outcome) }
    }
}
