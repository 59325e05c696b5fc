package import Timekeeping

/// One step of what an accepted request set going.
package struct SimulatedOperation: Codable, Sendable {
    package enum Kind: String, Codable, Sendable {
        case deploy, pause, start, restart, snapshot, restore, resize, delete
        case switching = "switch"

        /// What the state is called meanwhile, under `transitional-states=named`.
        var transitionalState: String {
            switch self {
            case .deploy: "deploying"
            case .pause: "pausing"
            case .start: "starting"
            case .restart: "restarting"
            case .snapshot: "snapshotting"
            case .restore: "restoring"
            case .resize: "resizing"
            case .delete: "deleting"
            case .switching: "switching"
            }
        }
    }

    package enum Status: String, Codable, Sendable {
        /// Follows another step, or waits for somebody else's operation.
        case waiting
        case running, finished, failed
    }

    /// How it will end, when not well.
    package enum Ending: String, Codable, Sendable {
        case fails
        /// It stays running for ever.
        case never
        /// It is forgotten halfway, and its work with it.
        case vanishes
        /// Its id answers 404 from the start, but its work is done.
        case forgotten
    }

    /// What is so once it has finished.
    enum Effect: Codable, Sendable {
        case none
        case state(String, DatabaseState)
        case restart(String)
        case snapshotReady(String)
        case deploy(String, DataContent, DatabaseState)
        case restore(String, snapshotId: String, DataContent, DatabaseState)
        case switchConnections(origin: String, target: String)
        case plan(String, String)
        case delete(String)
    }

    package var id: String
    package var kind: Kind
    package var status: Status
    package var ending: Ending?
    /// The databases that are pending while it runs.
    package var holds: [String]
    /// The databases under which it is found.
    package var addresses: [String]
    package var nextId: String?
    package var startedAt: Instant
    package var duration: Duration
    var effect: Effect

    init(
        _ kind: Kind, holding: [String], for duration: Duration, then effect: Effect
    ) {
        id = ""
        self.kind = kind
        status = .waiting
        holds = holding
        addresses = holding
        startedAt = Instant(secondsSince1970: 0)
        self.duration = duration
        self.effect = effect
    }

    /// When it ends by itself once it runs, if it does.
    var endsAt: Instant? {
        switch ending {
        case .never: nil
        case .vanishes: startedAt + duration / 2
        default: startedAt + duration
        }
    }

    /// The database that is made by it, if one is.
    var deployed: String? { if case .deploy(let id, _, _) = effect { id } else { nil } }
}

/// What is asked most often about an operation that runs.
struct RunningOperation: Codable, Sendable {
    var id: String
    var endsAt: Instant?
    var holds: [String]
}
