import CloudClient
import CloudSimulator
import Diagnostics
import JSONDocument
import ScriptAPI
import ScriptWire
import Synchronization
import Timekeeping

/// The functions of `graphene.*` on a simulated cloud, whose time passes as soon as one waits.
struct Rehearsal {
    let clock = LeapingClock(start: CloudSimulator.epoch)
    let transport: LoopbackTransport
    var context: EffectContext
    let heard = Heard()

    init(params: [(name: String, value: String)] = [], values: [String: JSONValue] = [:]) {
        let simulator = CloudSimulator()
        let credentials = Credentials(
            clientID: simulator.clientId, clientSecret: Secret(simulator.clientSecret))
        transport = LoopbackTransport(simulator, clock: clock)
        let cloud = Cloud(
            CloudSettings(), credentials: credentials, transport: transport, clock: clock,
            random: SystemRandomNumberGenerator())
        let run = RunFacts(
            id: "run-1", script: "test.lua", hash: RunFacts.sha256([]), mode: .test,
            startedAt: clock.now)
        let heard = heard
        context = EffectContext(
            cloud: cloud, report: { progress in heard.progress.withLock { $0.append(progress) } },
            warn: { warning in heard.warnings.withLock { $0.append(warning) } }, clock: clock,
            run: run,
            parameters: ParameterSource(texts: params, values: values, secrets: OneSecret()),
            modules: OneModule(), files: OneFile(), console: Answering(consent: .nobodyToAsk),
            variables: ["CHANNEL": "alerts", "UNSET": nil],
            memory: RunMemory(shortID: run.shortID))
    }

    /// Calls a function as the script process would.
    func call(_ name: String, _ arguments: WireValue...) async throws -> [WireValue] {
        try await APITable.perform(name, arguments: arguments, in: context)
    }

    /// Calls a function and returns its first result's fields.
    func fields(_ name: String, _ arguments: WireValue...) async throws -> WireMap {
        let results = try await APITable.perform(name, arguments: arguments, in: context)
        return results.first?.handle?.fields ?? WireMap()
    }

    /// The changes the cloud has taken on: `pause staging/orders`.
    var changes: [String] {
        transport.cloud.withLock { $0.changes.map { "\($0.verb.rawValue) \($0.target)" } }
    }

    /// What a script would hold of a database.
    func database(_ reference: WireValue) async throws -> WireValue {
        try await call("db", reference).first ?? .null
    }
}

/// What a run was told on the side.
final class Heard: Sendable {
    let progress = Mutex<[EffectProgress]>([])
    let warnings = Mutex<[String]>([])
}

extension WireValue {
    var handle: WireHandle? { if case .handle(let handle) = self { handle } else { nil } }
    var list: [WireValue]? { if case .list(let list) = self { list } else { nil } }

    /// What crosses from a script to the host: a handle without its fields.
    var fromScript: WireValue {
        guard var handle else { return self }
        handle.fields = WireMap()
        return .handle(handle)
    }

    static func options(_ pairs: KeyValuePairs<String, WireValue>) -> WireValue {
        .fields(pairs.map { ($0.key, $0.value) })
    }
}

/// A clock that is at the deadline as soon as somebody sleeps.
final class LeapingClock: RunClock {
    private let instant: Mutex<Instant>

    init(start: Instant) { instant = Mutex(start) }

    var now: Instant { instant.withLock { $0 } }

    func sleep(until deadline: Instant) async throws(CancellationError) {
        guard !Task.isCancelled else { throw CancellationError() }
        instant.withLock { $0 = max($0, deadline) }
    }
}

/// Hands requests to a simulated cloud in this process.
final class LoopbackTransport: CloudTransport {
    let cloud: Mutex<CloudSimulator>
    private let clock: LeapingClock

    init(_ cloud: CloudSimulator, clock: LeapingClock) {
        self.cloud = Mutex(cloud)
        self.clock = clock
    }

    func send(
        _ request: CloudRequest, timeout: Duration
    ) async throws(TransportError) -> CloudResponse {
        let written = request.written()
        let simulated = SimulatedRequest(
            written.method, written.target, headers: written.headers.map { ($0.name, $0.value) },
            body: written.body)
        let now = clock.now
        guard let response = cloud.withLock({ $0.handle(simulated, at: now) }).response else {
            throw TransportError(.connectionLost, "the connection was lost")
        }
        return CloudResponse(
            status: response.status,
            headers: response.headers.map { CloudResponse.Header(name: $0.name, value: $0.value) },
            body: response.body)
    }
}

struct OneSecret: SecretSource {
    func secret(from origin: SecretOrigin) throws -> Secret {
        guard origin == .variable("TOKEN") else {
            throw APIFailure(.usage, "there is no such secret")
        }
        return Secret("hunter2")
    }
}

struct OneModule: ModuleSource {
    func module(named name: String, requiredBy owner: UInt64) async throws -> Module {
        Module(
            source: Array("return 1".utf8), chunkName: "@lib/\(name).lua", key: "lib/\(name)",
            owner: ModuleOwner(id: owner, kind: .script, grants: .everything))
    }
}

struct OneFile: FileSource {
    func contents(ofFile path: String) async throws -> [UInt8] { Array("jar".utf8) }
}

struct Answering: Console {
    var consent: Consent
    func confirm(_ text: String, target: String?) async throws -> Consent { consent }
}
