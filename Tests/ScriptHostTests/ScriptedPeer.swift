import CloudSimulator
import FoundationEssentials
import RunLoop
import ScriptAPI
import ScriptHost
import ScriptWire
import Synchronization
import Timekeeping

/// A program that stands in for the script process and says whatever a test wants it to say.
struct ScriptedPeer: Sendable {
    enum Step: Sendable {
        /// One frame of these messages.
        case say([ScriptMessage])
        case sayBytes([UInt8])
        /// Waits until the host has sent something.
        case awaitHost
        /// A line for the shell; the host is at descriptor 3, `$here` is a folder of its own.
        case shell(String)
    }

    /// What a script process does until its script runs.
    static let greeting: [Step] = [
        .say([.hello(protocol: WireProtocol.version, missing: [])]), .awaitHost,
    ]

    private let steps: [Step]

    init(_ steps: [Step]) { self.steps = steps }

    /// Runs a script of no importance with this peer, which listens to its end when the steps are
    /// done; `prepare` is given the run's configuration and the script's folder.
    func run(
        in time: RunLoop.Time = .virtual(startingAt: CloudSimulator.epoch),
        stops: AsyncStream<StopReason> = AsyncStream { $0.finish() },
        observers: [any RunObserver] = [],
        prepare: (inout RunConfiguration, URL) throws -> Void = { _, _ in }
    ) async throws -> RunReport {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "graphene-peer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let program = folder.appending(path: "graphene-vm")
        try FileManager.default.createSymbolicLink(at: program, withDestinationURL: Self.program)
        try writeSteps(to: folder)
        var configuration = RunConfiguration(
            script: ScriptSource(name: "peer.lua", bytes: [], folder: folder.path),
            facts: RunFacts(
                id: "peer", script: "peer.lua", hash: "", mode: .test,
                startedAt: CloudSimulator.epoch),
            parameters: ParameterSource(secrets: NoSecrets()), console: Nobody(), seed: 1,
            scriptProcess: program.path)
        // On a busy machine, what a shell is to start may take a second.
        configuration.limits.silence = .seconds(3)
        try prepare(&configuration, folder)
        return await ScriptHost.run(configuration, in: time, stops: stops, observers: observers) {
            loop in
            let simulator = CloudSimulator()
            return TestRun.cloud(simulator, SimulatedTransport(simulator, clock: loop), loop)
        }
    }

    private static let program = URL(filePath: TestRun.fixtures + "/scripted-peer.sh")

    private func writeSteps(to folder: URL) throws {
        var lines: [String] = []
        for (number, step) in steps.enumerated() {
            switch step {
            case .say(let messages):
                let encoded = messages.map { message in
                    var encoder = WireEncoder()
                    encoder.message(message)
                    return encoder.bytes
                }
                try Data(Framing.frame(encoded)).write(to: folder.appending(path: "\(number)"))
                lines.append("cat \"$here/\(number)\" >&3")
            case .sayBytes(let bytes):
                try Data(bytes).write(to: folder.appending(path: "\(number)"))
                lines.append("cat \"$here/\(number)\" >&3")
            case .awaitHost: lines.append("head -c 4 <&3 >/dev/null")
            case .shell(let line): lines.append(line)
            }
        }
        lines.append("exec cat <&3 >/dev/null\n")
        try Data(lines.joined(separator: "\n").utf8).write(to: folder.appending(path: "steps"))
    }
}

extension ScriptMessage {
    static func effect(
        _ id: UInt64, _ name: String, _ arguments: [WireValue] = [], owner: UInt64 = 1
    ) -> ScriptMessage {
        .effect(
            EffectRequest(
                id: id, task: 1, name: name, arguments: arguments, source: "peer.lua", line: 1,
                owner: owner, isCleanup: false))
    }
}

/// Keeps how effects ended, and can do something when one begins.
final class EffectWatcher: RunObserver {
    private let ended = Mutex<[EffectRecord]>([])
    private let onStart: @Sendable () -> Void

    init(onStart: @escaping @Sendable () -> Void = {}) { self.onStart = onStart }

    var records: [EffectRecord] { ended.withLock { $0 } }

    func observe(_ event: RunEvent, at instant: Instant) {
        switch event {
        case .effectStarted: onStart()
        case .effectEnded(let record): ended.withLock { $0.append(record) }
        default: break
        }
    }
}
