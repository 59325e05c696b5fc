import CloudSimulator
import Diagnostics
import JSONDocument
import ScriptAPI
import SimulatedCloud
import Testing
import Timekeeping

/// `orphans.lua`.
struct OrphanScriptTests {
    private let delete: KeyValuePairs = ["delete": "true"]

    /// Leaves one copy in each of so many runs, an hour apart, and lets ten days pass.
    private func leave(_ count: Int, on stage: ScriptStage) async throws -> [String] {
        var names: [String] = []
        for _ in 0..<count {
            let run = try await stage.run(
                "disaster_recovery", ["source": "production/catalog", "new_copy": "true"],
                consent: .given, timeout: .minutes(2))
            names.append("dr/catalog_\(run.shortID)")
            stage.wait(.hours(1))
        }
        stage.wait(.hours(240))
        return names
    }

    @Test(arguments: SimulatedPath.allCases)
    func `orphans are listed, and deleted within the limit only when told to`(
        _ path: SimulatedPath
    ) async throws {
        try await ScriptStage.with(path) { stage in
            let names = try await leave(4, on: stage)

            let listed = try await stage.run("orphans", consent: .given)
            let first = try await stage.run("orphans", delete, consent: .given)
            let second = try await stage.run("orphans", delete, consent: .given)
            let third = try await stage.run("orphans", delete, consent: .given)

            #expect(listed.output("leftover") == .array(names.map { .string($0) }))
            #expect(listed.changingRequests + listed.questions == [])
            #expect(first.changingRequests == Array(repeating: "DELETE {v}/{d}", count: 3))
            #expect(first.changes == names.prefix(3).map { "delete \($0)" })
            #expect(first.questions.count == 1)
            #expect(second.changes == ["delete \(names[3])"])
            #expect(third.text == "there are no copies")
            #expect(third.changingRequests == [] && third.difference == [])
        }
    }

    @Test(arguments: ["switch=swap", "switch=move", "switch=leave", "addresses=random"])
    func `a copy that serves the address of a recovery is never deleted`(
        _ assumption: String
    ) async throws {
        try await ScriptStage.with(.inProcess, assuming: [assumption]) { stage in
            _ = try await stage.run("disaster_recovery", consent: .given)
            stage.wait(.hours(240))

            let run = try await stage.run("orphans", delete, consent: .given)

            #expect(run.output("copies") == 1)
            #expect(run.output("leftover") == .array([]))
            #expect(run.questions + run.changingRequests == [])
        }
    }

    @Test func `a copy that a refresh put in staging's place is never deleted`() async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let first = try await stage.run("refresh_staging")
            stage.wait(.hours(24))
            let second = try await stage.run("refresh_staging")
            stage.wait(.hours(240))

            let run = try await stage.run("orphans", delete, consent: .given)

            #expect(run.output("copies") == 2)
            #expect(run.changes == ["delete staging/orders_\(first.shortID)"])
            #expect(
                run.after.databases.contains {
                    $0.hasPrefix("staging/orders_\(second.shortID) running")
                        && $0.hasSuffix("at staging/orders")
                })
        }
    }

    @Test func `a young copy, a busy one and one without an origin are kept`() async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let names = try await leave(2, on: stage)
            stage.withCloud {
                $0.alter(names[0]) { $0.isLocked = true }
                $0.alter("staging/experiments") { $0.name = "ledger_3fa2c1" }
            }
            let young = try await stage.run(
                "clone", ["source": "staging/orders", "name": "orders_abcdef"])

            let run = try await stage.run("orphans", delete, consent: .given)

            #expect(young.exitStatus == 0)
            #expect(run.output("copies") == 4)
            #expect(run.changes == ["delete \(names[1])"])
        }
    }

    @Test(arguments: [Consent.nobodyToAsk, .refused])
    func `orphans are not deleted unasked`(_ consent: Consent) async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let names = try await leave(1, on: stage)

            let run = try await stage.run("orphans", delete, consent: consent)

            #expect(run.exitStatus == 6 && run.changingRequests == [])
            #expect(run.questions.first?.hasPrefix("Delete \(names[0]), made ") == true)
        }
    }

    @Test func `one orphan that cannot be deleted keeps no other from it`() async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let names = try await leave(2, on: stage)
            stage.failNext("DELETE /deployments/databases/{v}/{d}", with: .operationFails)

            let run = try await stage.run("orphans", delete, consent: .given)

            #expect(run.exitStatus == 9)
            #expect(run.output("deleted") == .array([.string(names[1])]))
        }
    }

    @Test func `orphans of one environment only are looked at`() async throws {
        try await ScriptStage.with(.inProcess) { stage in
            _ = try await leave(1, on: stage)

            let run = try await stage.run("orphans", ["env": "staging"])

            #expect(run.output("copies") == 0)
        }
    }
}
