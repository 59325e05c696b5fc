import AccountConfiguration
import CloudClient
import CloudSimulator
import FoundationEssentials
import JSONDocument
import RunLoop
import RunRecord
import ScriptAPI
package import ScriptHost
import Synchronization
import TOMLDocument
import Timekeeping

/// Something a hostile script process has done that it must not be able to do.
package struct BrokenPromise: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}

/// Where hostile conversations are played against a real host and a simulated cloud.
package final class ConversationStage: Sendable {
    private let folder: URL
    private let scriptProcess: String

    /// - Parameters:
    ///   - peer: The path of `hostile-peer`.
    ///   - scriptProcess: That of `graphene-vm`.
    /// - Throws: what keeps a folder from being made.
    package init(peer: String, scriptProcess: String) throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "graphene-conversations-\(UUID().uuidString)")
        self.scriptProcess = scriptProcess
        let files = FileManager.default
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
        try files.createSymbolicLink(
            at: folder.appending(path: "graphene-vm"), withDestinationURL: URL(filePath: peer))
        try Data(repeating: 45, count: 900_000).write(to: folder.appending(path: "big.lua"))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Plays what the bytes stand for, to the run's end.
    ///
    /// - Throws: `BrokenPromise`.
    @discardableResult
    package func play(_ bytes: [UInt8]) async throws -> RunReport {
        let conversation = Conversation(bytes)
        try Data(conversation.steps).write(to: folder.appending(path: "steps"))
        let setting = conversation.setting
        let (stops, stop) = AsyncStream<StopReason>.makeStream()
        for _ in 0..<setting.earlyStops { stop.yield(.interrupted) }
        let witness = Witness { number in
            if number == 1 { for _ in 0..<setting.lateStops { stop.yield(.interrupted) } }
        }
        let recorder = try Self.recorder(witness)
        let box = Mutex<SimulatedTransport?>(nil)
        let time: RunLoop.Time =
            setting.isRealTime ? .real : .virtual(startingAt: CloudSimulator.epoch)
        let report = await ScriptHost.run(
            try configuration(setting, recorder), in: time, stops: stops,
            observers: [witness, recorder]
        ) { loop in
            let simulator = CloudSimulator(startingAt: loop.now)
            let transport = SimulatedTransport(simulator, clock: loop)
            box.withLock { $0 = transport }
            return Self.cloud(simulator, transport, loop)
        }
        let changes = box.withLock { $0 }?.withCloud { $0.changes } ?? []
        try Judge(report: report, witness: witness, changes: changes, setting: setting).judge()
        return report
    }

    /// Runs an ordinary script, which must not notice what was before it.
    package func playOrdinaryRun() async throws {
        let source = #"""
            local db = graphene.pause("staging/orders")
            graphene.sleep("1h")
            return db.state
            """#
        var configuration = Self.configuration(Array(source.utf8), folder.path, scriptProcess)
        configuration.limits.silence = .seconds(20)
        let report = await ScriptHost.run(
            configuration, in: .virtual(startingAt: CloudSimulator.epoch)
        ) { loop in
            let simulator = CloudSimulator()
            return Self.cloud(simulator, SimulatedTransport(simulator, clock: loop), loop)
        }
        guard report.failure == nil, report.result?.string == "paused" else {
            throw BrokenPromise(
                "an ordinary run failed afterwards: \(report.failure as Any)")
        }
    }

    private func configuration(
        _ setting: Conversation.Setting, _ recorder: RunRecorder
    ) throws -> RunConfiguration {
        let program = folder.appending(path: "graphene-vm").path
        var configuration = Self.configuration([], folder.path, program)
        configuration.limits.silence = .milliseconds(150)
        configuration.limits.processorTime = .milliseconds(100)
        if setting.isRealTime { configuration.limits.cleanup = .milliseconds(300) }
        if setting.isTight { configuration.limits.output = 4_096 }
        if setting.isReadOnly { configuration.rules.readOnly = .flag("--read-only") }
        if setting.protects {
            configuration.rules.protect = [try ProtectionRule("production/*", .flag("--protect"))]
        }
        configuration.witness = { recorder.witness(of: $0, clock: $1) }
        return configuration
    }

    private static func configuration(
        _ source: [UInt8], _ folder: String, _ program: String
    ) -> RunConfiguration {
        RunConfiguration(
            script: ScriptSource(name: "peer.lua", bytes: source, folder: folder), facts: facts,
            parameters: ParameterSource(secrets: NoSecrets()), console: Nobody(), seed: 1,
            scriptProcess: program)
    }

    private static let facts = RunFacts(
        id: "peer", script: "peer.lua", hash: "", mode: .test, startedAt: CloudSimulator.epoch)

    private static func recorder(_ storage: Witness) throws -> RunRecorder {
        let header = RunHeader(
            facts, key: nil, folder: "", profile: nil, cloud: nil, client: nil, build: "",
            process: 1, recordedAt: CloudSimulator.epoch)
        return RunRecorder(header, path: "", storage, size: 0, redaction: { Redaction() }) { _ in }
    }

    private static func cloud(
        _ simulator: CloudSimulator, _ transport: SimulatedTransport, _ loop: RunLoop
    ) -> Cloud {
        Cloud(
            CloudSettings(),
            credentials: Credentials(
                clientID: simulator.clientId, clientSecret: Secret(simulator.clientSecret)),
            transport: transport, clock: loop, random: SeededGenerator(seed: 7), executor: loop)
    }
}

private struct Nobody: Console {
    func confirm(_ text: String, target: String?) async throws -> Consent { .nobodyToAsk }
}

private struct NoSecrets: SecretSource {
    func secret(from origin: SecretOrigin) throws -> Secret { throw CancellationError() }
}
