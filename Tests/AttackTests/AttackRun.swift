import CloudClient
import CloudSimulator
import FoundationEssentials
import RunLoop
import ScriptAPI
import ScriptHost
import SimulatedCloud
import Synchronization
import Timekeeping

/// One run of a script on a simulated cloud of its own, in virtual time, and what it leaves behind.
struct AttackRun: Sendable {
    let report: RunReport
    /// What it printed and wrote to its standard error.
    let printed: String
    /// All that it told: what was printed, logged, put out, and the error's words.
    let told: String
    /// The script process and whatever it may have started that still live.
    let leftProcesses: [Int32]
    /// What the cloud was asked to change.
    let changes: Int

    /// Runs a script in `folder`, under `limits`, with the libraries that it may require.
    init(
        _ script: ScriptSource, limits: RunLimits, libraries: LibrarySet = LibrarySet()
    ) async throws {
        let program = try NotedProgram()
        defer { program.remove() }
        let ear = Ear()
        var configuration = RunConfiguration(
            script: script,
            facts: RunFacts(
                id: "attack", script: script.name, hash: "", mode: .test,
                startedAt: CloudSimulator.epoch),
            parameters: ParameterSource(secrets: NoSecrets()), console: Nobody(), seed: 1,
            scriptProcess: program.path)
        configuration.limits = limits
        configuration.libraries = libraries
        configuration.variables = ["GRANTED": "yes"]
        let box = Mutex<SimulatedTransport?>(nil)
        report = await Gate.virtualTime.pass { [configuration] in
            await ScriptHost.run(
                configuration, in: .virtual(startingAt: CloudSimulator.epoch), observers: [ear]
            ) { loop in
                let simulator = CloudSimulator()
                let transport = SimulatedTransport(simulator, clock: loop)
                box.withLock { $0 = transport }
                return Self.cloud(simulator, transport, loop)
            }
        }
        printed = ear.printed
        let failure = report.failure
        told = [ear.told, failure?.message, failure?.hint, failure?.traceback]
            .compactMap { $0 }.joined(separator: "\n")
        leftProcesses = program.livingProcesses
        changes = box.withLock { $0 }?.withCloud { $0.changes.count } ?? 0
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

extension AttackRun {
    init(_ attack: Attack) async throws {
        var limits = attack.limits
        // A sanitizer takes its time.
        if NotedProgram.ofAnotherBuild != nil { limits.processorTime *= 5 }
        let source = try ScriptSource.read(attack.path)
        guard attack.family == .grants else {
            try await self.init(source, limits: limits)
            return
        }
        let victim = Attack.folder.appending(path: "../Fixtures/victim.lua").standardizedFileURL
        try await self.init(
            ScriptSource.read(victim.path), limits: limits,
            libraries: Self.libraries(attack: source.bytes))
    }

    /// The attack as a library of its victim's, which lets it read.
    private static func libraries(attack: [UInt8]) -> LibrarySet {
        let package = LibraryPackage(
            name: "attack", version: "1.0.0", exports: ["init": "attack.lua"]
        ) { path in path == "attack.lua" ? attack : nil }
        let dependency = LibraryPackage.Dependency(
            name: "attack", package: "attack", allow: [.read], place: "graphene.toml")
        let victim = LibraryPackage(
            name: "victim", version: "1.0.0", exports: [:], dependencies: [dependency]
        ) { _ in nil }
        return LibrarySet(project: victim) { $0 == "attack" ? package : nil }
    }

    /// An honest script, as it follows an attack: it uses the library and the cloud.
    static func honest() async throws -> AttackRun {
        let script = """
            local names = {}
            for name in pairs(_G) do names[#names + 1] = name end
            table.sort(names)
            local orders = graphene.db("production/orders")
            return #names, ("x"):upper(), orders.name, graphene.pause("staging/orders").state
            """
        return try await AttackRun(
            ScriptSource(
                name: "honest.lua", bytes: Array(script.utf8), folder: Attack.folder.path),
            limits: RunLimits())
    }
}

/// A link to the script process's program that tells under which process id it was started.
private struct NotedProgram {
    let path: String
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "graphene-attack-\(UUID().uuidString)")
        path = folder.appending(path: "graphene-vm").path
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Fixtures/noted-vm.sh")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: script.path)
        try FileManager.default.createSymbolicLink(
            atPath: folder.appending(path: "real").path,
            withDestinationPath: Self.ofAnotherBuild ?? ScriptHost.scriptProcessPath())
    }

    /// The script process that `ATTACK_SCRIPT_PROCESS` in the environment names: one with a sanitizer.
    static var ofAnotherBuild: String? {
        ProcessInfo.processInfo.environment["ATTACK_SCRIPT_PROCESS"]
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// Those of the process's own session, which all that it starts is in.
    var livingProcesses: [Int32] {
        guard let text = try? String(contentsOfFile: path + ".id", encoding: .utf8),
            let session = Int32(text.filter(\.isNumber)),
            let entries = try? FileManager.default.contentsOfDirectory(atPath: "/proc")
        else { return [-1] }
        return entries.compactMap(Int32.init).filter { Self.session(of: $0) == session }
    }

    private static func session(of process: Int32) -> Int32? {
        // `pid (name) state ppid pgrp session …`; the name may have any character.
        guard let line = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let end = line.lastIndex(of: ")")
        else { return nil }
        let fields = line[end...].split(separator: " ")
        return fields.count > 4 && fields[1] != "Z" ? Int32(fields[4]) : nil
    }
}

/// Keeps what a run tells.
private final class Ear: RunObserver {
    private let heard = Mutex<(printed: [UInt8], other: String)>(([], ""))

    var printed: String { heard.withLock { String(decoding: $0.printed, as: UTF8.self) } }
    var told: String { heard.withLock { String(decoding: $0.printed, as: UTF8.self) + $0.other } }

    func observe(_ event: RunEvent, at instant: Instant) {
        heard.withLock { heard in
            switch event {
            case .printed(let bytes), .wroteError(let bytes): heard.printed += bytes
            case .logged(_, let text, let fields): heard.other += "\n\(text) \(fields)"
            case .output(let key, let value): heard.other += "\n\(key) \(value)"
            case .warned(let text), .skipped(let text): heard.other += "\n" + text
            case .effectEnded(let record): heard.other += "\n" + (record.message ?? "")
            default: break
            }
        }
    }
}

private struct Nobody: Console {
    func confirm(_ text: String, target: String?) async throws -> Consent { .nobodyToAsk }
}

private struct NoSecrets: SecretSource {
    func secret(from origin: SecretOrigin) throws -> Secret { throw CancellationError() }
}
