package import CloudClient
import Diagnostics
import JSONDocument
import ScriptAPI
package import ScriptHost
import Synchronization
package import Timekeeping

/// Writes a run's record while it lasts: what is to be changed before the request leaves, and all
/// else as it happens.
package final class RunRecorder: RunObserver {
    private struct State {
        var nextNumber: Int64 = 1
        /// What each effect was last said to be doing.
        var stages: [UInt64: [String: JSONValue]] = [:]
        var hasWarned = false
        /// What was given for the parameters, until their secrets are known.
        var parameters: [String: JSONValue]?
        /// When the last line was written, for what has no time of its own.
        var lastAt: Instant
    }

    package let header: RunHeader
    /// What lets people find the record again.
    package let path: String
    private let file: RecordFile
    private let redaction: @Sendable () -> Redaction
    private let warn: @Sendable (String) -> Void
    /// Whether lines must survive the machine; the records of simulated runs need not.
    private let isDurable: Bool
    private let state: Mutex<State>

    /// Begins the record of a run.
    ///
    /// `redaction` takes out what must not be written, as it is known at the time of each line;
    /// `warn` hears, once, that lines cannot be written.
    ///
    /// - Throws: `config` when the record cannot be begun.
    package static func begin(
        _ header: RunHeader, in folder: RunFolder, redaction: @escaping @Sendable () -> Redaction,
        warn: @escaping @Sendable (String) -> Void
    ) throws(RecordError) -> RunRecorder {
        try folder.make()
        let path = folder.file(header.id)
        let line = RecordEntry(0, at: header.startedAt, "run", header.members).line
        let storage = try FileStorage.make(
            path, holding: line, isDurable: header.mode == .live)
        return RunRecorder(
            header, path: path, storage, size: line.count, redaction: redaction, warn: warn)
    }

    /// Goes on with a storage of which the header takes `size` bytes.
    package init(
        _ header: RunHeader, path: String, _ storage: any RecordStorage, size: Int,
        redaction: @escaping @Sendable () -> Redaction, warn: @escaping @Sendable (String) -> Void
    ) {
        self.header = header
        self.path = path
        self.redaction = redaction
        self.warn = warn
        file = RecordFile(storage, named: path, size: size)
        isDurable = header.mode == .live
        state = Mutex(State(lastAt: header.startedAt))
    }

    package func observe(_ event: RunEvent, at instant: Instant) {
        if case .effectEnded(let record) = event, record.note.verb == "params" {
            writeParameters(at: instant)
        }
        guard let (name, members) = describe(event) else { return }
        append(name, members, at: instant)
        switch event {
        case .effectEnded, .effectSettled: if isDurable { file.sync() }
        case .ended:
            if isDurable { file.sync() }
            file.finish()
        default: break
        }
    }

    /// The lines that tell what became of changes and of the run.
    private static let essential: Set = [
        "parameters", "effect_started", "intent", "answer", "effect_ended", "effect_settled",
        "announced", "ended",
    ]

    private static func weight(of name: String) -> RecordFile.Weight {
        essential.contains(name) ? .essential : .ordinary
    }

    /// Notes what no event of the run tells, such as the terminal's end.
    func note(_ name: String, _ members: [String: JSONValue] = [:], at instant: Instant) {
        append(name, members, at: instant)
    }

    /// Notes that the terminal is gone and the run goes on.
    package func noteHangup() { note("hung_up", at: state.withLock { $0.lastAt }) }

    /// Notes what was given for the parameters, and where the secret ones come from.
    func noteParameters(
        _ values: [String: JSONValue], origins: [(name: String, origin: String)]
    ) {
        let pairs = origins.map { JSONValue.array([.string($0.name), .string($0.origin)]) }
        state.withLock {
            $0.parameters = ["values": .object(values), "origins": .array(pairs)]
        }
    }

    /// Writes the parameters once the effect that reads them is over.
    private func writeParameters(at instant: Instant) {
        guard let members = state.withLock({ $0.parameters }) else { return }
        state.withLock { $0.parameters = nil }
        append("parameters", members, at: instant)
    }

    /// Who is asked before an effect's changing requests leave.
    package func witness(of note: EffectNote, clock: any RunClock) -> any ChangeWitness {
        RecordingWitness(recorder: self, effect: note.id, clock: clock)
    }

    /// Writes a line before anything else may happen.
    ///
    /// - Throws: `denied` when it does not reach the disk.
    func appendIntent(
        _ members: [String: JSONValue], at instant: Instant
    ) throws(RecordError) {
        let result: Result<Void, RecordError> = state.withLock { state in
            let line = entry("intent", members, at: instant, &state).line
            guard isDurable else {
                file.append(line, .essential, gap: gap(at: instant))
                return file.failure == nil ? .success(()) : .failure(.full(path))
            }
            do throws(RecordError) {
                try file.appendDurably(line)
                return .success(())
            } catch {
                state.nextNumber -= 1
                return .failure(error)
            }
        }
        try result.get()
    }

    private func append(_ name: String, _ members: [String: JSONValue], at instant: Instant) {
        let isFirstFailure = state.withLock { state in
            file.append(
                entry(name, members, at: instant, &state).line, Self.weight(of: name),
                gap: gap(at: instant))
            guard file.failure != nil, !state.hasWarned else { return false }
            state.hasWarned = true
            return true
        }
        guard isFirstFailure, let number = file.failure else { return }
        warn(
            "the run's record \(path) cannot be written: \(RunFolder.reason(number)); until it can, "
                + "no change is begun")
    }

    private func entry(
        _ name: String, _ members: [String: JSONValue], at instant: Instant, _ state: inout State
    ) -> RecordEntry {
        defer { state.nextNumber += 1 }
        state.lastAt = instant
        let redacted = redaction().redact(.object(members)).object ?? [:]
        return RecordEntry(state.nextNumber, at: instant, name, redacted)
    }

    private func gap(at instant: Instant) -> (Int) -> [UInt8] {
        { RecordEntry(-1, at: instant, "gap", ["lines": .integer(Int64($0))]).line }
    }

    /// An event's name and members; nil for what no record needs: reads, and ticks.
    private func describe(_ event: RunEvent) -> (String, [String: JSONValue])? {
        if case .effectProgressed(let note, let progress) = event {
            guard note.effect?.changes == true || progress.operation != nil else { return nil }
            let members = EventMembers.progress(note, progress)
            let isNew = state.withLock {
                $0.stages.updateValue(members, forKey: note.id) != members
            }
            return isNew ? ("effect_progressed", members) : nil
        }
        if case .effectEnded(let record) = event {
            state.withLock { _ = $0.stages.removeValue(forKey: record.note.id) }
        }
        return EventMembers.describe(event)
    }
}

extension RecordError {
    fileprivate static func full(_ path: String) -> RecordError {
        RecordError(
            .denied, "it cannot be recorded in \(path); nothing was sent",
            hint: "make room there, or set GRAPHENE_STATE_DIR to another folder")
    }
}

/// Puts an effect's requests into the record: each before it leaves, and what came of it.
private struct RecordingWitness: ChangeWitness {
    let recorder: RunRecorder
    let effect: UInt64
    let clock: any RunClock

    func willSend(_ change: SentChange) throws(CloudError) {
        do throws(RecordError) {
            try recorder.appendIntent(members(change), at: clock.now)
        } catch {
            var refusal = CloudError(
                error.code, "cannot \(change.verb.rawValue) \(change.target): \(error.message)",
                verb: change.verb.rawValue, target: change.target)
            refusal.hint = error.hint
            throw refusal
        }
    }

    func didSend(_ change: SentChange, _ outcome: ChangeOutcome, operation: String?) {
        var members: [String: JSONValue] = [
            "id": .integer(Int64(clamping: effect)), "outcome": .string(outcome.rawValue),
        ]
        members["operation"] = operation.map { .string($0) }
        recorder.note("answer", members, at: clock.now)
    }

    private func members(_ change: SentChange) -> [String: JSONValue] {
        [
            "id": .integer(Int64(clamping: effect)), "verb": .string(change.verb.rawValue),
            "target": .string(change.target), "method": .string(change.method),
            "path": .string(change.path),
        ]
    }
}
