import AccountConfiguration
import CloudClient
import Diagnostics
import Probe
import RunLoop
import ScriptAPI
import ScriptWire
import TOMLDocument
import Timekeeping

/// Effects from the asking to the answer.
extension RunSession {
    private static let effectsUnderWayLimit = 10_000
    private static let cleanupEffectLimit = 1_000
    /// How often a script that asks for too much is told so before it is ended.
    private static let refusalLimit = 10_000
    /// Bytes of what the effects under way were asked with.
    private static let weightUnderWayLimit = 64 << 20
    private static let weightLimitFailure = RunFailure(
        .limitExceeded,
        "the arguments of what is under way at a time are at most \(weightUnderWayLimit >> 20) MB",
        hint: "pass less at a time")
    /// Characters of a target that are kept.
    private static let targetLimit = 300
    private static let messageLimit = 4_000

    /// Nothing of a script's runs then, as far as a script process is to be believed.
    private static let idleFailure = RunFailure(.denied, "no entry is under way")

    private var effectLimit: Int { configuration.limits.effects }
    private var effectLimitFailure: RunFailure {
        RunFailure(
            .limitExceeded,
            "a run has at most \(effectLimit) effects, \(Self.effectsUnderWayLimit) at a time",
            hint: "ask for fewer, or raise the limit with `--max-effects`")
    }

    mutating func begin(_ request: EffectRequest, _ connection: ScriptConnection) {
        if dialogue != nil, let what = SessionRequest(rawValue: request.name) {
            return asked(what, request, connection)
        }
        effectsBegun += 1
        guard effectsBegun <= effectLimit + Self.refusalLimit else {
            return endScript(effectLimitFailure, connection)
        }
        let function: HostFunction
        do throws(APIFailure) { function = try APITable.function(request.name) } catch {
            return reply(request.id, .error(WireValue(error)), connection)
        }
        let note = EffectNote(
            id: request.id, verb: request.name, effect: function.effect(of: request.arguments),
            target: function.target(of: request.arguments, in: memory).map {
                Self.cut($0, to: Self.targetLimit)
            },
            isTargetNew: function.newDatabase(of: request.arguments, in: memory) != nil,
            place: request.line > 0
                ? ScriptPlace(script: request.source, line: Int(request.line)) : nil,
            owner: request.owner, library: grants.owners[request.owner].library,
            startedAt: loop.now,
            operationHandle: Self.operationHandle(in: request))
        if let failure = refusal(of: request) {
            if note.effect?.changes == true { record(note, .notStarted, failure) }
            return reply(request.id, .error(WireValue(failure)), connection)
        }
        switch judge(request, function) {
        case .answer(let values): reply(request.id, .values(values), connection)
        case .refuse(let refusal):
            let error = explained(refusal)
            if note.effect?.changes == true { record(note, .notDone, error) }
            reply(request.id, .error(WireValue(error)), connection)
        case .goOn:
            guard !holdBack(function, request, note) else { return }
            perform(function, request, note)
        }
    }

    /// What was not granted is refused whenever it is asked for, and declares no parameters.
    private mutating func judge(_ request: EffectRequest, _ function: HostFunction) -> Verdict {
        let granted = grants.judge(request, function)
        guard case .goOn = granted else { return granted }
        return pipeline.judge(
            request, function, after: parameterCheck.judge(request, function))
    }

    /// What a run that is being stopped, or that asks for too much, does not get.
    private mutating func refusal(of request: EffectRequest) -> RunFailure? {
        guard effectsBegun <= effectLimit, underWay.count < Self.effectsUnderWayLimit else {
            return effectLimitFailure
        }
        guard weightUnderWay + request.weight <= Self.weightUnderWayLimit else {
            return Self.weightLimitFailure
        }
        guard dialogue?.isRunning != false else { return Self.idleFailure }
        guard let reason = stopReason else { return nil }
        // That a handler asks is the script process's own word, so it is good for a few effects only.
        effectsWhileStopping += 1
        let isAllowed = request.isCleanup && effectsWhileStopping <= Self.cleanupEffectLimit
        return isAllowed ? nil : Self.stopFailure(reason)
    }

    mutating func perform(
        _ function: HostFunction, _ request: EffectRequest, _ note: EffectNote
    ) {
        observer(.effectStarted(note))
        let context = makeContext(for: note)
        let inbox = inbox
        let task = Task(executorPreference: loop) {
            let result: Result<[WireValue], any Error>
            do {
                result = .success(try await function.perform(request.arguments, in: context))
            } catch {
                result = .failure(error)
            }
            inbox.yield(.effectEnded(id: request.id, result))
        }
        weightUnderWay += request.weight
        underWay[request.id] = EffectUnderWay(note: note, task: task, weight: request.weight)
    }

    mutating func effectEnded(
        _ id: UInt64, _ result: Result<[WireValue], any Error>, _ connection: ScriptConnection
    ) {
        guard let effect = underWay.removeValue(forKey: id) else { return }
        weightUnderWay -= effect.weight
        let note = effect.note
        let result = result.mapError { explained(Self.userFacing($0)) as any Error }
        switch result {
        case .success(let values): reply(id, .values(values), connection)
        case .failure(let error):
            reply(id, .error(WireValue(Self.userFacing(error))), connection)
        }
        if case .failure(let error) = result { noteLeftRunning(Self.userFacing(error)) }
        record(note, result)
        conclude(connection)
    }

    mutating func progressed(_ id: UInt64, _ progress: EffectProgress) {
        guard var note = underWay[id]?.note else { return }
        note.learn(target: progress.target)
        underWay[id]?.note = note
        if let operation = progress.operation { underWay[id]?.operation = operation }
        observer(.effectProgressed(note, progress))
    }

    private mutating func record(_ note: EffectNote, _ result: Result<[WireValue], any Error>) {
        switch result {
        case .success(let values):
            let values = memory.settled(values)
            let outcome = Self.outcome(of: note, values)
            record(note, outcome, nil, Self.operation(in: values))
            settle(note, values, .done)
        case .failure(let error):
            let error = Self.userFacing(error)
            record(note, Self.outcome(of: note, error), error, (error as? CloudError)?.operation)
            if error.code == .operationFailed { settle(note, [], .failed) }
        }
    }

    /// What a script can make as long as it likes is not kept at that length for each of its effects.
    private static func cut(_ text: String, to limit: Int) -> String {
        text.utf8.count <= limit ? text : text.prefix(limit) + "…"
    }

    mutating func record(
        _ note: EffectNote, _ outcome: EffectRecord.Outcome, _ error: (any UserFacingError)?,
        _ operation: OperationReference? = nil
    ) {
        var note = note
        if outcome != .notDone { note.learn(target: (error as? CloudError)?.target) }
        let isOurs = outcome == .stillRunning || outcome == .failed || outcome == .unknown
        let record = EffectRecord(
            note: note, outcome: outcome, elapsed: loop.now - note.startedAt, code: error?.code,
            message: error.map { Self.cut($0.message, to: Self.messageLimit) },
            operation: isOurs ? operation : nil)
        // A question that was not asked stands for the change that it was about.
        let isForeseen = outcome == .notDone && error?.code == .protected
        if note.effect?.changes == true || isForeseen { records.append(record) }
        observer(.effectEnded(record))
    }

    /// A change that was not waited for is done, or has failed, when waiting for its operation says so.
    private mutating func settle(
        _ note: EffectNote, _ values: [WireValue], _ outcome: EffectRecord.Outcome
    ) {
        guard note.verb == "operation.wait", let id = note.operationHandle,
            let record = records.settle(id, outcome, at: loop.now)
        else { return }
        observer(.effectSettled(record))
    }

    /// Waits no longer than the requests under way need; what they come to is still recorded.
    ///
    /// After a second stop nothing is waited for: then what is under way is unknown, or known to have
    /// begun.
    mutating func abandonEffects() async {
        let ids = underWay.keys.sorted()
        for id in ids { underWay[id]?.task.cancel() }
        if !isAbrupt {
            for id in ids { await underWay[id]?.task.value }
        }
        inbox.finish()
        for await event in events {
            guard case .effectEnded(let id, let result) = event,
                let note = underWay.removeValue(forKey: id)?.note
            else { continue }
            record(note, result)
        }
        for effect in underWay.values.sorted(by: { $0.note.id < $1.note.id }) {
            record(
                effect.note, effect.operation == nil ? .unknown : .stillRunning, nil,
                effect.operation)
        }
        underWay = [:]
        for effect in held.sorted(by: { $0.note.id < $1.note.id }) {
            effect.timer.cancel()
            record(effect.note, .notStarted, nil)
        }
        held = []
    }

    /// `note`: The effect that the context is for; nil for a question.
    func makeContext(for note: EffectNote?) -> EffectContext {
        let (inbox, control, id) = (inbox, control, note?.id)
        let owner = note?.owner ?? ModuleOwner.nobody.id
        let gate = control.gate(number: id ?? 0, askedBy: owner, cloud: cloud) {
            inbox.yield(.warned($0))
        }
        let origin = Origin.script(
            note?.place?.script ?? configuration.script.name, line: note?.place?.line ?? 0)
        let guarded = cloud.guarded(by: gate)
        let witness = note.flatMap { configuration.witness?($0, loop) }
        var context = EffectContext(
            cloud: witness.map(guarded.witnessed) ?? guarded,
            report: { progress in id.map { _ = inbox.yield(.effectProgressed(id: $0, progress)) } },
            warn: { inbox.yield(.warned($0)) }, clock: loop, run: configuration.facts,
            parameters: configuration.parameters,
            modules: modules, files: FolderFiles(folder: configuration.script.folder),
            console: HoldingConsole(console: configuration.console, loop: loop),
            variables: configuration.variables, memory: memory,
            restrict: { (limits) throws(APIFailure) in try control.narrow(limits, at: origin) })
        context.foresee = control.foresight(cloud: cloud) { inbox.yield(.warned($0)) }
        context.prober = (cloud.transport as? any ProbeSource)?.prober ?? configuration.prober
        context.bench = configuration.bench
        context.owner = owner
        context.hasPage = { [pages = configuration.session?.pages] in pages?[$0] != nil }
        return context
    }
}

/// Keeps virtual time where it is while a person thinks.
private struct HoldingConsole: Console {
    let console: any Console
    let loop: RunLoop

    func confirm(_ text: String, target: String?) async throws -> Consent {
        loop.holdTime()
        defer { loop.releaseTime() }
        return try await console.confirm(text, target: target)
    }
}
