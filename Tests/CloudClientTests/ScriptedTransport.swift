import CloudClient
import CloudSimulator
import JSONDocument
import RunLoop
import SimulatedCloud
import Synchronization
import Timekeeping

/// A cloud that answers as a test's table says, for what no cloud should answer.
final class ScriptedTransport: CloudTransport {
    enum Answer: Sendable {
        case json(JSONValue)
        case status(Int, JSONValue = .null)
        case bytes(Int, String, type: String = "application/json")
        case failure(TransportError.Kind)
    }

    private struct State {
        var answers: [String: [Answer]]
        var requests: [String] = []
    }

    private let state: Mutex<State>

    /// - Parameter answers: By method and path, in order; the last of each goes on for ever.
    init(_ answers: [String: [Answer]]) {
        var answers = answers
        let token: JSONValue = ["access_token": "token-1", "expires_in": 3_600]
        if answers["POST /organizations/oauth/token"] == nil {
            answers["POST /organizations/oauth/token"] = [.json(token)]
        }
        state = Mutex(State(answers: answers))
    }

    /// What was asked for, signing in aside.
    var requests: [String] {
        state.withLock { $0.requests.filter { !$0.contains("oauth") } }
    }

    func send(
        _ request: CloudRequest, timeout: Duration
    ) async throws(TransportError) -> CloudResponse {
        let written = request.written()
        let key = "\(written.method) \(written.target)"
        let answer = state.withLock { state -> Answer in
            state.requests.append(key)
            guard var list = state.answers[key], !list.isEmpty else { return .status(404) }
            let answer = list.count > 1 ? list.removeFirst() : list[0]
            state.answers[key] = list
            return answer
        }
        switch answer {
        case .json(let json):
            return CloudResponse(status: 200, body: Array(json.text.utf8))
        case .status(let status, let json):
            return CloudResponse(status: status, body: json == .null ? [] : Array(json.text.utf8))
        case .bytes(let status, let text, let type):
            return CloudResponse(
                status: status, headers: [.init(name: "Content-Type", value: type)],
                body: Array(text.utf8))
        case .failure(let kind): throw TransportError(kind, "it failed")
        }
    }
}

/// A client of a scripted cloud.
struct ScriptedCloud: Sendable {
    let cloud: Cloud
    let transport: ScriptedTransport
    let clock: RecordingClock
    let progress = Recorder<EffectProgress>()
    let exchanges: Recorder<Exchange>

    var listener: ProgressHandler { { [progress] in progress.record($0) } }
}

/// Runs a test's body, in virtual time, against a cloud that answers as the table says.
func withScriptedCloud(
    _ answers: [String: [ScriptedTransport.Answer]], settings: CloudSettings = CloudSettings(),
    _ body: @escaping @Sendable (ScriptedCloud) async throws -> Void
) async throws {
    let start = CloudSimulator.epoch
    let result = await RunLoop.run(in: .virtual(startingAt: start)) { loop in
        let clock = RecordingClock(loop)
        let transport = ScriptedTransport(answers)
        let exchanges = Recorder<Exchange>()
        let cloud = Cloud(
            settings, credentials: Credentials(clientID: "me", clientSecret: Secret("secret-1")),
            transport: transport, clock: clock, random: SystemRandomNumberGenerator(),
            executor: loop, trace: { exchanges.record($0) })
        do {
            try await body(
                ScriptedCloud(
                    cloud: cloud, transport: transport, clock: clock, exchanges: exchanges))
            return Result<Void, any Error>.success(())
        } catch {
            return .failure(error)
        }
    }
    try result.get()
}

extension JSONValue {
    /// A database as the cloud would tell of it.
    static func database(
        _ id: String = "d1", name: String = "orders", state: String = "running",
        pending: Bool = false, needsRestart: Bool = false, plan: String = "DS1",
        domain: String? = "db-1.example.com"
    ) -> JSONValue {
        [
            "id": .string(id), "name": .string(name), "environmentId": "e1",
            "plan": .string(plan),
            "status": .status(state, pending: pending, needsRestart: needsRestart),
            "domainName": domain.map { .string($0) } ?? .null,
        ]
    }

    static func status(
        _ state: String, pending: Bool = false, needsRestart: Bool = false
    ) -> JSONValue {
        [
            "state": .string(state), "isPending": .boolean(pending),
            "needsRestart": .boolean(needsRestart),
        ]
    }

    static func operation(_ id: String, _ status: String, next: String? = nil) -> JSONValue {
        [
            "id": .string(id), "status": .string(status),
            "nextOperationId": next.map { .string($0) } ?? .null,
        ]
    }
}

extension Database {
    /// `production/orders` of a scripted cloud, as it was at first.
    static var scripted: Database {
        get throws {
            var database = Database(JSONValue.database())
            database?.environmentName = "production"
            guard let database else { throw CancellationError() }
            return database
        }
    }
}
