import CloudSimulator
import Diagnostics
import JSONDocument
import ScriptAPI
import SimulatedCloud
import Testing
import Timekeeping

/// `refresh_staging.lua`.
struct RefreshScriptTests {
    private let before = "staging/orders running DS2 data staging/orders 1 at staging/orders"

    @Test(arguments: SimulatedPath.allCases)
    func `a refresh puts production's data at staging's address, once in twenty hours`(
        _ path: SimulatedPath
    ) async throws {
        try await ScriptStage.with(path) { stage in
            stage.withCloud { $0.write(to: "production/orders") }

            let run = try await stage.run("refresh_staging")
            let again = try await stage.run("refresh_staging")

            let copy = "staging/orders_\(run.shortID)"
            #expect(
                run.changingRequests == [
                    "POST {v}/{d}/clone", "POST {v}/{d}/connections/switch", "POST {v}/{d}/pause",
                ])
            #expect(
                run.changes == [
                    "clone production/orders", "switch staging/orders", "pause staging/orders",
                ])
            #expect(
                run.difference == [
                    "- \(before)",
                    "+ staging/orders paused DS2 data staging/orders 1 at \(copy)",
                    "+ \(copy) running DS4 data production/orders 2 at staging/orders",
                ])
            #expect(again.skipped?.contains("fresh enough; nothing was changed") == true)
            #expect(again.output("served_by") == .string(copy))
            #expect(again.changingRequests == [] && again.difference == [])
        }
    }

    @Test func `a refresh says why it is made anew where the cloud tells no ages`() async throws {
        try await ScriptStage.with(.inProcess, assuming: ["dates=absent"]) { stage in
            let run = try await stage.run("refresh_staging")
            let again = try await stage.run("refresh_staging")

            #expect(run.warnings == [])
            #expect(again.output("changed") == true)
            #expect(
                again.warnings == [
                    "the cloud does not tell how old the last copy is: a new one is made"
                ])
        }
    }

    @Test(arguments: SimulatedPath.allCases)
    func `the next day's refresh follows the address to yesterday's copy`(
        _ path: SimulatedPath
    ) async throws {
        try await ScriptStage.with(path) { stage in
            let first = try await stage.run("refresh_staging")
            stage.wait(.hours(24))
            stage.withCloud { $0.write(to: "production/orders") }

            let second = try await stage.run("refresh_staging")

            let (old, new) = ("staging/orders_\(first.shortID)", "staging/orders_\(second.shortID)")
            #expect(
                second.changes == ["clone production/orders", "switch \(old)", "pause \(old)"])
            #expect(
                second.difference
                    == [
                        "- \(old) running DS4 data production/orders 1 at staging/orders",
                        "+ \(old) paused DS4 data production/orders 1 at \(new)",
                        "+ \(new) running DS4 data production/orders 2 at staging/orders",
                    ].sortedBySign)
            #expect(second.output("address") == first.output("address"))
        }
    }

    @Test func `a refresh deletes older copies only when told to and allowed to`() async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let parameters: KeyValuePairs = ["delete_older": "true"]
            let first = try await stage.run("refresh_staging", parameters)
            stage.wait(.hours(24))
            let second = try await stage.run("refresh_staging", parameters)
            stage.wait(.hours(24))
            let refused = try await stage.run("refresh_staging", parameters)
            let third = try await stage.run("refresh_staging", parameters, consent: .given)

            let (oldest, older) = (
                "staging/orders_\(first.shortID)", "staging/orders_\(second.shortID)"
            )
            #expect(first.questions + second.questions == [])
            #expect(refused.exitStatus == 6 && refused.changingRequests == [])
            #expect(refused.questions.first?.contains("the earlier copies \(oldest)?") == true)
            #expect(
                third.changes == [
                    "clone production/orders", "switch \(older)", "pause \(older)",
                    "delete \(oldest)",
                ])
        }
    }

    @Test func `a refresh that was interrupted goes on with its clone`() async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let first = try await stage.run("refresh_staging", timeout: .minutes(10))
            let second = try await stage.run("refresh_staging")

            #expect(first.exitStatus == 124)
            #expect(second.changes == ["switch staging/orders", "pause staging/orders"])
            #expect(second.output("served_by") == .string("staging/orders_\(first.shortID)"))
        }
    }

    @Test func `a refresh interrupted during its switch does not switch back`() async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let first = try await stage.run("refresh_staging", timeout: .minutes(39))
            let second = try await stage.run("refresh_staging")

            let copy = "staging/orders_\(first.shortID)"
            #expect(first.changes == ["clone production/orders", "switch staging/orders"])
            #expect(second.changes == ["pause staging/orders"])
            #expect(
                second.after.databases.contains(
                    "\(copy) running DS4 data production/orders 1 at staging/orders"))
        }
    }

    @Test func `a refresh does not go on with a clone that failed`() async throws {
        try await ScriptStage.with(.inProcess) { stage in
            stage.failNext("POST /deployments/databases/{v}/{d}/clone", with: .operationFails)

            let first = try await stage.run("refresh_staging")
            let second = try await stage.run("refresh_staging")

            #expect(first.code == .operationFailed && first.after.databases.contains(before))
            #expect(
                second.changes == [
                    "clone production/orders", "switch staging/orders", "pause staging/orders",
                ])
            #expect(second.output("served_by") == .string("staging/orders_\(second.shortID)"))
            #expect(second.warnings.contains { $0.contains("\(first.shortID) is not taken") })
        }
    }

    @Test func `a refresh that cannot tell where the address is changes nothing`() async throws {
        try await ScriptStage.with(.inProcess, assuming: ["addresses=random"]) { stage in
            let domain = stage.withCloud {
                $0.database("staging/orders")?.connection?.domainName ?? ""
            }
            let first = try await stage.run("refresh_staging")
            let soon = try await stage.run("refresh_staging")
            stage.wait(.hours(24))
            let later = try await stage.run("refresh_staging")
            let named = try await stage.run("refresh_staging", ["target": domain])

            #expect(soon.skipped?.contains("goes on with it") == true)
            #expect(later.exitStatus == 2)
            #expect(later.message.contains("--param target=\(domain)"))
            #expect(soon.changingRequests + later.changingRequests == [])
            #expect(named.changes[1] == "switch staging/orders_\(first.shortID)")
        }
    }

    @Test func `a refresh within one environment is refused`() async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let run = try await stage.run("refresh_staging", ["target": "production/catalog"])

            #expect(run.exitStatus == 2)
            #expect(run.message.contains("that refreshes nothing"))
            #expect(run.changingRequests == [])
        }
    }
}

extension [String] {
    /// Lines that are gone, then lines that are new, each by name.
    fileprivate var sortedBySign: [String] {
        filter { $0.hasPrefix("-") }.sorted() + filter { $0.hasPrefix("+") }.sorted()
    }
}
