import CloudClient
import CloudSimulator
import Diagnostics
import FoundationEssentials
import RunLoop
import ScriptAPI
import ScriptHost
import Synchronization
import Timekeeping

/// The one cloud of a run: the real one or a simulated one of its own, never both.
struct RunTarget: Sendable {
    private enum Kind: Sendable {
        case live(Endpoint, Credentials, NetworkSettings)
        case simulated(SimulatedRun)
    }

    private let kind: Kind
    private let settings: CloudSettings
    /// Fixes what the script's `math.random` gives.
    let seed: Int64

    init(_ options: TargetOptions, _ surroundings: Surroundings) throws {
        settings = CloudSettings(rate: options.rate)
        guard options.simulator || options.simulatorState != nil else {
            guard options.assume.isEmpty else {
                throw UsageFailure("--assume goes with --simulator", hint: "add `--simulator`")
            }
            seed = options.seed ?? Int64.random(in: 0...Int64.max)
            let address = options.apiURL ?? surroundings.environment["GRAPHENE_API_URL"]
            let endpoint = try address.map { text throws(CloudError) in
                try Endpoint(text, permitsPlainHTTP: options.insecureHTTP)
            }
            let proxies = ProxySettings(environment: surroundings.environment)
            _ = try proxies.server(for: endpoint ?? .standard)
            kind = .live(
                endpoint ?? .standard, try Self.credentials(surroundings),
                NetworkSettings(
                    proxies: proxies,
                    authorities: surroundings.environment["SSL_CERT_FILE"]))
            return
        }
        guard options.apiURL == nil else {
            throw UsageFailure(
                "--simulator and --api-url name two clouds, and a run has one",
                hint: "leave out one of them")
        }
        let simulated = try SimulatedRun(
            file: options.simulatorState.map(SimulatorStateFile.init(path:)), seed: options.seed,
            assumptions: options.assume)
        seed = options.seed ?? Int64(bitPattern: simulated.start.seed)
        kind = .simulated(simulated)
    }

    /// What the run's first line says.
    var label: String {
        switch kind {
        case .live(let endpoint, let credentials, _):
            "the live cloud at \(endpoint.origin), as client \(credentials.clientID)"
        case .simulated(let simulated):
            "a simulated cloud, in virtual time"
                + (simulated.file.map { ", kept in \($0.path)" } ?? "")
        }
    }

    var isSimulated: Bool { if case .simulated = kind { true } else { false } }

    /// The run's identity: random for a live run; for a simulated one it follows from the seed, the
    /// script and the cloud's own time, so that the same run is the same byte for byte.
    func facts(for source: ScriptSource) -> RunFacts {
        let hash = RunFacts.sha256(source.bytes)
        switch kind {
        case .live:
            let id = UUID().uuidString.lowercased().replacing("-", with: "")
            return RunFacts(
                id: id, script: source.name, hash: hash, mode: .live, startedAt: WallClock.now)
        case .simulated(let simulated):
            let now = simulated.start.now
            let id = RunFacts.sha256(Array("\(seed):\(hash):\(now.nanosecondsSince1970)".utf8))
            return RunFacts(
                id: String(id.prefix(32)), script: source.name, hash: hash, mode: .simulated,
                startedAt: now)
        }
    }

    func run(
        _ configuration: RunConfiguration, stops: AsyncStream<StopReason>,
        observers: [any RunObserver], trace file: TraceFile? = nil
    ) async -> RunReport {
        let settings = settings
        let trace: @Sendable (Exchange) -> Void = { file?.append($0) }
        switch kind {
        case .live(let endpoint, let credentials, let network):
            let box = TransportBox()
            let report = await ScriptHost.run(
                configuration, in: .real, stops: stops, observers: observers
            ) { loop in
                let transport = HTTPTransport(endpoint, network: network, clock: loop)
                box.keep(transport)
                return Cloud(
                    settings, credentials: credentials, transport: transport, clock: loop,
                    random: SystemRandomNumberGenerator(), executor: loop, trace: trace)
            }
            await box.shutDown()
            return report
        case .simulated(let simulated):
            return await ScriptHost.run(
                configuration, in: .virtual(startingAt: simulated.start.now), stops: stops,
                observers: observers
            ) { loop in
                Cloud(
                    settings, credentials: simulated.credentials,
                    transport: simulated.connect(loop), clock: loop,
                    random: SeededGenerator(seed: simulated.start.seed), executor: loop,
                    trace: trace)
            }
        }
    }

    /// Keeps what the run made of a simulated cloud, when it has a file.
    func save() throws {
        if case .simulated(let simulated) = kind { try simulated.save() }
    }

    private static func credentials(_ surroundings: Surroundings) throws -> Credentials {
        let hint = """
            set GRAPHENEDB_CLIENT_ID and GRAPHENEDB_CLIENT_SECRET (or GRAPHENEDB_CLIENT_SECRET_FILE), \
            or try it without an account: add `--simulator`
            """
        func missing(_ what: String) -> AuthFailure {
            AuthFailure(message: "cannot sign in: \(what) is not set", hint: hint)
        }
        let id = surroundings.environment["GRAPHENEDB_CLIENT_ID"].flatMap { $0.isEmpty ? nil : $0 }
        guard let id else { throw missing("GRAPHENEDB_CLIENT_ID") }
        if let secret = surroundings.clientSecret, !secret.isEmpty {
            return Credentials(clientID: id, clientSecret: secret)
        }
        guard let path = surroundings.environment["GRAPHENEDB_CLIENT_SECRET_FILE"], !path.isEmpty
        else {
            throw missing("GRAPHENEDB_CLIENT_SECRET")
        }
        do throws(UsageFailure) {
            let secret = try SecretFile.read(path)
            guard !secret.isEmpty else { throw UsageFailure("the secret in \(path) is empty") }
            return Credentials(clientID: id, clientSecret: secret)
        } catch {
            throw AuthFailure(message: error.message, hint: hint)
        }
    }
}

/// Credentials that are not there.
struct AuthFailure: UserFacingError {
    let code = ErrorCode.auth
    let message: String
    let hint: String?
}

/// Holds the run's transport until it can be closed.
private final class TransportBox: Sendable {
    private let transport = Mutex<HTTPTransport?>(nil)

    func keep(_ transport: HTTPTransport) { self.transport.withLock { $0 = transport } }

    func shutDown() async {
        let transport = transport.withLock { $0 }
        await transport?.shutDown()
    }
}

/// A simulated cloud for one run, and the file it outlives it in.
private final class SimulatedRun: Sendable {
    let start: CloudSimulator
    let file: SimulatorStateFile?
    private let transport = Mutex<SimulatedTransport?>(nil)

    init(file: SimulatorStateFile?, seed: Int64?, assumptions: [String]) throws {
        self.file = file
        var cloud =
            try file?.load()
            ?? CloudSimulator(seed: UInt64(bitPattern: seed ?? 1), assumptions: Assumptions())
        for setting in assumptions { try cloud.assumptions.set(setting) }
        start = cloud
    }

    var credentials: Credentials {
        Credentials(clientID: start.clientId, clientSecret: Secret(start.clientSecret))
    }

    func connect(_ loop: RunLoop) -> SimulatedTransport {
        let transport = SimulatedTransport(start, clock: loop)
        self.transport.withLock { $0 = transport }
        return transport
    }

    func save() throws {
        guard let file, let transport = transport.withLock({ $0 }) else { return }
        try file.save(transport.withCloud { $0 })
    }
}
