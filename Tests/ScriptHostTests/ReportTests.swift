import CloudSimulator
import Diagnostics
import JSONDocument
import ScriptHost
import Testing

/// What a run reports of scripts in `Cases/reports/`.
struct ReportTests {
    @Test func `an effect that makes a database is about the new one`() async throws {
        let report = try await LuaCase.named("reports/ensure_db_target.lua").run()

        #expect(report.failure == nil)
        #expect(
            report.effects.map { "\($0.note.verb) \($0.note.target ?? "")" } == [
                "ensure_db staging/fresh", "clone production/orders",
            ])
    }

    @Test func `a wait ends early when the database has failed`() async throws {
        var simulator = CloudSimulator(assumptions: try Assumptions(["failures=state"]))
        simulator.faults.failNext(
            "POST /deployments/databases/{v}/{d}/start", with: .operationFails)

        let report = try await LuaCase.named("reports/wait_predicate_failure.lua")
            .run(on: simulator)

        #expect(report.failure?.code == .operationFailed)
        #expect(report.failure?.message.contains("it is in the state `failed`") == true)
        #expect(report.elapsed < .seconds(3_600))
    }

    @Test func `an empty object stays one in outputs and results`() async throws {
        let report = try await LuaCase.named("reports/objects.lua").run()

        #expect(report.outputs.first?.value == ["a": [:], "b": []])
        #expect(report.result == [[:], []])
    }
}
