import CloudClient
import Diagnostics
import JSONDocument
import ScriptAPI
import ScriptWire
import Timekeeping

/// How the ends of effects and runs are named.
extension RunSession {
    static func stopFailure(_ reason: StopReason) -> RunFailure {
        switch reason {
        case .interrupted: RunFailure(.cancelled, "the run was interrupted")
        case .terminated: RunFailure(.cancelled, "the run was asked to end (SIGTERM)")
        case .timedOut(let limit):
            RunFailure(
                .timeout, "the run took longer than \(DurationText.format(limit))",
                hint: "give it more with `--timeout`")
        case .outputLimit(let limit):
            RunFailure(
                .limitExceeded, "the script printed more than \(limit >> 20) MB",
                hint: "print less, or raise the limit with `--max-output`")
        case .processorTime(let limit):
            RunFailure(
                .timeLimit,
                "the script used more than \(DurationText.format(limit)) of processor time",
                hint: "give it more with `--cpu`, or look for a loop that never waits")
        }
    }

    /// What a script process that does what ours never does is ended with.
    func misbehaviour(_ how: Misbehaviour) -> RunFailure {
        // Told to stop, it owes no better answer than none.
        if how == .stuck, case .stopping(let reason) = phase { return Self.stopFailure(reason) }
        return switch how {
        case .garbage: RunFailure(.vmCrashed, "the script process sent what is no message")
        case .flood:
            RunFailure(
                .limitExceeded, "the script asked for more effects at once than a run may have",
                hint: "ask for fewer at a time, with `graphene.map` and its `concurrency`")
        case .deaf: RunFailure(.vmCrashed, "the script process does not read its answers")
        case .talkingInItsSleep:
            RunFailure(.vmCrashed, "the script process said that it waits, and went on")
        case .waitingForNothing:
            RunFailure(.vmCrashed, "the script process waits and has asked for nothing")
        case .stuck: RunFailure(.vmCrashed, "the script process has stopped without a word")
        }
    }

    static func confinementFailure(_ missing: [String]) -> RunFailure {
        RunFailure(
            .unsupported,
            "this kernel does not confine the script process wholly: it lacks "
                + missing.joined(separator: ", "),
            hint: "see `graphene doctor`; without `--require-confinement` the run goes on")
    }

    /// Why a run was ended that used more processor time than it gets to stop in.
    ///
    /// The code is that of what stopped it first.
    static func processorTimeFailure(_ reason: StopReason?, _ limits: RunLimits) -> RunFailure {
        let spent = StopReason.processorTime(limits.processorTime)
        var failure = stopFailure(reason ?? spent)
        failure.message += failure.code == .timeLimit ? "" : "; it used too much processor time too"
        failure.message += " and was ended; its handlers did not run"
        return failure
    }

    /// Why an entry was ended with its script process.
    static func deafEntryFailure(_ reason: StopReason) -> RunFailure {
        var failure = entryFailure(reason)
        failure.message += " and was ended; its handlers did not run"
        return failure
    }

    /// Why a run was ended that was being stopped and computed on without listening.
    static func deafFailure(_ reason: StopReason) -> RunFailure {
        var failure = stopFailure(reason)
        failure.message += "; the script computed on and was ended, and its handlers did not run"
        return failure
    }

    /// Why a run that was being stopped ended before its handlers did; the code is still that of the
    /// stop.
    static func cleanupFailure(_ reason: StopReason?, _ limits: RunLimits) -> RunFailure {
        RunFailure(
            reason.map { stopFailure($0).code } ?? .timeout,
            "the script's clean-up handlers did not end within \(DurationText.format(limits.cleanup))",
            hint: "give them longer with `--cleanup-timeout`")
    }

    /// What the script returned: nothing, one value, or a list of several.
    static func result(_ values: [WireValue]) throws(ArgumentMismatch) -> JSONValue? {
        var results: [JSONValue] = []
        for value in values { results.append(try JSONValue(value)) }
        guard results.count < 2 else { return .array(results) }
        // A bare `nil` would be the JSON value.
        return results.first.flatMap { $0 == .null ? Optional.none : $0 }
    }

    static func userFacing(_ error: any Error) -> any UserFacingError {
        if let error = error as? any UserFacingError { return error }
        if error is CancellationError { return RunFailure(.cancelled, "the waiting was stopped") }
        return RunFailure(.internal, "an effect failed in a way that has no name", cause: error)
    }

    /// A refusal, with what it and the run before it left; any other error as it is.
    func explained(_ error: any UserFacingError) -> any UserFacingError {
        guard [.protected, .denied, .limitExceeded].contains(error.code) else { return error }
        if var refusal = error as? CloudError, refusal.outcome == .notSent {
            refusal.message += aftermath
            return refusal
        }
        if var refusal = error as? RunFailure {
            refusal.message += aftermath
            return refusal
        }
        return error
    }

    private var aftermath: String {
        guard let changes = records.summary else {
            return "; nothing was changed by it, nor by this run before it"
        }
        return "; nothing was changed by it, but by this run before it: \(changes)"
    }

    /// What an effect that returned has come to.
    ///
    /// An operation instead of an object was not waited
    /// for; a false (`delete` of what is gone) or a false second result says that nothing changed.
    static func outcome(of note: EffectNote, _ values: [WireValue]) -> EffectRecord.Outcome {
        if case .handle(let handle)? = values.first, handle.kind == "operation",
            note.effect?.changes == true
        {
            return .stillRunning
        }
        return values.prefix(2).contains(.boolean(false)) ? .unchanged : .done
    }

    static func outcome(
        of note: EffectNote, _ error: any UserFacingError
    ) -> EffectRecord.Outcome {
        switch error.code {
        case .outcomeUnknown: return .unknown
        case .operationFailed: return .failed
        case .internal,
            .cancelled where !(error is CloudError):
            return .unknown
        default: break
        }
        switch (error as? CloudError)?.outcome {
        case .accepted: return .stillRunning
        case .partlyApplied: return .partial
        case .unknown: return .unknown
        case .notSent, .notApplied: return .notDone
        // A read failed, before the change or in waiting for it: only the latter has an operation.
        case nil: return (error as? CloudError)?.operation == nil ? .notDone : .stillRunning
        }
    }

    /// The operation that a change returned instead of its result.
    static func operation(in values: [WireValue]) -> OperationReference? {
        guard case .handle(let handle)? = values.first, handle.kind == "operation",
            let id = handle.fields["id"]?.text, case .handle(let database)? = handle.fields["db"]
        else { return nil }
        return OperationReference(
            id: id, databaseID: database.id, vendor: database.fields["vendor"]?.text ?? "")
    }

    /// The id of the operation handle that an effect is about.
    static func operationHandle(in request: EffectRequest) -> String? {
        guard case .handle(let handle)? = request.arguments.first, handle.kind == "operation" else {
            return nil
        }
        return handle.id
    }
}
