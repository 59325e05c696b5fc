import CloudSimulator
import Diagnostics
import Foundation
import RunLoop
import ScriptAPI
import ScriptHost
import Synchronization
import Testing
import Timekeeping

/// Runs each file of `Cases/` as a script of its own and compares the outcome with what the file's
/// leading comment promises.
struct LuaCaseTests {
    @Test(arguments: try LuaCase.all)
    func `a script does what its comment promises`(_ lua: LuaCase) async throws {
        let printed = Printed()

        let report = try await lua.run(observers: [printed])

        let outcome = report.failure.map { "error \($0.code.rawValue)" } ?? "ok"
        #expect(outcome == lua.outcome, "\(report.failure?.message ?? "")")
        if let message = lua.message { #expect(report.failure?.message.contains(message) == true) }
        if let output = lua.output { #expect(printed.text.contains(output)) }
    }
}

/// One file of `Cases/`.
struct LuaCase: CustomTestStringConvertible, Sendable {
    let name: String
    private let path: String
    private let lines: [String]

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Cases")

    static var all: [LuaCase] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: folder.path)
                .filter { $0.hasSuffix(".lua") }.sorted()
                .map { try LuaCase(folder.appending(path: $0).path) }
        }
    }

    /// A file of a folder in `Cases/`, which another test runs.
    static func named(_ name: String) throws -> LuaCase {
        try LuaCase(folder.appending(path: name).path)
    }

    private init(_ path: String) throws {
        self.path = path
        name = URL(filePath: path).lastPathComponent
        lines = try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: "\n")
    }

    var testDescription: String { name }

    /// `ok`, or `error` and its code.
    var outcome: String { promise("expect") ?? "no `-- expect:` line" }
    /// A part of the error's message.
    var message: String? { promise("expect-message") }
    /// A part of what is printed; `\n` and `\t` stand for themselves.
    var output: String? {
        promise("expect-output")?.replacing("\\n", with: "\n").replacing("\\t", with: "\t")
    }

    private func promise(_ key: String) -> String? {
        let prefix = "-- \(key): "
        return lines.first { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    }

    /// Runs the file on a simulated cloud of its own.
    func run(
        on simulator: CloudSimulator = CloudSimulator(), observers: [any RunObserver] = []
    ) async throws -> RunReport {
        await ScriptHost.run(
            try configuration(), in: .virtual(startingAt: CloudSimulator.epoch),
            observers: observers
        ) { loop in
            TestRun.cloud(simulator, SimulatedTransport(simulator, clock: loop), loop)
        }
    }

    private func configuration() throws -> RunConfiguration {
        RunConfiguration(
            script: try ScriptSource.read(path),
            facts: RunFacts(
                id: "case", script: name, hash: "", mode: .test, startedAt: CloudSimulator.epoch),
            parameters: ParameterSource(secrets: NoSecrets()), console: Nobody(), seed: 1,
            scriptProcess: ScriptHost.scriptProcessPath())
    }
}

/// Keeps what the script prints.
private final class Printed: RunObserver {
    private let bytes = Mutex<[UInt8]>([])

    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }

    func observe(_ event: RunEvent, at instant: Instant) {
        if case .printed(let more) = event { bytes.withLock { $0 += more } }
    }
}
