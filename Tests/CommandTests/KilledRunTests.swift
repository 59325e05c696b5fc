import Foundation
import Glibc
import JSONDocument
import Testing

/// A host that is killed in the middle of a recovery, and what its record says then.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct KilledRunTests {
    private static let script = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "scripts/disaster_recovery.lua").path

    /// More events of changes than the recovery has: the last of them see it end.
    @Test(arguments: 1...20)
    func `runs show tells the truth after kill -9 at any event`(boundary: Int) async throws {
        try await withFolder { folder in
            let state = folder.path + "/cloud.json"
            try await withSimulator(["durations=0.0005"], ["--state", state]) { simulator in
                let records = RecordFolder(simulator)
                let run = try GrapheneProcess(
                    [
                        "run", Self.script, "--yes", "--param", "check=none", "--rate", "50",
                        "--output", "jsonl",
                    ], environment: simulator.environment, in: folder.path)

                _ = await run.output.satisfies { text in
                    let lines = text.split(separator: "\n")
                    return lines.count {
                        $0.contains(#""class":"C""#) || $0.contains(#""class":"D""#)
                    }
                        >= boundary
                }
                run.signal(SIGKILL)
                _ = await run.result()
                simulator.process.signal(SIGTERM)
                _ = await simulator.process.result()

                let shown = try await shownRun(
                    id(of: try #require(records.files.first)), on: simulator)
                try expectTruth(shown, changes(in: state))
            }
        }
    }

    /// What is done or goes on has reached the cloud, what was not begun has not, and the cloud has
    /// taken on nothing that the record does not tell of.
    private func expectTruth(_ run: JSONValue, _ changes: [String]) throws {
        let isEnded = run["state"] == "ended"
        #expect(isEnded || run["state"] == "interrupted")
        let names = ["clone": "clone", "switch_dns": "switch"]
        var told: [String] = []
        for effect in run["effects"]?.array ?? [] {
            let verb = try #require(names[effect["verb"]?.string ?? ""])
            switch effect["outcome"]?.string {
            case "done", "still_running":
                #expect(changes.contains(verb), "\(effect.text)")
                told.append(verb)
            case "unknown": told.append(verb)
            default: #expect(!changes.contains(verb), "\(effect.text)")
            }
        }
        #expect(changes.allSatisfy(told.contains), "\(changes) \(run.indentedText)")
        #expect(Set(changes).count == changes.count)
        if isEnded { #expect(changes == ["clone", "switch"]) }
    }

    private func id(of file: String) -> String {
        URL(filePath: file).deletingPathExtension().lastPathComponent
    }

    private func changes(in state: String) throws -> [String] {
        let text = try String(contentsOfFile: state, encoding: .utf8)
        let json = try JSONValue(parsing: text)
        let changes = try #require(json["cloud"]?["changes"]?.array ?? json["changes"]?.array)
        return changes.compactMap { $0["verb"]?.string }
    }

    @Test func `what was left is read from the cloud on demand`() async throws {
        try await withSimulator(["durations=1"]) { simulator in
            try await withFolder { folder in
                let records = RecordFolder(simulator)
                try folder.write("graphene.pause('staging/orders')", to: "a.lua")
                let run = try GrapheneProcess(
                    ["run", "a.lua"], environment: simulator.environment, in: folder.path)
                #expect(await run.errors.contains("pause staging/orders: accepted"))
                run.signal(SIGKILL)
                _ = await run.result()

                let id = id(of: try #require(records.files.first))
                let shown = try await shownRun(id, on: simulator)
                let now = try await shownRun(
                    String(id.prefix(8)), ["--refresh"], on: simulator)
                let text = try await graphene(
                    ["runs", "show", id, "--refresh"], environment: simulator.environment)
                let other = try await graphene(
                    ["runs", "show", id, "--refresh", "--api-url", "http://127.0.0.1:9"],
                    environment: simulator.environment)

                #expect(outcomes(shown) == ["pause: still_running"])
                let sight = try #require(now["effects"]?.array?.first?["now"])
                #expect(sight["ref"] == "staging/orders")
                #expect(sight["pending"] == true)
                #expect(text.output.contains("    now: staging/orders is "), "\(text.output)")
                #expect(text.output.contains("to go on, by hand:"))
                #expect(other.status == 2)
                #expect(other.errors.contains("the run was on "), "\(other.errors)")
            }
        }
    }
}
