package import JSONDocument
package import Timekeeping

/// A run as its record tells it.
package struct RecordedRun: Sendable {
    package enum State: String, Sendable {
        /// The process that runs it is there.
        case running
        case ended
        /// The process has gone without an end: killed, or the machine went down.
        case interrupted
    }

    /// How a run ended.
    package struct Ending: Sendable {
        package var exitStatus: Int32
        package var code: String?
        package var message: String?
        package var hint: String?
        /// The script's file and line of the failure.
        package var place: String?
        /// Where the script waited when it was told to stop.
        package var stoppedAt: String?
        package var result: JSONValue?
        package var at: Instant
    }

    package let header: RunHeader
    package private(set) var parameters: [String: JSONValue] = [:]
    /// What changes something, in the order in which it was asked for.
    package private(set) var effects: [RecordedEffect] = []
    package private(set) var ending: Ending?
    package private(set) var entries: [RecordEntry]
    /// What of the record is missing, in sentences; empty when nothing is.
    package private(set) var gaps: [String]
    package private(set) var isAlive: Bool

    /// Reads a run from its lines, in the order of their numbers.
    ///
    /// `repair` tells of half a line that was taken away. No request had left on its word, for that
    /// waits until a line is whole on the disk.
    init(
        _ header: RunHeader, _ entries: [RecordEntry], gaps: [String], repair: String? = nil,
        isAlive: Bool
    ) {
        self.header = header
        self.entries = entries
        self.gaps = gaps
        self.isAlive = isAlive
        for entry in entries { apply(entry) }
        settle()
        if let repair { self.gaps.append(repair) }
    }

    package var state: State { ending != nil ? .ended : isAlive ? .running : .interrupted }

    /// When the record says something last.
    package var lastAt: Instant { entries.last?.at ?? header.startedAt }

    package func effects(_ outcome: RecordedEffect.Outcome) -> [RecordedEffect] {
        effects.filter { $0.outcome == outcome }
    }

    /// Whether a person has something to look at.
    package var needsLook: Bool {
        effects.contains { $0.outcome == .unknown || $0.outcome == .stillRunning }
    }

    private mutating func apply(_ entry: RecordEntry) {
        switch entry.event {
        case "parameters":
            parameters = entry["values"]?.object ?? [:]
            for pair in entry["origins"]?.array ?? [] {
                guard let name = pair.array?.first?.string else { continue }
                parameters[name] = pair.array?.last
            }
        case "ended": ending = Ending(entry)
        case "gap": gaps.append("\(entry["lines"]?.integer ?? 0) lines found no room on the disk")
        case "effect_started", "effect_progressed", "effect_ended", "effect_settled", "intent",
            "answer", "announced":
            guard let id = entry["id"]?.integer else { return }
            if let index = effects.firstIndex(where: { $0.id == id }) {
                effects[index].apply(entry)
            } else if var effect = RecordedEffect(entry) {
                effect.apply(entry)
                effects.append(effect)
            }
        default: break
        }
    }

    /// Says what became of the effects whose end the record does not tell.
    private mutating func settle() {
        for index in effects.indices where effects[index].outcome == nil {
            effects[index].settle(isAlive: isAlive && ending == nil, isWhole: gaps.isEmpty)
        }
    }
}

extension RecordedRun.Ending {
    init(_ entry: RecordEntry) {
        let error = entry["error"]
        exitStatus = entry["exit_status"]?.integer.flatMap(Int32.init(exactly:)) ?? 70
        code = error?["code"]?.string
        message = error?["message"]?.string
        hint = error?["hint"]?.string
        place = error?["script"]?.string.map { "\($0):\(error?["line"]?.integer ?? 0)" }
        stoppedAt = entry["stopped_at"]?.string
        result = entry["result"]
        at = entry.at
    }
}
