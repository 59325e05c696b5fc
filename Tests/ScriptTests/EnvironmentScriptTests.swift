import CloudSimulator
import Diagnostics
import JSONDocument
import ScriptHost
import SimulatedCloud
import Testing
import Timekeeping

/// `nightly_pause.lua` and `inventory.lua`.
struct EnvironmentScriptTests {
    @Test(arguments: SimulatedPath.allCases)
    func `the nightly pause pauses what runs, and a second run changes nothing`(
        _ path: SimulatedPath
    ) async throws {
        try await ScriptStage.with(path) { stage in
            let run = try await stage.run("nightly_pause")
            let again = try await stage.run("nightly_pause")

            let names = ["staging/catalog", "staging/experiments", "staging/orders"]
            #expect(run.text == "paused 3 database(s) in staging: \(names.joined(separator: ", "))")
            #expect(run.changingRequests == Array(repeating: "POST {v}/{d}/pause", count: 3))
            #expect(run.changes.sorted() == names.map { "pause \($0)" })
            #expect(
                run.difference == [
                    "- staging/catalog running DS1 data staging/catalog 1 at staging/catalog",
                    "- staging/experiments running DS2 data staging/experiments 1 at staging/experiments",
                    "- staging/orders running DS2 data staging/orders 1 at staging/orders",
                    "+ staging/catalog paused DS1 data staging/catalog 1 at staging/catalog",
                    "+ staging/experiments paused DS2 data staging/experiments 1 at staging/experiments",
                    "+ staging/orders paused DS2 data staging/orders 1 at staging/orders",
                ])
            #expect(
                again.text == "nothing runs in staging that is to be paused; nothing was changed")
            #expect(again.output("changed") == false)
            #expect(again.changingRequests == [] && again.difference == [])
        }
    }

    @Test(arguments: SimulatedPath.allCases)
    func `the nightly pause pauses the others when one fails`(_ path: SimulatedPath) async throws {
        try await ScriptStage.with(path) { stage in
            stage.failNext("POST /deployments/databases/{v}/{d}/pause", with: .operationFails)

            let run = try await stage.run("nightly_pause", ["exclude": "exp*"])

            #expect(run.exitStatus == 9 && run.code == .partial)
            #expect(run.output("failed")?.array?.count == 1)
            #expect(run.output("paused")?.array?.count == 1)
            #expect(run.changes.sorted() == ["pause staging/catalog", "pause staging/orders"])
        }
    }

    @Test(arguments: ["production", "dr"])
    func `the nightly pause leaves protected environments alone`(_ name: String) async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let run = try await stage.run("nightly_pause", ["env": name])

            #expect(run.exitStatus == 6 && run.code == .protected)
            #expect(run.changingRequests == [])
        }
    }

    @Test(arguments: SimulatedPath.allCases)
    func `the inventory lists every database that may be seen, and changes nothing`(
        _ path: SimulatedPath
    ) async throws {
        try await ScriptStage.with(path) { stage in
            let run = try await stage.run("inventory")
            let again = try await stage.run("inventory")

            let rows = run.table?.rows.array?.compactMap(\.array) ?? []
            #expect(run.text == "10 database(s): 3 paused, 7 running")
            #expect(rows.count == 10)
            #expect(
                rows.first
                    == ["dr/archive", "running", "DS3", "5.26.1", "community", "700d", ""])
            #expect(!rows.contains { $0.first == "finance/ledger" })
            #expect(again.text == run.text)
            #expect(run.changingRequests + again.changingRequests == [] && again.difference == [])
        }
    }

    @Test func `the inventory can be narrowed, down to nothing`() async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let staging = try await stage.run("inventory", ["env": "staging", "name": "c*"])
            let nothing = try await stage.run("inventory", ["name": "no-such-*"])

            #expect(staging.text == "2 database(s): 1 paused, 1 running")
            #expect(nothing.exitStatus == 0)
            #expect(nothing.text == "no database matches")
        }
    }
}
