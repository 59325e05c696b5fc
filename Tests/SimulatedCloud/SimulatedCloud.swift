package import CloudClient
package import CloudSimulator
import RunLoop
import ScriptHost
import Synchronization
package import Timekeeping

/// How a client reaches its simulated cloud.
package enum SimulatedPath: CaseIterable, Sendable {
    /// In this process, in virtual time.
    case inProcess
    /// Over HTTP on the loopback interface, in a time that runs 20 times as fast as the machine's;
    /// operations take a tenth of their time.
    case overHTTP
}

/// A running simulator, a client and a clock, for one test alone.
package struct SimulatedCloud: Sendable {
    package var cloud: Cloud
    package let transport: any CloudTransport
    package let clock: RecordingClock
    /// Every exchange of the client's, as a trace would show it.
    package let exchanges: Recorder<Exchange>
    /// What effects told while they went on.
    package let progress = Recorder<EffectProgress>()
    package let credentials: Credentials
    private let access: any SimulatorAccess

    init(
        _ access: any SimulatorAccess, _ transport: any CloudTransport, _ clock: RecordingClock,
        _ executor: (any TaskExecutor)?, _ settings: CloudSettings
    ) {
        let exchanges = Recorder<Exchange>()
        let (id, secret) = access.withCloud { ($0.clientId, $0.clientSecret) }
        let credentials = Credentials(clientID: id, clientSecret: Secret(secret))
        self.access = access
        self.transport = transport
        self.clock = clock
        self.exchanges = exchanges
        self.credentials = credentials
        cloud = Cloud(
            settings, credentials: credentials, transport: transport, clock: clock,
            random: SeededGenerator(seed: 7), executor: executor,
            trace: { exchanges.record($0) })
    }

    /// Reads or changes the simulated cloud as it is now.
    package func withSimulator<Value>(
        _ body: (inout CloudSimulator) throws -> sending Value
    ) rethrows -> sending Value {
        try access.withCloud(body)
    }

    /// Lets the next requests of a route go wrong.
    package func failNext(
        _ route: String, with fault: Fault, times: Int = 1, skipping: Int = 0
    ) {
        withSimulator { $0.faults.failNext(route, with: fault, times: times, skipping: skipping) }
    }

    package var now: Instant { clock.now }

    /// Hears progress, for `progress`.
    package var listener: ProgressHandler { { [progress] in progress.record($0) } }

    /// What the simulator really did, in order: `pause production/orders`.
    package var applied: [String] {
        withSimulator { $0.changes.map { "\($0.verb.rawValue) \($0.target)" } }
    }

    /// The simulator's own log of what it took on.
    package var changes: [AppliedChange] { withSimulator { $0.changes } }

    /// The requests that asked for a change, in order: method and path's last part.
    package var changingRequests: [String] {
        exchanges.all.filter { $0.method != "GET" && !$0.path.hasSuffix("/oauth/token") }.map {
            "\($0.method) \($0.path.split(separator: "/").last ?? "")"
        }
    }

    /// A database by its full name.
    package func database(_ name: String) async throws -> Database {
        try await cloud.database(DatabaseReference(name), for: .reading)
    }

    /// An environment by its name.
    package func environment(_ name: String) async throws -> Environment {
        try await cloud.environment(EnvironmentReference(name))
    }
}

/// Either way to a simulator.
protocol SimulatorAccess: Sendable {
    func withCloud<Value>(
        _ body: (inout CloudSimulator) throws -> sending Value
    ) rethrows -> sending Value
}

extension SimulatedTransport: SimulatorAccess {}
extension SimulatorServer: SimulatorAccess {}

/// Runs a test's body against a simulated cloud of its own.
package func withSimulatedCloud(
    _ account: SimulatedAccount = .sample, _ path: SimulatedPath = .inProcess,
    assuming assumptions: [AssumptionName: String] = [:], settings: CloudSettings = CloudSettings(),
    _ body: @escaping @Sendable (SimulatedCloud) async throws -> Void
) async throws {
    var chosen = Assumptions()
    if path == .overHTTP { try chosen.set("durations=0.1") }
    for (name, value) in assumptions.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        try chosen.set("\(name.rawValue)=\(value)")
    }
    let simulator = CloudSimulator(account: account, assumptions: chosen)
    switch path {
    case .inProcess: try await inProcess(simulator, settings, body)
    case .overHTTP: try await overHTTP(simulator, settings, body)
    }
}

private func inProcess(
    _ simulator: CloudSimulator, _ settings: CloudSettings,
    _ body: @escaping @Sendable (SimulatedCloud) async throws -> Void
) async throws {
    let result = await Gate.virtualTime.pass {
        await RunLoop.run(in: .virtual(startingAt: CloudSimulator.epoch)) { loop in
            let clock = RecordingClock(loop)
            let transport = SimulatedTransport(simulator, clock: clock)
            let test = SimulatedCloud(transport, transport, clock, loop, settings)
            do {
                try await body(test)
                return Result<Void, any Error>.success(())
            } catch {
                return .failure(error)
            }
        }
    }
    try result.get()
}

private func overHTTP(
    _ simulator: CloudSimulator, _ settings: CloudSettings,
    _ body: @Sendable (SimulatedCloud) async throws -> Void
) async throws {
    let scaled = ScaledClock(startingAt: CloudSimulator.epoch, speed: 20)
    let server = try await SimulatorServer.start(simulator, clock: scaled)
    let clock = RecordingClock(scaled)
    let transport = HTTPTransport(try Endpoint(server.origin), clock: clock)
    // The machine may be busy with other tests: what takes a while must not look like silence.
    var settings = settings
    settings.requestTimeout *= 10
    settings.readPatience *= 10
    let result: Result<Void, any Error>
    do {
        try await body(SimulatedCloud(server, transport, clock, nil, settings))
        result = .success(())
    } catch {
        result = .failure(error)
    }
    await transport.shutDown()
    await server.stop()
    try result.get()
}
