import Foundation
import JSONDocument
import Testing

/// The records of the runs that a simulator's clients made.
struct RecordFolder {
    let path: String

    init(_ simulator: SimulatorProcess) { path = simulator.records }

    /// The paths of all records.
    var files: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasSuffix(".jsonl") }.sorted().map { "\(path)/\($0)" }
    }
}

/// Asks for a run as JSON.
func shownRun(
    _ name: String, _ options: [String] = [], on simulator: SimulatorProcess
) async throws -> JSONValue {
    let result = try await graphene(
        ["runs", "show", name, "--output", "json"] + options, environment: simulator.environment)
    #expect(result.status == 0, "\(result.errors)")
    return try JSONValue(parsing: result.output)
}

/// The effects of a run as `verb: outcome`.
func outcomes(_ run: JSONValue) -> [String] {
    (run["effects"]?.array ?? []).map {
        "\($0["verb"]?.string ?? ""): \($0["outcome"]?.string ?? "")"
    }
}
