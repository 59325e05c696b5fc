import CloudClient
import CloudSimulator
import Diagnostics
import RunLoop
import ScriptAPI
import Synchronization
import Timekeeping

/// The account of one test, from the running of its file to its end.
final class AccountBench: TestBench {
    private struct State {
        var declared: [DeclaredTest] = []
        var open: Open?
        var runs = 0
    }

    /// The account while the test runs.
    private struct Open {
        var loop: RunLoop
        var transport: SimulatedTransport
        var runID: String
    }

    let plan: TestPlan
    /// The test to run; nil when they are only listed.
    private let wanted: DeclaredTest?
    private let state = Mutex(State())

    init(_ plan: TestPlan, running wanted: DeclaredTest?) {
        self.plan = plan
        self.wanted = wanted
    }

    /// What the file has declared so far.
    var declared: [DeclaredTest] { state.withLock { $0.declared } }

    /// Makes the account and the test's own client of it.
    func open(on loop: RunLoop, runID: String) -> Cloud {
        let transport = SimulatedTransport(plan.account, clock: loop)
        state.withLock { $0.open = Open(loop: loop, transport: transport, runID: runID) }
        return client(transport, loop)
    }

    private func client(_ transport: SimulatedTransport, _ loop: RunLoop) -> Cloud {
        Cloud(
            CloudSettings(),
            credentials: Credentials(
                clientID: plan.account.clientId, clientSecret: Secret(plan.account.clientSecret)),
            transport: transport, clock: loop, random: SeededGenerator(seed: plan.account.seed),
            executor: loop)
    }

    private func account() throws(RunFailure) -> Open {
        guard let open = state.withLock({ $0.open }) else {
            throw RunFailure(.internal, "the test's account is not there yet")
        }
        return open
    }

    // MARK: Declaring

    func declare(_ test: DeclaredTest) throws(APIFailure) -> Bool {
        let earlier = state.withLock { state -> DeclaredTest? in
            if let earlier = state.declared.first(where: { $0.name == test.name }) {
                return earlier
            }
            state.declared.append(test)
            return nil
        }
        if let earlier {
            throw APIFailure(
                .usage,
                "there are two tests called `\(test.name)`: this one, and that of "
                    + "\(earlier.script):\(earlier.line)",
                hint: "give each a name of its own")
        }
        return test.name == wanted?.name
    }

    // MARK: Running scripts

    func run(_ script: ScriptUnderTest) async throws -> TestedRun {
        let account = try account()
        let source = try plan.file.script(script.path)
        let listener = TestListener(script.consent)
        let configuration = configuration(for: script, source, account, listener)
        let (loop, began) = (account.loop, account.loop.now)
        let (stops, stop) = AsyncStream.makeStream(of: StopReason.self)
        let report = await withTaskCancellationHandler {
            var session = RunSession(
                configuration, cloud: client(account.transport, loop), on: loop
            ) { listener.observe($0, at: loop.now) }
            return await session.run(stops: stops)
        } onCancel: {
            // Nobody waits for its handlers: the test that ran it is over.
            for _ in 0..<2 { stop.yield(.interrupted) }
        }
        stop.finish()
        return TestedRun(report, listener, elapsed: loop.now - began)
    }

    private func configuration(
        for script: ScriptUnderTest, _ source: ScriptSource, _ account: Open,
        _ console: TestListener
    ) -> RunConfiguration {
        let number = state.withLock { state in
            state.runs += 1
            return state.runs
        }
        let id = RunFacts.sha256(Array("\(account.runID):\(number)".utf8)).prefix(32)
        var configuration = RunConfiguration(
            script: source,
            facts: RunFacts(
                id: String(id), script: source.name, hash: RunFacts.sha256(source.bytes),
                mode: .test, startedAt: account.loop.now),
            parameters: ParameterSource(
                values: script.parameters, secrets: GivenSecrets(variables: script.variables)),
            console: console, seed: plan.seed, scriptProcess: plan.scriptProcess)
        configuration.limits = plan.limits
        configuration.grants = plan.grants
        configuration.libraries = plan.libraries
        configuration.luaPaths = plan.luaPaths
        if let timeout = script.timeout { configuration.limits.timeout = timeout }
        configuration.requiresConfinement = plan.requiresConfinement
        configuration.variables = script.variables.mapValues { .some($0) }
        return configuration
    }

    // MARK: The account

    func failNext(_ fault: PlannedFault) throws(APIFailure) {
        let route = try FaultRoute.find(fault.route)
        try? account().transport.withCloud {
            $0.failNext(
                route, with: Fault(fault.way), times: fault.times, skipping: fault.skipping)
        }
    }

    func requests() -> [SeenRequest] {
        let seen = (try? account())?.transport.withCloud { $0.requests } ?? []
        return seen.map { request in
            SeenRequest(
                method: request.method, path: request.target, route: request.route?.rawValue,
                status: request.status, isChanging: request.route?.changes ?? false,
                wasFaulted: request.wasFaulted)
        }
    }

    func changes() -> [String] {
        let before = plan.account.changes.count
        let all = (try? account())?.transport.withCloud { $0.changes } ?? []
        return all.dropFirst(before).map { "\($0.verb.rawValue) \($0.target)" }
    }

    func database(_ reference: String) throws(APIFailure) -> SeenDatabase? {
        guard let cloud = (try? account())?.transport.withCloud({ $0 }) else { return nil }
        if let database = cloud.database(reference) { return SeenDatabase(database, in: cloud) }
        try Self.checkEnvironment(of: reference, in: cloud)
        return nil
    }

    func alter(_ reference: String, _ change: DatabaseAlteration) throws(APIFailure) {
        guard let account = try? account() else { return }
        let cloud = account.transport.withCloud { $0 }
        guard cloud.database(reference) != nil else {
            try Self.checkEnvironment(of: reference, in: cloud)
            throw Self.notFound("database", reference, cloud.databases.map(cloud.reference))
        }
        account.transport.withCloud { $0.alter(reference) { $0.change(change) } }
    }

    /// A slip in an environment's name must not pass for a database that is gone.
    private static func checkEnvironment(
        of reference: String, in cloud: CloudSimulator
    ) throws(APIFailure) {
        let label = String(reference.prefix { $0 != "/" })
        let labels = cloud.environments.map(\.label)
        guard reference.contains("/"), !labels.contains(label) else { return }
        throw notFound("environment", label, labels)
    }

    private static func notFound(
        _ kind: String, _ name: String, _ names: [String]
    ) -> APIFailure {
        APIFailure(
            .notFound,
            "the test's account has no \(kind) \(name)"
                + Suggestion.phrase(for: name, among: names))
    }
}
