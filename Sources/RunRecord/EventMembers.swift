import CloudClient
import Diagnostics
import JSONDocument
import ScriptAPI
import ScriptHost
import Timekeeping

/// A run's events as the members of record lines.
enum EventMembers {
    /// The event's name and members; nil for what no record needs.
    static func describe(_ event: RunEvent) -> (String, [String: JSONValue])? {
        switch event {
        case .started, .ticked, .helped, .effectProgressed: return nil
        case .effectStarted(let note):
            return note.effect?.changes == true ? ("effect_started", members(of: note)) : nil
        case .effectEnded(let record):
            let changes = record.note.effect?.changes == true
            return changes ? ("effect_ended", members(of: record)) : nil
        case .effectSettled(let record): return ("effect_settled", members(of: record))
        case .announced(let note, let pause):
            return (
                "announced",
                members(of: note).merging(["pause_s": .number(pause.inSeconds)]) { $1 }
            )
        case .entered(let entry):
            return ("entered", ["name": .string(entry.name), "text": .string(entry.text)])
        case .entryFailed(let failure):
            return ("entry_failed", ["error": members(of: failure)])
        case .ended(let report): return ("ended", members(of: report))
        default: return ("\(event.kind)", words(of: event))
        }
    }

    /// What the script, or the host about it, said.
    private static func words(of event: RunEvent) -> [String: JSONValue] {
        switch event {
        case .printed(let bytes), .wroteError(let bytes):
            ["text": .string(String(decoding: bytes, as: UTF8.self))]
        case .logged(let level, let message, let fields):
            ["level": .string(level.rawValue), "message": .string(message), "fields": fields]
        case .output(let key, let value): ["key": .string(key), "value": value]
        case .table(let table):
            ["rows": table.rows, "columns": .array(table.columns.map { .string($0) })]
        case .progressed(let name, let done, let total):
            [
                "name": .string(name), "done": .integer(Int64(done)), "of": .integer(Int64(total)),
            ]
        case .warned(let text): ["message": .string(text)]
        case .skipped(let reason): ["reason": .string(reason)]
        case .stopping(let reason): ["reason": .string(reason.name)]
        default: [:]
        }
    }

    static func progress(_ note: EffectNote, _ progress: EffectProgress) -> [String: JSONValue] {
        members(of: note).merging(operation(progress.operation)) { $1 }
            .merging(["state": .string(progress.state)]) { $1 }
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

    private static func members(of record: EffectRecord) -> [String: JSONValue] {
        var members = members(of: record.note)
        members["outcome"] = .string(record.outcome.rawValue)
        members["elapsed_s"] = .number(record.elapsed.inSeconds)
        members["code"] = record.code.map { .string($0.rawValue) }
        members["message"] = record.message.map { .string($0) }
        return members.merging(operation(record.operation)) { $1 }
    }

    private static func operation(_ reference: OperationReference?) -> [String: JSONValue] {
        guard let reference else { return [:] }
        return [
            "operation": .string(reference.id), "database": .string(reference.databaseID),
            "vendor": .string(reference.vendor),
        ]
    }

    private static func members(of report: RunReport) -> [String: JSONValue] {
        var members: [String: JSONValue] = [
            "exit_status": .integer(Int64(report.exitStatus)),
            "elapsed_s": .number(report.elapsed.inSeconds),
        ]
        members["result"] = report.result
        members["stopped_at"] = report.stoppedAt.map { .string("\($0.script):\($0.line)") }
        members["error"] = report.failure.map { self.members(of: $0) }
        return members
    }

    private static func members(of failure: RunFailure) -> JSONValue {
        var error: [String: JSONValue] = [
            "code": .string(failure.code.rawValue), "message": .string(failure.message),
        ]
        error["hint"] = failure.hint.map { .string($0) }
        error["script"] = failure.place.map { .string($0.script) }
        error["line"] = failure.place.map { .integer(Int64($0.line)) }
        return .object(error)
    }
}

extension RunEvent {
    /// The name of what somebody said.
    fileprivate var kind: String {
        switch self {
        case .printed: "printed"
        case .wroteError: "wrote_error"
        case .logged: "logged"
        case .output: "output"
        case .table: "table"
        case .progressed: "progressed"
        case .warned: "warned"
        case .skipped: "skipped"
        case .stopping: "stopping"
        default: "other"
        }
    }
}
