import CloudClient
import CloudSimulator
import FoundationEssentials
import Glibc
import RunLoop
import ScriptAPI
import ScriptHost
import SimulatedCloud
import Synchronization
import Timekeeping

/// A script of a test's own, run on a simulated cloud in virtual time.
struct TestRun: Sendable {
    let report: RunReport
    /// The cloud as it is after the run.
    let cloud: CloudSimulator

    /// Runs a script that finds modules and files in `folder`, with a client that signs in with
    /// `secret`, by default what the cloud knows.
    init(
        _ script: String, on simulator: CloudSimulator = CloudSimulator(),
        in folder: String = TestRun.folder, secret: String? = nil,
        stops: AsyncStream<StopReason> = AsyncStream { $0.finish() },
        observers: [any RunObserver] = [],
        prepare: (inout RunConfiguration) -> Void = { _ in }
    ) async {
        var configuration = RunConfiguration(
            script: ScriptSource(name: "test.lua", bytes: Array(script.utf8), folder: folder),
            facts: RunFacts(
                id: "test", script: "test.lua", hash: "", mode: .test,
                startedAt: CloudSimulator.epoch),
            parameters: ParameterSource(secrets: NoSecrets()), console: Nobody(), seed: 1,
            scriptProcess: ScriptHost.scriptProcessPath())
        prepare(&configuration)
        let box = Mutex<SimulatedTransport?>(nil)
        report = await Gate.virtualTime.pass { [configuration] in
            await ScriptHost.run(
                configuration, in: .virtual(startingAt: CloudSimulator.epoch), stops: stops,
                observers: observers
            ) { loop in
                let transport = SimulatedTransport(simulator, clock: loop)
                box.withLock { $0 = transport }
                return Self.cloud(simulator, transport, loop, secret: secret)
            }
        }
        cloud = box.withLock { $0 }?.withCloud { $0 } ?? simulator
    }

    /// A client of a simulated cloud, signed in.
    static func cloud(
        _ simulator: CloudSimulator, _ transport: SimulatedTransport, _ loop: RunLoop,
        secret: String? = nil
    ) -> Cloud {
        Cloud(
            CloudSettings(),
            credentials: Credentials(
                clientID: simulator.clientId, clientSecret: Secret(secret ?? simulator.clientSecret)
            ),
            transport: transport, clock: loop, random: SeededGenerator(seed: 7), executor: loop)
    }

    /// The folder `Fixtures/` of these tests.
    static let fixtures: String = {
        let path = #filePath
        return (path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ".") + "/Fixtures"
    }()

    /// A copy of them with what plugins are uploaded from, until the tests are over.
    static let folder: String = {
        let files = FileManager.default
        let copy = files.temporaryDirectory.path + "/graphene-scripts-\(UUID().uuidString)"
        try? files.copyItem(atPath: fixtures, toPath: copy)
        try? files.createDirectory(atPath: copy + "/plugins", withIntermediateDirectories: true)
        try? Data("jar\n".utf8).write(to: URL(filePath: copy + "/bloom.jar"))
        try? Data("greeting\n".utf8).write(to: URL(filePath: copy + "/plugins/greeting.jar"))
        atexit { try? FileManager.default.removeItem(atPath: TestRun.folder) }
        return copy
    }()
}

struct Nobody: Console {
    func confirm(_ text: String, target: String?) async throws -> Consent { .nobodyToAsk }
}

struct NoSecrets: SecretSource {
    func secret(from origin: SecretOrigin) throws -> Secret { throw CancellationError() }
}
