import CloudSimulator
import Diagnostics
import FoundationEssentials
import ScriptAPI
import SimulatedCloud
import Testing

/// What every script does about parameters that cannot be.
struct ParameterRefusalTests {
    static let scripts = try? FileManager.default.contentsOfDirectory(atPath: ScriptStage.scripts)
        .filter { $0.hasSuffix(".lua") && !$0.hasSuffix("_test.lua") }
        .map { String($0.dropLast(4)) }.sorted()

    @Test func `there is a script for each recipe, and six more`() {
        #expect(
            Self.scripts == [
                "clone", "create", "create_from_snapshot", "delete", "disaster_recovery",
                "failback", "inventory", "nightly_pause", "orphans", "pause", "refresh_staging",
                "replace_by_copy", "restart", "restore", "resume",
            ])
    }

    @Test(arguments: scripts ?? [])
    func `an unknown parameter is refused before anything is asked of the cloud`(
        _ script: String
    ) async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let run = try await stage.run(script, ["colour": "red"])

            #expect(run.exitStatus == 2 && run.code == .usage)
            #expect(run.message.contains(#"there is no parameter "colour""#))
            #expect(stage.withCloud { $0.requests.count } == 0)
        }
    }

    @Test(arguments: ["pause", "resume", "restart", "restore", "delete"])
    func `a mistyped database is told the nearest name`(_ script: String) async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let run = try await stage.run(script, ["db": "staging/ordres"], consent: .given)

            #expect(run.exitStatus == 5 && run.code == .notFound)
            #expect(run.message.contains("did you mean `staging/orders`?"))
            #expect(run.changingRequests == [])
        }
    }

    @Test(arguments: ["clone", "disaster_recovery"])
    func `a mistyped environment is told the nearest name`(_ script: String) async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let run = try await stage.run(
                script, ["source": "production/orders", "env": "stagin"])

            #expect(run.exitStatus == 5)
            #expect(run.message.contains("did you mean `staging`?"))
            #expect(run.changingRequests == [])
        }
    }

    @Test(
        arguments: [
            ("pause", [], "`db` is missing"),
            ("pause", [("db", "")], "must be a database"),
            ("pause", [("db", "staging/orders"), ("timeout", "soon")], "must be a duration"),
            (
                "restart", [("db", "staging/orders"), ("if_needed", "maybe")],
                "must be true or false"
            ),
            ("nightly_pause", [("concurrency", "0")], "must be at least 1"),
            ("nightly_pause", [("concurrency", "many")], "must be an integer"),
            ("create", [("name", "x")], "3 problems"),
            ("create", [("edition", "premium")], #"must be one of "community", "enterprise""#),
            ("disaster_recovery", [("from", "tape")], #"must be one of "clone", "snapshot""#),
            ("orphans", [("max", "0")], "must be at least 1"),
            ("orphans", [("delete", "all")], "must be true or false"),
            ("failback", [("orgin", "production/orders")], "did you mean `origin`?"),
            ("refresh_staging", [("taget", "staging/orders")], "did you mean `target`?"),
        ] as [(String, [(String, String)], String)])
    func `a bad parameter says what was expected`(
        _ script: String, _ parameters: [(String, String)], _ part: String
    ) async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let run = try await stage.run(script, parameters: parameters)

            #expect(run.exitStatus == 2 && run.code == .usage)
            #expect(run.message.contains(part), "\(run.message)")
            #expect(stage.withCloud { $0.requests.count } == 0)
        }
    }
}
