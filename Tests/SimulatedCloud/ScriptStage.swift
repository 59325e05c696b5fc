import CloudClient
package import CloudSimulator
import FoundationEssentials
import Probe
import RunLoop
package import ScriptAPI
import ScriptHost
import Synchronization
import Timekeeping

/// A simulated cloud on which whole scripts are run, one after the other.
///
/// Each run lives in virtual time, over HTTP too: its clock stands still while a request is on its
/// way, and the server's is set to it before each one.
package final class ScriptStage: Sendable {
    private enum Way: Sendable {
        case inProcess(InProcessCloud)
        case overHTTP(SimulatorServer, SteppedClock)
    }

    private let way: Way
    private let runCount = Mutex(0)

    private init(_ way: Way) { self.way = way }

    /// Runs a test's body against a cloud of its own.
    package static func with(
        _ path: SimulatedPath, account: SimulatedAccount = .sample,
        assuming assumptions: [String] = [], _ body: (ScriptStage) async throws -> Void
    ) async throws {
        let cloud = CloudSimulator(account: account, assumptions: try Assumptions(assumptions))
        switch path {
        case .inProcess: try await body(ScriptStage(.inProcess(InProcessCloud(cloud))))
        case .overHTTP:
            let clock = SteppedClock()
            let server = try await SimulatorServer.start(cloud, clock: clock)
            do {
                try await body(ScriptStage(.overHTTP(server, clock)))
            } catch {
                await server.stop()
                throw error
            }
            await server.stop()
        }
    }

    /// Reads or changes the cloud between two runs.
    package func withCloud<Value>(
        _ body: (inout CloudSimulator) throws -> sending Value
    ) rethrows -> sending Value {
        switch way {
        case .inProcess(let cloud): try cloud.withCloud(body)
        case .overHTTP(let server, _): try server.withCloud(body)
        }
    }

    /// Lets time pass between two runs.
    package func wait(_ duration: Duration) {
        let later = withCloud { $0.now + duration }
        if case .overHTTP(_, let clock) = way { clock.advance(to: later) }
        withCloud { $0.advance(to: later) }
    }

    /// Lets the next requests of a route go wrong.
    package func failNext(_ route: String, with fault: Fault, times: Int = 1) {
        withCloud { $0.faults.failNext(route, with: fault, times: times) }
    }

    /// Runs a script of `scripts/`.
    ///
    /// - Parameters:
    ///   - name: `pause` for `scripts/pause.lua`.
    ///   - parameters: As `--param` gives them.
    ///   - consent: What the person in front of it answers; by default there is nobody.
    ///   - answers: How many questions are answered so; the ones after that are answered with no.
    ///   - timeout: As `--timeout` gives it.
    /// - Returns: How it went, and the account before and after.
    /// - Throws: What keeps the run from beginning; how it failed is in what it returns.
    package func run(
        _ name: String, _ parameters: KeyValuePairs<String, String> = [:],
        consent: Consent = .nobodyToAsk, answers: Int = .max, timeout: Duration? = nil
    ) async throws -> ScriptOutcome {
        try await run(
            name, parameters: parameters.map { ($0.key, $0.value) }, consent: consent,
            answers: answers, timeout: timeout)
    }

    /// The same, for parameters that a test is given as data.
    package func run(
        _ name: String, parameters: [(String, String)], consent: Consent = .nobodyToAsk,
        answers: Int = .max, timeout: Duration? = nil
    ) async throws -> ScriptOutcome {
        let before = withCloud { AccountView($0) }
        let listener = RunListener(consent, answers: answers)
        var configuration = try configuration(for: name, parameters, listener)
        configuration.limits.timeout = timeout
        let shortID = configuration.facts.shortID
        let report: RunReport
        switch way {
        case .inProcess(let cloud):
            report = await Self.run(configuration, listener, startingAt: before.now, cloud) {
                cloud.connect(to: $0)
            }
        case .overHTTP(let server, let clock):
            let box = Mutex<HTTPTransport?>(nil)
            let endpoint = try Endpoint(server.origin)
            report = await Self.run(configuration, listener, startingAt: before.now, server) {
                loop in
                let transport = HTTPTransport(endpoint, clock: loop)
                box.withLock { $0 = transport }
                return InVirtualTime(transport, loop: loop, server: clock) { host, port in
                    server.withCloud { $0.reach(host, port) }
                }
            }
            await box.withLock { $0 }?.shutDown()
        }
        return ScriptOutcome(
            report: report, shortID: shortID, before: before, after: withCloud { AccountView($0) },
            listener: listener)
    }

    private static func run(
        _ configuration: RunConfiguration, _ listener: RunListener, startingAt start: Instant,
        _ access: any SimulatorAccess,
        _ connect: @escaping @Sendable (RunLoop) -> any CloudTransport
    ) async -> RunReport {
        let (id, secret) = access.withCloud { ($0.clientId, $0.clientSecret) }
        return await ScriptHost.run(
            configuration, in: .virtual(startingAt: start), observers: [listener]
        ) { loop in
            Cloud(
                CloudSettings(),
                credentials: Credentials(clientID: id, clientSecret: Secret(secret)),
                transport: connect(loop), clock: loop, random: SeededGenerator(seed: 7),
                executor: loop)
        }
    }

    private func configuration(
        for name: String, _ parameters: [(String, String)], _ console: RunListener
    ) throws -> RunConfiguration {
        let path = Self.scripts + "/\(name).lua"
        let number = runCount.withLock { count in
            count += 1
            return count
        }
        return RunConfiguration(
            script: try ScriptSource.read(path),
            facts: RunFacts(
                id: "run \(number)", script: path, hash: "", mode: .test,
                startedAt: withCloud { $0.now }),
            parameters: ParameterSource(
                texts: parameters.map { (name: $0.0, value: $0.1) }, secrets: NoSecrets()),
            console: console, seed: 1, scriptProcess: ScriptHost.scriptProcessPath())
    }

    /// The folder `scripts/` of the repository.
    package static let scripts: String = {
        var path = #filePath[...]
        for _ in 0..<3 { path = path[..<(path.lastIndex(of: "/") ?? path.startIndex)] }
        return path + "/scripts"
    }()
}

/// A cloud in this process, handed from one run's transport to the next one's.
private final class InProcessCloud: SimulatorAccess {
    private enum Holder: Sendable {
        case nobody(CloudSimulator)
        case transport(SimulatedTransport)
    }

    private let holder: Mutex<Holder>

    init(_ cloud: CloudSimulator) { holder = Mutex(.nobody(cloud)) }

    func connect(to loop: RunLoop) -> SimulatedTransport {
        holder.withLock { holder in
            let cloud: CloudSimulator =
                switch holder {
                case .nobody(let cloud): cloud
                case .transport(let transport): transport.withCloud { $0 }
                }
            let transport = SimulatedTransport(cloud, clock: loop)
            holder = .transport(transport)
            return transport
        }
    }

    func withCloud<Value>(
        _ body: (inout CloudSimulator) throws -> sending Value
    ) rethrows -> sending Value {
        let current = holder.withLock { $0 }
        switch current {
        case .transport(let transport): return try transport.withCloud(body)
        case .nobody(var cloud):
            let value = try body(&cloud)
            holder.withLock { [cloud] in $0 = .nobody(cloud) }
            return value
        }
    }
}

/// Leads requests through a real socket while the run's own time stands still.
private struct InVirtualTime: CloudTransport, ProbeSource {
    private let transport: HTTPTransport
    private let loop: RunLoop
    private let server: SteppedClock
    let prober: any Prober

    init(
        _ transport: HTTPTransport, loop: RunLoop, server: SteppedClock,
        reach: @escaping @Sendable (String, Int) -> SimulatedReach
    ) {
        prober = SimulatedProber(reach)
        self.transport = transport
        self.loop = loop
        self.server = server
    }

    func send(
        _ request: CloudRequest, timeout: Duration
    ) async throws(TransportError) -> CloudResponse {
        server.advance(to: loop.now)
        loop.holdTime()
        defer { loop.releaseTime() }
        return try await transport.send(request, timeout: timeout)
    }
}

private struct NoSecrets: SecretSource {
    func secret(from origin: SecretOrigin) throws -> Secret { throw CancellationError() }
}
