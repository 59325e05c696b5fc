package import Timekeeping

/// One request as the simulated cloud saw it.
package struct LoggedRequest: Hashable, Sendable {
    /// Counts the requests from 1; the X-Request-Id is `req-` and this number.
    package var id: Int
    package var method: String
    package var target: String
    /// nil when the path leads nowhere.
    package var route: Route?
    /// nil when nothing was answered.
    package var status: Int?
    package var instant: Instant
    /// Whether a fault was injected.
    package var wasFaulted: Bool
}

/// One change that the simulated cloud really took on, whatever it answered.
package struct AppliedChange: Hashable, Codable, Sendable {
    package enum Verb: String, Codable, Sendable {
        case create, clone, pause, start, restart, restore, delete
        case createFromSnapshot = "create_from_snapshot"
        case switchConnections = "switch"
        case changePlan = "change_plan"
        case createSnapshot = "create_snapshot"
        case deleteSnapshot = "delete_snapshot"
        case uploadPlugin = "upload_plugin"
        case deletePlugin = "delete_plugin"
        case writeSettings = "write_settings"
        case createEnvironment = "create_environment"
        case createPeer = "create_peer"
        case deletePeer = "delete_peer"
    }

    package var verb: Verb
    /// The database named in the path (for create: the new one); an environment's id for its own changes.
    package var targetId: String
    /// `environment/name`, or an environment's label.
    package var target: String
    /// What came of it: the new database's or snapshot's id, or a switch's other side.
    package var resultId: String?
    /// The first operation, if there is one.
    package var operationId: String?
    package var instant: Instant
    package var requestId: Int
}
