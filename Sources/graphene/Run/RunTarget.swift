import AccountConfiguration
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
        case live(LiveAccount)
        case simulated(SimulatedRun)
        /// A copy of an account, which the real one does not hear of any more.
        case rehearsal(SimulatedRun, of: LiveAccount)
    }

    private let kind: Kind
    private let settings: CloudSettings
    /// Fixes what the script's `math.random` gives.
    let seed: Int64

    /// Makes the cloud that the command line names; a simulated one needs no configuration.
    init(
        _ options: TargetOptions, _ account: AccountOptions, _ surroundings: Surroundings,
        _ configuration: EffectiveConfiguration? = nil
    ) throws {
        settings = try account.cloudSettings(configuration)
        guard options.simulator || options.simulatorState != nil else {
            try Self.checkIsForClient(account.simulatorAssumptions)
            seed = options.seed ?? Int64.random(in: 0...Int64.max)
            kind = .live(try LiveAccount(account, surroundings, configuration))
            return
        }
        guard account.apiURL == nil else {
            throw UsageFailure(
                "--simulator and --api-url name two clouds, and a run has one",
                hint: "leave out one of them")
        }
        let simulated = try SimulatedRun(
            path: options.simulatorState, seed: options.seed,
            assumptions: account.simulatorAssumptions)
        seed = options.seed ?? Int64(bitPattern: simulated.start.seed)
        kind = .simulated(simulated)
    }

    private init(rehearsing copy: CloudSimulator, of account: LiveAccount) {
        settings = account.settings
        seed = Int64(bitPattern: copy.seed)
        kind = .rehearsal(SimulatedRun(copy), of: account)
    }

    /// Reads one's own account into a simulated cloud, to rehearse there what would be done to it.
    ///
    /// - Throws: As reading does; nothing was changed then.
    static func rehearsal(
        _ options: TargetOptions, _ account: AccountOptions, _ surroundings: Surroundings,
        _ configuration: EffectiveConfiguration,
        tell: @escaping @Sendable (String) -> Void
    ) async throws -> RunTarget {
        guard !options.simulator, options.simulatorState == nil else {
            throw UsageFailure(
                "--rehearse reads your own account, and --simulator takes another one",
                hint: "leave out one of them")
        }
        let live = try LiveAccount(account, surroundings, configuration)
        tell("reading the account at \(live.label), to rehearse on a copy")
        let copy = try await live.copy(
            seed: options.seed, assuming: account.simulatorAssumptions(configuration), tell: tell)
        for note in copy.notes { tell("note: \(note)") }
        return RunTarget(rehearsing: copy.cloud, of: live)
    }

    /// A live account can be understood in another way, and not be made another one.
    private static func checkIsForClient(_ settings: [String]) throws {
        guard let setting = settings.first else { return }
        let name = String(setting.prefix { $0 != "=" })
        if AssumptionName(rawValue: name) != nil {
            throw UsageFailure(
                "the assumption `\(name)` is about the simulated cloud, and this run has a live one",
                hint: "add `--simulator` or `--rehearse`")
        }
        var vocabulary = Vocabulary()
        try vocabulary.set(setting)
    }

    /// What the run's first line says.
    var label: String {
        switch kind {
        case .live(let account): "the live cloud at \(account.label)"
        case .rehearsal(_, let account):
            "a copy of the account at \(account.label), in virtual time; the account itself is only "
                + "read"
        case .simulated(let simulated):
            "a simulated cloud, in virtual time"
                + (simulated.file.map { ", kept in \($0.path)" } ?? "")
        }
    }

    /// What a session's prompt says: which cloud it is, and whose account.
    var prompt: String {
        switch kind {
        case .live(let account): "\(account.shortName) (live)> "
        case .rehearsal(_, let account): "\(account.shortName) (rehearsal)> "
        case .simulated: "simulator> "
        }
    }

    /// Looks at the account for the names in it, and tells what was found as soon as it is.
    func look(_ tell: @escaping @Sendable (AccountSight) -> Void) async {
        switch kind {
        case .live(let account): await account.look(tell)
        case .simulated(let simulated), .rehearsal(let simulated, _): tell(simulated.sight)
        }
    }

    /// The real account that the run acts on, or on a copy of which it does.
    var account: LiveAccount? {
        switch kind {
        case .live(let account), .rehearsal(_, let account): account
        case .simulated: nil
        }
    }

    private var mode: RunFacts.Mode {
        switch kind {
        case .live: .live
        case .simulated: .simulated
        case .rehearsal: .rehearsal
        }
    }

    /// What a person should know before the run.
    var warnings: [String] {
        switch kind {
        case .live(let account), .rehearsal(_, let account): account.warnings
        case .simulated: []
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
                id: id, script: source.name, hash: hash, mode: mode, startedAt: WallClock.now)
        case .simulated(let simulated), .rehearsal(let simulated, _):
            let now = simulated.start.now
            let id = RunFacts.sha256(Array("\(seed):\(hash):\(now.nanosecondsSince1970)".utf8))
            return RunFacts(
                id: String(id.prefix(32)), script: source.name, hash: hash, mode: mode,
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
        case .live(let account):
            let connections = AccountConnections()
            let report = await ScriptHost.run(
                configuration, in: .real, stops: stops, observers: observers
            ) { loop in
                account.connect(on: loop, keptIn: connections, trace: trace)
            }
            await connections.shutDown()
            return report
        case .simulated(let simulated), .rehearsal(let simulated, _):
            return await ScriptHost.run(
                configuration, in: .virtual(startingAt: simulated.start.now), stops: stops,
                observers: observers
            ) { loop in
                Cloud(
                    settings, credentials: simulated.credentials,
                    transport: simulated.connect(loop), clock: loop,
                    random: SeededGenerator(seed: simulated.start.seed), executor: loop,
                    trace: trace, secrets: Outgoing.secrets)
            }
        }
    }

    /// Keeps what the run made of a simulated cloud, when it has a file.
    func save() throws {
        if case .simulated(let simulated) = kind { try simulated.save() }
    }
}

/// A simulated cloud for one run, and the file it outlives it in.
private final class SimulatedRun: Sendable {
    let start: CloudSimulator
    let file: SimulatorStateFile?
    private let transport = Mutex<SimulatedTransport?>(nil)

    init(_ copy: CloudSimulator) {
        start = copy
        file = nil
    }

    init(path: String?, seed: Int64?, assumptions: [String]) throws {
        file = try path.map(SimulatorStateFile.init(path:))
        let kept = try file?.load()
        var cloud =
            kept ?? CloudSimulator(seed: UInt64(bitPattern: seed ?? 1), assumptions: Assumptions())
        for setting in assumptions { try cloud.assumptions.set(setting) }
        start = cloud
        // Made at once, the file is this run's, and no other run's at the same time.
        if kept == nil { try file?.save(cloud) }
    }

    var credentials: Credentials {
        Credentials(clientID: start.clientId, clientSecret: Secret(start.clientSecret))
    }

    func connect(_ loop: RunLoop) -> SimulatedTransport {
        let transport = SimulatedTransport(start, clock: loop)
        self.transport.withLock { $0 = transport }
        return transport
    }

    /// What it holds now.
    var sight: AccountSight { (transport.withLock { $0 }?.withCloud { $0 } ?? start).sight }

    func save() throws {
        guard let file, let transport = transport.withLock({ $0 }) else { return }
        try file.save(transport.withCloud { $0 })
    }
}
