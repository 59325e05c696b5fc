import CloudClient
import Diagnostics
import RunLoop
import ScriptAPI
import ScriptWire
import Timekeeping

/// Effects from the asking to the answer.
extension RunSession {
    mutating func begin(_ request: EffectRequest, _ connection: ScriptConnection) {
        let function: HostFunction
        do throws(APIFailure) { function = try APITable.function(request.name) } catch {
            return reply(request.id, .error(WireValue(error)), connection)
        }
        let note = EffectNote(
            id: request.id, verb: request.name, effect: function.effect(of: request.arguments),
            target: function.target(of: request.arguments, in: memory),
            place: request.line > 0
                ? ScriptPlace(script: request.source, line: Int(request.line)) : nil,
            startedAt: loop.now)
        if case .stopping(let reason) = phase, !request.isCleanup {
            let failure = Self.stopFailure(reason)
            note.effect?.changes == true
                ? record(note, .notStarted, failure) : ()
            return reply(request.id, .error(WireValue(failure)), connection)
        }
        switch pipeline.judge(request, function, after: parameterCheck.judge(request, function)) {
        case .answer(let values): reply(request.id, .values(values), connection)
        case .refuse(let error):
            if note.effect?.changes == true { record(note, .notDone, error) }
            reply(request.id, .error(WireValue(error)), connection)
        case .goOn: perform(function, request, note)
        }
    }

    mutating func perform(
        _ function: HostFunction, _ request: EffectRequest, _ note: EffectNote
    ) {
        observer(.effectStarted(note))
        let context = makeContext(id: request.id)
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
        underWay[request.id] = (note, task)
    }

    mutating func effectEnded(
        _ id: UInt64, _ result: Result<[WireValue], any Error>, _ connection: ScriptConnection
    ) {
        guard let (note, _) = underWay.removeValue(forKey: id) else { return }
        switch result {
        case .success(let values):
            record(note, Self.outcome(of: note, values), nil)
            reply(id, .values(values), connection)
        case .failure(let error):
            let error = Self.userFacing(error)
            record(note, Self.outcome(of: error), error)
            reply(id, .error(WireValue(error)), connection)
        }
    }

    mutating func progressed(_ id: UInt64, _ progress: EffectProgress) {
        guard underWay[id] != nil else { return }
        underWay[id]?.note.target = progress.target
        guard let note = underWay[id]?.note else { return }
        observer(.effectProgressed(note, progress))
    }

    mutating func record(
        _ note: EffectNote, _ outcome: EffectRecord.Outcome, _ error: (any UserFacingError)?
    ) {
        let cloudError = error as? CloudError
        var note = note
        note.target = cloudError?.target ?? note.target
        let record = EffectRecord(
            note: note, outcome: outcome, elapsed: loop.now - note.startedAt, code: error?.code,
            message: error?.message, operation: cloudError?.operation)
        if note.effect?.changes == true { records.append(record) }
        observer(.effectEnded(record))
    }

    /// Waits no longer than the requests under way need; what they come to is still recorded.
    mutating func abandonEffects() async {
        for id in underWay.keys.sorted() { underWay[id]?.task.cancel() }
        for id in underWay.keys.sorted() { await underWay[id]?.task.value }
        inbox.finish()
        for await event in events {
            guard case .effectEnded(let id, let result) = event,
                let (note, _) = underWay.removeValue(forKey: id)
            else { continue }
            switch result {
            case .success(let values): record(note, Self.outcome(of: note, values), nil)
            case .failure(let error):
                let error = Self.userFacing(error)
                record(note, Self.outcome(of: error), error)
            }
        }
    }

    func makeContext(id: UInt64?) -> EffectContext {
        let inbox = inbox
        return EffectContext(
            cloud: cloud,
            report: { progress in id.map { _ = inbox.yield(.effectProgressed(id: $0, progress)) } },
            warn: { inbox.yield(.warned($0)) }, clock: loop, run: configuration.facts,
            parameters: configuration.parameters,
            modules: FolderModules(folder: configuration.script.folder),
            files: FolderFiles(folder: configuration.script.folder),
            console: HoldingConsole(console: configuration.console, loop: loop),
            variables: configuration.variables, memory: memory)
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
