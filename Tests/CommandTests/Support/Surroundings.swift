import Foundation
import Glibc
import JSONDocument
import Testing

/// A folder that exists while a test runs.
struct WorkingFolder {
    let path: String

    /// Writes a file and returns its name.
    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: path + "/" + name))
        return name
    }

    func read(_ name: String) throws -> String {
        try String(contentsOf: URL(filePath: path + "/" + name), encoding: .utf8)
    }
}

func withFolder<Value>(
    in parent: String = FileManager.default.temporaryDirectory.path,
    _ body: (WorkingFolder) async throws -> Value
) async throws -> Value {
    let url = URL(filePath: parent).appending(path: "graphene-command-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    return try await body(WorkingFolder(path: url.path))
}

/// Runs one script on the simulated cloud, with options before its name.
func run(
    _ script: String, _ options: [String] = [], environment: [String: String] = [:],
    input: GrapheneProcess.Input = .null
) async throws -> GrapheneProcess.Result {
    try await withFolder { folder in
        try folder.write(script, to: "script.lua")
        return try await graphene(
            ["run", "--simulator"] + options + ["script.lua"], environment: environment,
            input: input, in: folder.path)
    }
}

/// A running `graphene simulator`.
struct SimulatorProcess {
    let process: GrapheneProcess
    /// What its ready line sets.
    let environment: [String: String]
    /// Where runs with that environment are recorded.
    var records: String { (environment["GRAPHENE_STATE_DIR"] ?? "") + "/runs" }
    var secret: String { environment["GRAPHENEDB_CLIENT_SECRET"] ?? "" }

    /// Resumes a database, as somebody else does.
    func resume(_ database: String) async throws {
        let result = try await graphene(
            ["eval", "graphene.resume '\(database)'"], environment: environment)
        #expect(result.status == 0, "\(result.errors)")
    }
}

/// Runs a body beside a simulated cloud on a port of its own; operations take seconds unless told
/// otherwise by an assumption, `name=value`.
func withSimulator<Value>(
    _ assumptions: [String] = [], _ options: [String] = [], state: String? = nil,
    _ body: (SimulatorProcess) async throws -> Value
) async throws -> Value {
    let process = try GrapheneProcess(
        ["simulator", "--port", "0"] + options + assumptions.flatMap { ["--assume", $0] }
            + (state.map { ["--state", $0] } ?? []))
    #expect(await process.output.contains("\n"))
    let pairs = process.output.text.split(separator: "\n").first?.split(separator: " ").dropFirst()
    let environment = (pairs ?? []).map { pair in
        let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
        return (parts[0], parts[1])
    }
    defer { process.signal(SIGKILL) }
    // Runs on a real cloud are recorded, or do not begin.
    return try await withFolder { state in
        chmod(state.path, 0o777)
        let simulator = SimulatorProcess(
            process: process,
            environment: Dictionary(uniqueKeysWithValues: environment)
                .merging(["GRAPHENE_STATE_DIR": state.path]) { $1 })
        return try await body(simulator)
    }
}

/// Compares a text with the committed one; `UPDATE_GOLDEN=1` rewrites that and still fails.
func expectGolden(
    _ name: String, _ text: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden").appending(path: name)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
        try Data(text.utf8).write(to: url)
        Issue.record("rewrote Golden/\(name)", sourceLocation: sourceLocation)
        return
    }
    let committed = try? String(contentsOf: url, encoding: .utf8)
    #expect(
        text == committed, "UPDATE_GOLDEN=1 swift test --filter CommandTests rewrites it",
        sourceLocation: sourceLocation)
}
