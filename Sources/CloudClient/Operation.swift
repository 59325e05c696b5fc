package import JSONDocument
package import Timekeeping

/// One step of what the cloud does for a change; steps form a chain.
package struct Operation: Hashable, Sendable, Identifiable {
    package var id: String
    /// The step that follows; nil at the chain's end.
    package var nextID: String?
    /// An open set of words; empty where the cloud tells none.
    package var status: String
    package var startedAt: Instant?
    package var duration: Duration?
    package var raw: JSONValue

    package var hasFinished: Bool { Self.finished.contains(status.lowercased()) }
    package var hasFailed: Bool { Self.failed.contains(status.lowercased()) }

    /// Whether the status is a word that this client has a meaning for, or none.
    var isKnown: Bool {
        status.isEmpty || hasFinished || hasFailed
            || Self.underWay.contains(status.lowercased().filter(\.isLetter))
    }

    private static let underWay = [
        "running", "started", "pending", "queued", "waiting", "inprogress", "processing",
    ]
    private static let finished = [
        "finished", "completed", "complete", "succeeded", "success", "done",
    ]
    private static let failed = [
        "failed", "failure", "error", "errored", "cancelled", "canceled", "aborted", "rejected",
    ]
}

extension Operation {
    /// Reads an operation; where the document holds no id, it is the one asked for.
    package init(_ json: JSONValue, asked id: String) {
        self.id = json.text("id", "operationId") ?? id
        nextID = json.text("nextOperationId")
        status = json.text("status", "currentState", "state") ?? ""
        startedAt = json.instant("startedAt")
        duration = json["durationInSeconds"]?.double.flatMap {
            $0 >= 0 && $0 < 1e9 ? .milliseconds(Int64($0 * 1_000)) : nil
        }
        raw = json
    }
}
