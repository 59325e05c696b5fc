import CloudSimulator
import Diagnostics
import JSONDocument
import ScriptAPI
import SimulatedCloud
import Testing
import Timekeeping

/// `disaster_recovery.lua`.
struct RecoveryScriptTests {
    private let orders = "production/orders running DS4 data production/orders"

    @Test(arguments: SimulatedPath.allCases)
    func `a recovery clones, switches the address, and a second run says that it is done`(
        _ path: SimulatedPath
    ) async throws {
        try await ScriptStage.with(path) { stage in
            stage.withCloud { $0.write(to: "production/orders") }

            let run = try await stage.run("disaster_recovery", consent: .given)
            let again = try await stage.run("disaster_recovery", consent: .given)

            let copy = "dr/orders_\(run.shortID)"
            #expect(
                run.text.contains(" now leads to \(copy), with the data of production/orders of 2"))
            #expect(
                run.changingRequests == ["POST {v}/{d}/clone", "POST {v}/{d}/connections/switch"])
            #expect(run.changes == ["clone production/orders", "switch production/orders"])
            #expect(
                run.difference == [
                    "- \(orders) 2 at production/orders",
                    "+ \(copy) running DS4 data production/orders 2 at production/orders",
                    "+ \(orders) 2 at \(copy)",
                ])
            #expect(
                again.skipped == """
                    already done: \(copy) has the address that production/orders had; nothing was \
                    changed
                    """)
            #expect(again.exitStatus == 0 && again.output("changed") == false)
            #expect(again.output("served_by") == run.output("served_by"))
            #expect(again.output("address") == run.output("address"))
            #expect(again.questions == [])
            #expect(again.changingRequests == [] && again.difference == [])
        }
    }

    @Test(arguments: ["switch=move", "switch=leave", "dates=absent", "ids=uuid"])
    func `a second recovery sees that it is done however the cloud switches`(
        _ assumption: String
    ) async throws {
        try await ScriptStage.with(.inProcess, assuming: [assumption]) { stage in
            let run = try await stage.run("disaster_recovery", consent: .given)
            let again = try await stage.run("disaster_recovery", consent: .given)

            #expect(run.exitStatus == 0)
            #expect(again.skipped?.hasPrefix("already done") == true, "\(again.message)")
            #expect(again.changingRequests == [])
        }
    }

    @Test func `a recovery takes forty minutes of the cloud's time`() async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let run = try await stage.run("disaster_recovery", consent: .given)

            #expect((2_400..<2_600).contains(run.output("seconds")?.integer ?? 0))
            #expect(run.output("data_as_of") == "2026-11-23T02:00:00Z")
            #expect(run.warnings.contains { $0.contains("network rule shop servers") })
        }
    }

    @Test(arguments: SimulatedPath.allCases)
    func `a recovery that was interrupted goes on with its clone`(
        _ path: SimulatedPath
    ) async throws {
        try await ScriptStage.with(path) { stage in
            let first = try await stage.run(
                "disaster_recovery", consent: .given, timeout: .minutes(10))
            let second = try await stage.run("disaster_recovery", consent: .given)

            let copy = "dr/orders_\(first.shortID)"
            #expect(first.exitStatus == 124)
            #expect(first.changes == ["clone production/orders"])
            #expect(first.warnings.contains { $0.contains("to go on with it, run again") })
            #expect(second.changes == ["switch production/orders"])
            #expect(second.output("served_by") == .string(copy))
            #expect(
                second.after.databases.contains(
                    "\(copy) running DS4 data production/orders 1 at production/orders"))
        }
    }

    @Test(arguments: ["switch=swap", "switch=move", "switch=leave", "addresses=random"])
    func `a recovery interrupted during its switch does not switch back`(
        _ assumption: String
    ) async throws {
        try await ScriptStage.with(.inProcess, assuming: [assumption]) { stage in
            let address = stage.withCloud {
                $0.database("production/orders")?.connection?.domainName ?? ""
            }
            let parameters: KeyValuePairs = ["address": address]
            let first = try await stage.run(
                "disaster_recovery", parameters, consent: .given, timeout: .minutes(39))

            let second = try await stage.run("disaster_recovery", parameters, consent: .given)

            let copy = "dr/orders_\(first.shortID)"
            #expect(first.exitStatus == 124)
            #expect(first.changes == ["clone production/orders", "switch production/orders"])
            #expect(second.skipped?.hasPrefix("already done: \(copy)") == true)
            #expect(second.changingRequests == [])
            #expect(stage.withCloud { $0.database(copy)?.connection?.domainName } == address)
        }
    }

    @Test(arguments: ["failures=revert", "failures=incident", "failures=state", "failures=gone"])
    func `a recovery does not go on with a clone that failed`(_ assumption: String) async throws {
        try await ScriptStage.with(.inProcess, assuming: [assumption]) { stage in
            stage.failNext("POST /deployments/databases/{v}/{d}/clone", with: .operationFails)

            let first = try await stage.run("disaster_recovery", consent: .given)
            let second = try await stage.run("disaster_recovery", consent: .given)

            #expect(first.code == .unhealthy && first.exitStatus == 7)
            #expect(first.message.contains("cannot clone production/orders"))
            #expect(first.message.contains("is 1d02h old"), "\(first.message)")
            #expect(first.after.databases.contains("\(orders) 1 at production/orders"))
            #expect(second.changes == ["clone production/orders", "switch production/orders"])
            #expect(second.output("served_by") == .string("dr/orders_\(second.shortID)"))
        }
    }

    @Test func `a recovery whose switch fails leaves the address where it was`() async throws {
        try await ScriptStage.with(.inProcess) { stage in
            stage.failNext(
                "POST /deployments/databases/{v}/{d}/connections/switch", with: .operationFails)

            let first = try await stage.run("disaster_recovery", consent: .given)
            let second = try await stage.run("disaster_recovery", consent: .given)

            #expect(first.code == .operationFailed)
            #expect(first.after.databases.contains("\(orders) 1 at production/orders"))
            #expect(second.changes == ["switch production/orders"])
            #expect(second.output("served_by") == .string("dr/orders_\(first.shortID)"))
        }
    }

    @Test func `a recovery does not go on with a clone that is too old`() async throws {
        try await ScriptStage.with(.inProcess) { stage in
            _ = try await stage.run(
                "disaster_recovery", consent: .given, timeout: .minutes(10))
            stage.wait(.hours(5))

            let second = try await stage.run("disaster_recovery", consent: .given)

            #expect(second.changes == ["clone production/orders", "switch production/orders"])
            #expect(second.output("served_by") == .string("dr/orders_\(second.shortID)"))
        }
    }

    @Test func `a recovery that cannot tell whether it is done asks for what is known`()
        async throws
    {
        try await ScriptStage.with(.inProcess, assuming: ["addresses=random"]) { stage in
            let domain = stage.withCloud {
                $0.database("production/orders")?.connection?.domainName ?? ""
            }
            _ = try await stage.run("disaster_recovery", consent: .given)

            let unsure = try await stage.run("disaster_recovery", consent: .given)
            let sure = try await stage.run(
                "disaster_recovery", ["address": domain], consent: .given)

            #expect(unsure.exitStatus == 11)
            #expect(unsure.message.contains("--param address="))
            #expect(sure.skipped?.hasPrefix("already done") == true)
            #expect(unsure.changingRequests + sure.changingRequests == [])
        }
    }

    @Test func `a recovery can switch to a database that is there`() async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let run = try await stage.run(
                "disaster_recovery", ["copy": "dr/archive"], consent: .given)

            #expect(run.changes == ["switch production/orders"])
            #expect(run.output("served_by") == "dr/archive")
        }
    }

    @Test func `a recovery within one environment, or of another address, is refused`()
        async throws
    {
        try await ScriptStage.with(.inProcess) { stage in
            let domain = stage.withCloud {
                $0.database("staging/catalog")?.connection?.domainName ?? ""
            }

            let same = try await stage.run(
                "disaster_recovery", ["env": "production"], consent: .given)
            let other = try await stage.run(
                "disaster_recovery", ["address": domain], consent: .given)

            #expect(same.exitStatus == 2)
            #expect(same.message.contains("name another environment to recover to"))
            #expect(other.exitStatus == 2)
            #expect(other.message.contains("leads to staging/catalog"))
            #expect(same.changingRequests + other.changingRequests == [])
        }
    }
}
