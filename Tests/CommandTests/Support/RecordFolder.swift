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

    /// The whole lines of the only record, as far as it has come.
    var lines: [Substring] {
        guard let file = files.first, let text = try? String(contentsOfFile: file, encoding: .utf8)
        else { return [] }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.dropLast().filter { !$0.isEmpty }
    }

    /// Waits until the record has so many lines, or its run has ended.
    func hasLines(_ count: Int) async {
        while lines.count < count, lines.last?.contains(#""event":"ended""#) != true {
            await Task.yield()
        }
    }

    /// Waits until the record holds a text.
    func contains(_ text: String) async {
        while !lines.contains(where: { $0.contains(text) }) { await Task.yield() }
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
