import Diagnostics
import RunLoop
import ScriptAPI
import ScriptWire
import Timekeeping

/// Where a session is between its steps.
struct DialogueState {
    let plan: SessionPlan
    /// The step under way; nil while the dialogue is asked for one.
    var step: SessionStep?
    /// With which effect the script process asks for the next step.
    var asking: UInt64?
    /// What the last step came to, until all that it began has ended too.
    var outcome: StepOutcome?
    /// What the dialogue said before the script process asked.
    var next: SessionStep??
    var thinking: Task<Void, Never>?
    /// Why the entry under way is being stopped.
    var stop: StopReason?
    var timer: Task<Void, Never>?
    /// Handles of what an entry that was stopped has left running.
    var operations: [WireValue] = []
    var hasAsked = false
    var isOver = false
    /// Whether the step under way ended with its script process, and said so.
    var isRevived = false
    /// What is added to the ids of this script process, so that no two of a session are the same.
    var idBase: UInt64 = 0

    /// Whether code of the script's may be running.
    var isRunning: Bool { step?.runs ?? false }

    /// Whether an entry is being stopped and may still take too long about it.
    var isStopping: Bool { stop != nil && !isRevived }
}

/// Steps, from the dialogue to the script process and back.
extension RunSession {
    /// Takes what the session's main task asks for.
    mutating func asked(
        _ what: SessionRequest, _ request: EffectRequest, _ connection: ScriptConnection
    ) {
        switch what {
        case .next:
            guard dialogue?.asking == nil else { return distrust(connection) }
            dialogue?.asking = request.id
            dialogue?.hasAsked = true
            if dialogue?.outcome == nil, dialogue?.thinking == nil, dialogue?.next == nil {
                let outcome = StepOutcome(
                    of: dialogue?.step, request.arguments.first, given: codesGiven)
                dialogue?.outcome = outcome
            }
            conclude(connection)
        }
    }

    /// Goes on once the last step and all that it began is over.
    mutating func conclude(_ connection: ScriptConnection) {
        guard let asking = dialogue?.asking, underWay.isEmpty, held.isEmpty else { return }
        if case .stopping = phase { return endSession(asking, connection) }
        if let next = dialogue?.next {
            dialogue?.next = nil
            return take(next, connection)
        }
        guard let outcome = dialogue?.outcome, dialogue?.thinking == nil else { return }
        dialogue?.outcome = nil
        think(after: finished(outcome))
    }

    /// Completes the outcome of a step with what only the host knows.
    private mutating func finished(_ outcome: StepOutcome) -> StepOutcome {
        let (stop, isRevived) = (dialogue?.stop, dialogue?.isRevived ?? false)
        dialogue?.timer?.cancel()
        dialogue?.stop = nil
        dialogue?.step = nil
        dialogue?.isRevived = false
        cleanupTimer?.cancel()
        guard case .entry(var entry) = outcome else { return outcome }
        if let stop, !isRevived {
            var failure = Self.entryFailure(stop)
            failure.place = entry.failure?.place ?? spentAt ?? stoppedAt
            failure.traceback = entry.failure?.traceback
            entry = EntryOutcome(failure: failure)
        }
        (spentAt, stoppedAt) = (nil, nil)
        entry.leftRunning = dialogue?.operations.count ?? 0
        if let failure = entry.failure { observer(.entryFailed(failure)) }
        return .entry(entry)
    }

    static func entryFailure(_ reason: StopReason) -> RunFailure {
        guard reason == .interrupted else { return stopFailure(reason) }
        return RunFailure(.cancelled, "the entry was interrupted")
    }

    private mutating func think(after outcome: StepOutcome) {
        guard let dialogue = dialogue?.plan.dialogue else { return }
        let (inbox, loop) = (inbox, loop)
        loop.holdTime()
        self.dialogue?.thinking = Task(executorPreference: loop) {
            let step = await dialogue.next(after: outcome)
            inbox.yield(.stepTaken(step))
        }
    }

    /// Takes the dialogue's word; nil is its end.
    mutating func take(_ step: SessionStep?, _ connection: ScriptConnection) {
        if dialogue?.thinking != nil {
            dialogue?.thinking = nil
            loop.releaseTime()
        }
        guard let asking = dialogue?.asking else {
            dialogue?.next = .some(step)
            return
        }
        guard let step else { return endSession(asking, connection) }
        dialogue?.asking = nil
        dialogue?.step = step
        begin(step, connection)
        let operations = dialogue?.operations ?? []
        if case .entry = step { dialogue?.operations = [] }
        reply(asking, .values([step.value(operations: operations)]), connection)
    }

    private mutating func endSession(_ asking: UInt64, _ connection: ScriptConnection) {
        dialogue?.asking = nil
        dialogue?.step = .reset
        dialogue?.isOver = true
        connection.beginEntry()
        reply(asking, .values([SessionStep.end]), connection)
    }

    /// Counts from here on what the step may use.
    private mutating func begin(_ step: SessionStep, _ connection: ScriptConnection) {
        (printed, effectsBegun, effectsWhileStopping) = (0, 0, 0)
        connection.beginEntry()
        if case .entry(let entry) = step { observer(.entered(entry)) }
        guard step.runs, let timeout = configuration.limits.timeout else { return }
        let timer = makeTimer(until: loop.now + timeout, .stop(.timedOut(timeout)))
        dialogue?.timer = timer
    }
}

/// The end of an entry before its own.
extension RunSession {
    /// Stops the entry under way instead of the session, where that is what the reason is about.
    ///
    /// - Returns: Whether there is nothing more to do.
    mutating func stopEntry(_ reason: StopReason, _ connection: ScriptConnection) -> Bool {
        guard let dialogue, case .running = phase else { return false }
        switch reason {
        case .terminated: return false
        case .interrupted where !dialogue.plan.endsEntriesOnly: return false
        case .interrupted, .timedOut, .outputLimit, .processorTime: break
        }
        guard dialogue.isRunning else { return true }
        guard dialogue.stop == nil else {
            if reason == .interrupted { endScript(Self.handlersCut, connection) }
            return true
        }
        self.dialogue?.stop = reason
        stoppedAt = underWay.values.map(\.note).min { $0.id < $1.id }?.place
        observer(.stopping(reason))
        if case .processorTime = reason {
            connection.endProcessorTime()
        } else {
            connection.send(.cancel(WireValue(Self.entryFailure(reason))))
            connection.expectAttention(insisting: true)
        }
        for id in underWay.keys.sorted() { underWay[id]?.task.cancel() }
        limitCleanup(until: loop.now + configuration.limits.cleanup)
        return true
    }

    private static let handlersCut = RunFailure(
        .cancelled, "the entry was interrupted twice and was ended; its handlers did not all run")

    /// Keeps what an effect that was stopped has left running, for `_op`.
    mutating func noteLeftRunning(_ error: any UserFacingError) {
        guard dialogue?.stop != nil, let fields = WireValue(error).map,
            case .handle(let operation)? = fields["operation"], error.code == .cancelled
        else { return }
        dialogue?.operations.append(.handle(operation))
    }

    /// Starts another script process in place of one that has ended.
    ///
    /// - Returns: nil where the session ends with it.
    mutating func revive(after end: ProcessEnd, _ errors: String) async -> ScriptConnection? {
        guard let dialogue, case .running = phase, dialogue.hasAsked, !dialogue.isOver else {
            return nil
        }
        let failure = failure(of: end, errors)
        killedFor = nil
        cleanupTimer?.cancel()
        dialogue.timer?.cancel()
        for id in underWay.keys.sorted() { underWay[id]?.task.cancel() }
        self.dialogue?.asking = nil
        self.dialogue?.hasAsked = false
        if dialogue.step != nil {
            self.dialogue?.outcome = .entry(EntryOutcome(failure: failure))
            self.dialogue?.isRevived = true
        }
        observer(
            .warned(
                "the script process was started again: variables are lost, the history and the "
                    + "account are not"))
        // Nothing is at work meanwhile, and yet no time passes.
        loop.holdTime()
        defer { loop.releaseTime() }
        let child: Spawner.Child
        do throws(RunFailure) { child = try await Spawner.spawn(configuration) } catch {
            return nil
        }
        forgetProcess()
        return connect(child)
    }
}
