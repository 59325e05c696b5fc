import JSONDocument
package import Timekeeping

/// One change that a run asked for, as its record tells it.
package struct RecordedEffect: Hashable, Sendable {
    package enum Outcome: String, CaseIterable, Sendable {
        case done, unchanged
        /// Refused, or failed before anything was changed.
        case notDone = "not_done"
        /// The cloud has accepted it; the record does not see its end.
        case stillRunning = "still_running"
        case failed
        /// A request left, and the record does not tell what became of it.
        case unknown
        case notStarted = "not_started"
        /// The run is there and at work on it.
        case underWay = "under_way"
    }

    /// A request that left, or was about to.
    package struct Request: Hashable, Sendable {
        package var method: String
        package var path: String
        package var at: Instant
        /// What the answer meant: `accepted`, `not_applied`, …; nil while none is recorded.
        package var answer: String?
    }

    package let id: Int64
    package var verb: String
    package var effectClass: String?
    package var target: String?
    /// The script's file and line that asked.
    package var place: String?
    package var startedAt: Instant
    package var requests: [Request] = []
    /// The last thing that was said of it.
    package var stage: String?
    package var operation: String?
    package var database: String?
    package var vendor: String?
    package var code: String?
    package var message: String?
    package var seconds: Double?
    /// Nil only until the whole record was read.
    package var outcome: Outcome?

    init?(_ entry: RecordEntry) {
        guard let id = entry["id"]?.integer, let verb = entry["verb"]?.string else { return nil }
        self.id = id
        self.verb = verb
        startedAt = entry.at
    }
}

extension RecordedEffect {
    mutating func apply(_ entry: RecordEntry) {
        effectClass = entry["class"]?.string ?? effectClass
        place = entry["script"]?.string.map { "\($0):\(entry["line"]?.integer ?? 0)" } ?? place
        operation = entry["operation"]?.string ?? operation
        database = entry["database"]?.string ?? database
        vendor = entry["vendor"]?.string ?? vendor
        switch entry.event {
        case "intent": sending(entry)
        case "answer":
            guard let last = requests.indices.last else { return }
            requests[last].answer = entry["outcome"]?.string
        case "effect_progressed":
            target = entry["target"]?.string ?? target
            stage = entry["state"]?.string ?? stage
        case "effect_ended", "effect_settled":
            target = entry["target"]?.string ?? target
            outcome = entry["outcome"]?.string.flatMap(Outcome.init(rawValue:)) ?? outcome
            code = entry["code"]?.string
            message = entry["message"]?.string
            seconds = entry["elapsed_s"]?.double
        default: target = entry["target"]?.string ?? target
        }
    }

    private mutating func sending(_ entry: RecordEntry) {
        let path = entry["path"]?.string ?? ""
        requests.append(
            Request(method: entry["method"]?.string ?? "", path: path, at: entry.at, answer: nil))
        target = target ?? entry["target"]?.string
        let parts = path.split(separator: "/").map(String.init)
        if parts.count >= 4, parts[0] == "deployments", parts[1] == "databases" {
            vendor = vendor ?? parts[2]
            database = database ?? parts[3]
        }
    }

    /// Says what became of an effect whose end the record does not tell.
    ///
    /// While the run is alive it is still at it; and from a record that is not whole, nothing follows.
    mutating func settle(isAlive: Bool, isWhole: Bool) {
        if isAlive {
            outcome = .underWay
        } else if requests.last.map({ $0.answer == nil || $0.answer == "unknown" }) ?? !isWhole {
            outcome = .unknown
        } else if requests.contains(where: { $0.answer == "accepted" }) {
            outcome = .stillRunning
        } else {
            outcome = requests.isEmpty ? .notStarted : .notDone
        }
    }
}
