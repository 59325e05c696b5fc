import CloudSimulator
import Diagnostics
import ScriptAPI
import ScriptWire
import Timekeeping

extension TestedRun {
    init(_ report: RunReport, _ listener: TestListener, elapsed: Duration) {
        self.init()
        result = report.result
        outputs = report.outputs
        exitStatus = report.exitStatus
        failure = report.failure.map { failure in
            Failure(
                code: failure.code, message: failure.message, hint: failure.hint,
                script: failure.place?.script, line: failure.place?.line)
        }
        effects = report.effects.map { record in
            Effect(
                verb: record.note.verb, target: record.note.target,
                outcome: record.outcome.rawValue)
        }
        skipped = report.skipped
        questions = listener.questions
        warnings = listener.warnings
        printed = listener.printed
        self.elapsed = elapsed
    }
}

extension SeenDatabase {
    init(_ database: SimulatedDatabase, in cloud: CloudSimulator) {
        let reference = cloud.reference(database)
        self.init(fields: [
            ("id", .text(database.id)), ("ref", .text(reference)),
            ("env", .text(String(reference.prefix { $0 != "/" }))), ("name", .text(database.name)),
            ("state", .text(database.state.rawValue)), ("plan", .text(database.plan)),
            ("version", .text(database.version)), ("edition", .text(database.edition)),
            ("vendor", .text(database.vendor)), ("domain", .text(database.connection?.domainName)),
            ("needs_restart", .boolean(database.needsRestart)),
            ("locked", .boolean(database.isLocked)),
            ("under_incident", .boolean(database.underIncident)),
            ("data_of", .text(database.data.origin)),
            ("data_version", .integer(Int64(database.data.version))),
        ])
    }
}

extension SimulatedDatabase {
    mutating func change(_ change: DatabaseAlteration) {
        switch change.state {
        case .running?: state = .running
        case .paused?: state = .paused
        case nil: break
        }
        needsRestart = change.needsRestart ?? needsRestart
        isLocked = change.isLocked ?? isLocked
        underIncident = change.isUnderIncident ?? underIncident
    }
}

extension Fault {
    init(_ way: PlannedFault.Way) {
        switch way {
        case .answer(let status, let retryAfter, let body):
            let headers = retryAfter.map { [("Retry-After", "\($0.components.seconds)")] } ?? []
            self = .status(status, headers: headers, body: body ?? "")
        case .mishap(let mishap): self = Self.mishaps(mishap)
        }
    }

    private static func mishaps(_ mishap: PlannedFault.Mishap) -> Fault {
        switch mishap {
        case .reset: .resetBeforeRead
        case .resetAfter: .resetAfterApplied
        case .silence: .noAnswerBeforeApply
        case .silenceAfter: .noAnswerAfterApply
        case .html: .html
        case .truncated: .truncated
        case .empty: .empty
        case .garbage: .garbage
        case .expireTokens: .expireTokens
        case .operationFails: .operationFails
        case .operationNeverEnds: .operationNeverEnds
        }
    }
}

/// The route that a test means.
enum FaultRoute {
    /// Finds a route as it is written in full, or by its method and how its path ends.
    ///
    /// - Returns: How faults name it; `*` stands for every route.
    /// - Throws: `usage` for none, with the nearest one, and for several.
    static func find(_ text: String) throws(APIFailure) -> String {
        let all = Route.allCases.map(\.rawValue)
        if text == "*" || all.contains(text) { return text }
        let words = text.split(separator: " ")
        let ending = words.last.map { $0.drop { $0 == "…" || $0 == "*" || $0 == "." } } ?? ""
        let matches = all.filter { route in
            words.count == 2 && ending.hasPrefix("/") && route.hasPrefix(words[0] + " ")
                && route.hasSuffix(ending)
        }
        if matches.count == 1 { return matches[0] }
        guard !matches.isEmpty else {
            throw APIFailure(
                .usage,
                "cloud.fail_next: no route is written `\(text)`" + nearest(to: text, among: all),
                hint: "write the method and how the path ends, such as `POST /clone`")
        }
        throw APIFailure(
            .usage,
            "cloud.fail_next: several routes are written `\(text)`: "
                + matches.map { "`\($0)`" }.joined(separator: ", "), hint: "write one of them")
    }

    /// Of a short form the nearest short form; of a long one, the whole.
    private static func nearest(to text: String, among routes: [String]) -> String {
        let short = routes.map { route in
            let words = route.split(separator: " ")
            let last = words[1].split(separator: "/").last { !$0.hasPrefix("{") } ?? ""
            return "\(words[0]) /\(last)"
        }
        return Suggestion.phrase(for: text, among: short + routes)
    }
}
