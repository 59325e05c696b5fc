import CloudClient
import Diagnostics
import JSONDocument
import ScriptAPI
import ScriptHost
import Timekeeping

/// Runs as JSON: the document of `--output json`, and the lines of `--output jsonl`.
enum RunDocument {
    /// `{run, result, outputs, tables, skipped, effects, error}`.
    static func document(_ report: RunReport) -> JSONValue {
        [
            "run": run(report), "result": report.result ?? .null,
            "outputs": .object(
                Dictionary(report.outputs.map { ($0.key, $0.value) }) { _, last in last }),
            "tables": .array(report.tables.map { .object(members(of: $0)) }),
            "skipped": report.skipped.map { .string($0) } ?? .null,
            "effects": .array(report.effects.map(effect)),
            "error": report.failure.map(error) ?? .null,
        ]
    }

    /// The same for a run that did not come to begin.
    static func document(ofFailedStart failure: any UserFacingError) -> JSONValue {
        var error: [String: JSONValue] = [
            "code": .string(failure.code.rawValue), "message": .string(failure.message),
        ]
        error["hint"] = failure.hint.map { .string($0) }
        return [
            "run": .null, "result": .null, "outputs": .object([:]), "tables": .array([]),
            "skipped": .null, "effects": .array([]), "error": .object(error),
        ]
    }

    /// One event: `{at, event, …}`.
    static func line(_ event: RunEvent, at instant: Instant) -> JSONValue {
        var members = self.members(of: event)
        members["at"] = .string(Timestamp.format(instant))
        return .object(members)
    }

    /// The same without the time.
    static func members(of event: RunEvent) -> [String: JSONValue] {
        switch event {
        case .entered(let entry):
            [
                "event": "entered", "name": .string(entry.name),
                "text": .string(entry.text),
            ]
        case .entryFailed(let failure):
            ["event": "entry_failed", "error": error(failure)]
        case .started(let facts): ["event": "started", "run": .string(facts.id)]
        case .effectStarted(let note): ["event": "effect_started"].merging(members(of: note)) { $1 }
        case .effectProgressed(let note, let progress):
            ["event": "effect_progressed", "state": .string(progress.state)]
                .merging(operation(progress.operation)) { $1 }.merging(members(of: note)) { $1 }
        case .effectEnded(let record):
            ["event": "effect_ended"].merging(effect(record).object ?? [:]) { $1 }
        case .effectSettled(let record):
            ["event": "effect_settled"].merging(effect(record).object ?? [:]) { $1 }
        case .announced(let note, let pause):
            ["event": "announced", "pause_s": .number(pause.inSeconds)]
                .merging(members(of: note)) { $1 }
        case .printed(let bytes):
            ["event": "printed", "text": .string(String(decoding: bytes, as: UTF8.self))]
        case .wroteError(let bytes):
            ["event": "wrote_error", "text": .string(String(decoding: bytes, as: UTF8.self))]
        case .logged(let level, let message, let fields):
            [
                "event": "logged", "level": .string(level.rawValue), "message": .string(message),
                "fields": fields,
            ]
        case .output(let key, let value): ["event": "output", "key": .string(key), "value": value]
        case .table(let table):
            ["event": "table"].merging(members(of: table)) { $1 }
        case .progressed(let name, let done, let total):
            [
                "event": "progressed", "name": .string(name), "done": .integer(Int64(done)),
                "of": .integer(Int64(total)),
            ]
        case .helped(let page): ["event": "helped", "page": .string(page)]
        case .warned(let text): ["event": "warned", "message": .string(text)]
        case .skipped(let reason): ["event": "skipped", "reason": .string(reason)]
        case .stopping(let reason): ["event": "stopping", "reason": .string(reason.name)]
        case .ticked: ["event": "ticked"]
        case .ended(let report):
            ["event": "ended", "exit_status": .integer(Int64(report.exitStatus))]
        }
    }

    /// Each row is the list of its cells, one for each column.
    private static func members(of table: TableOutput) -> [String: JSONValue] {
        ["columns": .array(table.columns.map { .string($0) }), "rows": table.rows]
    }

    private static func run(_ report: RunReport) -> JSONValue {
        var members: [String: JSONValue] = [
            "id": .string(report.run.id), "short_id": .string(report.run.shortID),
            "script": .string(report.run.script), "hash": .string(report.run.hash),
            "mode": .string(report.run.mode.rawValue),
            "started_at": .string(Timestamp.format(report.run.startedAt)),
            "elapsed_s": .number(report.elapsed.inSeconds),
            "exit_status": .integer(Int64(report.exitStatus)),
            "memory_peak_bytes": .integer(Int64(report.memoryPeak)),
        ]
        if !report.run.libraries.isEmpty {
            members["libraries"] = .object(
                Dictionary(report.run.libraries.map { ($0.name, .string($0.version)) }) {
                    first, _ in first
                })
        }
        return .object(members)
    }

    private static func members(of note: EffectNote) -> [String: JSONValue] {
        var members: [String: JSONValue] = [
            "id": .integer(Int64(clamping: note.id)), "verb": .string(note.verb),
        ]
        members["class"] = note.effect.map { .string($0.rawValue) }
        members["target"] = note.target.map { .string($0) }
        members["script"] = note.place.map { .string($0.script) }
        members["line"] = note.place.map { .integer(Int64($0.line)) }
        members["library"] = note.library.map { .string($0) }
        return members
    }

    private static func effect(_ record: EffectRecord) -> JSONValue {
        var members = members(of: record.note)
        members["outcome"] = .string(record.outcome.rawValue)
        members["elapsed_s"] = .number(record.elapsed.inSeconds)
        members["code"] = record.code.map { .string($0.rawValue) }
        members["message"] = record.message.map { .string($0) }
        members.merge(operation(record.operation)) { $1 }
        return .object(members)
    }

    private static func operation(_ reference: OperationReference?) -> [String: JSONValue] {
        reference.map { ["operation": .string($0.id), "database": .string($0.databaseID)] } ?? [:]
    }

    /// The fields that the script saw, and always the code, the message and the place.
    private static func error(_ failure: RunFailure) -> JSONValue {
        var members = failure.fields
        members["code"] = .string(failure.code.rawValue)
        members["message"] = .string(failure.message)
        members["hint"] = failure.hint.map { .string($0) }
        members["script"] = failure.place.map { .string($0.script) }
        members["line"] = failure.place.map { .integer(Int64($0.line)) }
        members["traceback"] = failure.traceback.map { .string($0) }
        return .object(members)
    }
}
