import Diagnostics
import JSONDocument
import RunRecord
import ScriptAPI
import Timekeeping

/// A recorded run in words and as JSON.
enum RunDescription {
    /// How long ago something was; a clock that was set back since makes it no less than nothing.
    static func age(of instant: Instant, at now: Instant) -> String {
        DurationText.format(.seconds(max(0, (now - instant).nanoseconds / 1_000_000_000)))
    }

    /// The state as the list shows it: what needs a person's look stands out.
    static func state(of run: RecordedRun) -> String {
        switch run.state {
        case .running: "running"
        case .interrupted: run.needsLook ? "interrupted: look" : "interrupted"
        case .ended where run.effects(.unknown).isEmpty: "ended"
        case .ended: "ended: look"
        }
    }

    /// One run of the list.
    static func row(_ run: RecordedRun) -> JSONValue {
        var members: [String: JSONValue] = [
            "id": .string(run.header.id), "script": .string(run.header.script),
            "mode": .string(run.header.mode.rawValue), "state": .string(run.state.rawValue),
            "started_at": .string(Timestamp.format(run.header.startedAt)),
            "recorded_at": .string(Timestamp.format(run.header.recordedAt)),
            "needs_look": .boolean(run.needsLook),
            "exit_status": run.ending.map { .integer(Int64($0.exitStatus)) } ?? .null,
            "profile": run.header.profile.map { .string($0) } ?? .null,
        ]
        members["key"] = run.header.key.map { .string($0) }
        return .object(members)
    }

    /// Everything about one run; `now` holds what the cloud says of effects, by their ids.
    static func document(_ run: RecordedRun, now: [Int64: CloudGlance.Sight]? = nil) -> JSONValue {
        var members = row(run).object ?? [:]
        members["hash"] = .string(run.header.hash)
        members["folder"] = .string(run.header.folder)
        members["build"] = .string(run.header.build)
        members["cloud"] = run.header.cloud.map { .string($0) }
        members["client"] = run.header.client.map { .string($0) }
        if !run.header.libraries.isEmpty {
            members["libraries"] = .object(run.header.libraries.mapValues { .string($0) })
        }
        members["parameters"] = .object(run.parameters)
        members["last_at"] = .string(Timestamp.format(run.lastAt))
        members["gaps"] = .array(run.gaps.map { .string($0) })
        members["effects"] = .array(run.effects.map { effect($0, now?[$0.id]) })
        members["go_on"] = .array(GoingOn.steps(run).map { .string($0.command) })
        if let ending = run.ending {
            members["result"] = ending.result
            members["stopped_at"] = ending.stoppedAt.map { .string($0) }
            members["error"] = error(ending)
        }
        return .object(members)
    }

    private static func error(_ ending: RecordedRun.Ending) -> JSONValue? {
        guard let code = ending.code else { return nil }
        var members: [String: JSONValue] = ["code": .string(code)]
        members["message"] = ending.message.map { .string($0) }
        members["hint"] = ending.hint.map { .string($0) }
        members["at"] = ending.place.map { .string($0) }
        return .object(members)
    }

    private static func effect(
        _ effect: RecordedEffect, _ sight: CloudGlance.Sight?
    ) -> JSONValue {
        var members: [String: JSONValue] = [
            "id": .integer(effect.id), "verb": .string(effect.verb),
            "outcome": .string((effect.outcome ?? .unknown).rawValue),
        ]
        members["class"] = effect.effectClass.map { .string($0) }
        members["target"] = effect.target.map { .string($0) }
        members["at"] = effect.place.map { .string($0) }
        members["operation"] = effect.operation.map { .string($0) }
        members["database"] = effect.database.map { .string($0) }
        members["code"] = effect.code.map { .string($0) }
        members["message"] = effect.message.map { .string($0) }
        members["elapsed_s"] = effect.seconds.map { .number($0) }
        if !effect.requests.isEmpty {
            members["requests"] = .array(effect.requests.map(request))
        }
        members["now"] = sight?.json
        return .object(members)
    }

    private static func request(_ request: RecordedEffect.Request) -> JSONValue {
        [
            "method": .string(request.method), "path": .string(request.path),
            "at": .string(Timestamp.format(request.at)),
            "answer": request.answer.map { .string($0) } ?? .null,
        ]
    }
}
