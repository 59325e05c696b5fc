import CloudSimulator
import Diagnostics
import JSONDocument
import ScriptAPI
import SimulatedCloud
import Testing
import Timekeeping

/// What `disaster_recovery.lua` does when it cannot simply clone.
struct RecoveryFallbackTests {
    private static let clone = "POST /deployments/databases/{v}/{d}/clone"
    private let threeDays: KeyValuePairs = ["max_age": "3d"]

    @Test(arguments: SimulatedPath.allCases)
    func `a recovery whose clone fails takes the newest snapshot, and asks again`(
        _ path: SimulatedPath
    ) async throws {
        try await ScriptStage.with(path) { stage in
            stage.failNext(Self.clone, with: .operationFails)

            let run = try await stage.run("disaster_recovery", threeDays, consent: .given)
            let again = try await stage.run("disaster_recovery", threeDays, consent: .given)

            let copy = "dr/orders_\(run.shortID)_s"
            #expect(
                run.changingRequests == [
                    "POST {v}/{d}/clone", "POST {v}/restore", "POST {v}/{d}/connections/switch",
                ])
            #expect(run.output("served_by") == .string(copy))
            #expect(run.output("data_as_of") == "2026-11-22T00:00:00Z")
            #expect(
                run.after.databases.contains(
                    "\(copy) running DS4 data production/orders 0 at production/orders"))
            #expect(run.questions.count == 2)
            #expect(run.questions[0].contains("to a clone made now, in dr?"))
            #expect(run.questions[1].contains("to a copy of its snapshot before-migration"))
            #expect(run.questions[1].contains("is of 2026-11-22T00:00:00Z, 1d02h ago"))
            #expect(run.warnings.contains { $0.contains("orders_\(run.shortID) was begun") })
            #expect(again.skipped?.hasPrefix("already done: \(copy)") == true)
            #expect(again.changingRequests == [] && again.difference == [])
        }
    }

    @Test func `a recovery does not take the snapshot when that is answered with no`() async throws
    {
        try await ScriptStage.with(.inProcess) { stage in
            stage.failNext(Self.clone, with: .operationFails)

            let run = try await stage.run(
                "disaster_recovery", threeDays, consent: .given, answers: 1)

            #expect(run.code == .confirmationRequired && run.exitStatus == 6)
            #expect(run.changes == ["clone production/orders"])
        }
    }

    @Test func `a recovery that finds no snapshot either fails with what the clone failed with`()
        async throws
    {
        try await ScriptStage.with(.inProcess) { stage in
            stage.failNext(Self.clone, with: .operationFails)
            let catalog: KeyValuePairs = ["source": "production/catalog"]

            let run = try await stage.run("disaster_recovery", catalog, consent: .given)

            #expect(run.code == .operationFailed)
            #expect(run.warnings.contains { $0.contains("no usable on-demand snapshot") })
            #expect(run.changes == ["clone production/catalog"])
        }
    }

    @Test(arguments: [
        Fault.status(503), .status(409, body: #"{"message":"out of order"}"#),
        .noAnswerBeforeApply,
    ])
    func `a recovery whose clone is not taken on takes the newest snapshot`(
        _ fault: Fault
    ) async throws {
        try await ScriptStage.with(.inProcess) { stage in
            stage.failNext(Self.clone, with: fault, times: 100)

            let run = try await stage.run("disaster_recovery", threeDays, consent: .given)

            #expect(run.changes.last == "switch production/orders")
            #expect(run.output("served_by") == .string("dr/orders_\(run.shortID)_s"))
        }
    }

    @Test func `a recovery that may not clone does not try the snapshot`() async throws {
        try await ScriptStage.with(.inProcess) { stage in
            stage.failNext(Self.clone, with: .status(403))

            let run = try await stage.run("disaster_recovery", threeDays, consent: .given)

            #expect(run.code == .forbidden)
            #expect(run.changes == [])
        }
    }

    @Test func `a recovery of a database that has failed takes its snapshot at once`() async throws
    {
        try await ScriptStage.with(.inProcess) { stage in
            stage.withCloud { $0.alter("production/orders") { $0.state = .failed } }

            let run = try await stage.run("disaster_recovery", threeDays, consent: .given)

            #expect(run.questions.count == 1)
            #expect(run.questions[0].contains("which is failed and does not answer (tcp:"))
            #expect(
                run.changingRequests == ["POST {v}/restore", "POST {v}/{d}/connections/switch"])
        }
    }

    @Test func `a recovery of a database that has failed still tries a clone`() async throws {
        try await ScriptStage.with(.inProcess) { stage in
            stage.withCloud { $0.alter("production/orders") { $0.state = .failed } }

            let run = try await stage.run("disaster_recovery", consent: .given)

            #expect(run.changingRequests.first == "POST {v}/{d}/clone")
        }
    }

    @Test func `a recovery takes a snapshot when told to, and refuses one that is too old`()
        async throws
    {
        try await ScriptStage.with(.inProcess) { stage in
            let old = try await stage.run(
                "disaster_recovery", ["from": "snapshot"], consent: .given)
            let run = try await stage.run(
                "disaster_recovery", ["from": "snapshot", "max_age": "27h"], consent: .given)

            #expect(old.code == .unhealthy && old.exitStatus == 7)
            #expect(old.message.contains("give --param max_age=28h"), "\(old.message)")
            #expect(old.questions == [] && old.changingRequests == [])
            #expect(run.exitStatus == 0)
            #expect(run.questions[0].contains("1d02h"))
        }
    }

    @Test func `a recovery does not take data for new because its copy is`() async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let first = try await stage.run(
                "disaster_recovery", ["from": "snapshot", "max_age": "27h"], consent: .given,
                timeout: .minutes(5))
            let second = try await stage.run("disaster_recovery", consent: .given)

            #expect(first.exitStatus == 124)
            #expect(first.changes == ["create_from_snapshot dr/orders_\(first.shortID)_s"])
            #expect(second.changes == ["clone production/orders", "switch production/orders"])
        }
    }

    @Test(arguments: ["allowed", "stay-paused", "refused"])
    func `a recovery of a paused database ends with a copy that runs`(
        _ assumption: String
    ) async throws {
        try await ScriptStage.with(
            .inProcess, assuming: ["paused-copies=\(assumption)"]
        ) { stage in
            let reports: KeyValuePairs = ["source": "production/reports", "max_age": "400d"]

            let run = try await stage.run("disaster_recovery", reports, consent: .given)

            let name = run.output("served_by")?.string ?? ""
            #expect(name.hasPrefix("dr/reports_\(run.shortID)"))
            #expect(name.hasSuffix("_s") == (assumption == "refused"))
            #expect(run.after.databases.contains { $0.hasPrefix("\(name) running") })
            #expect(run.questions[0].contains("production/reports, which is paused and"))
        }
    }

    @Test(arguments: ["failures=revert", "failures=gone", "failures=state"])
    func `a recovery waits for a copy that is being made, and makes another if that fails`(
        _ assumption: String
    ) async throws {
        try await ScriptStage.with(.inProcess, assuming: [assumption]) { stage in
            stage.failNext(Self.clone, with: .operationFails)
            let first = try await stage.run(
                "disaster_recovery", consent: .given, timeout: .minutes(10))

            let second = try await stage.run("disaster_recovery", consent: .given)

            #expect(first.exitStatus == 124)
            #expect(second.questions.count == 1)
            #expect(
                second.questions[0].contains(
                    "dr/orders_\(first.shortID), being made by an earlier run, in dr?"))
            #expect(second.changes == ["clone production/orders", "switch production/orders"])
            #expect(second.output("served_by") == .string("dr/orders_\(second.shortID)"))
        }
    }

    @Test(arguments: [Consent.nobodyToAsk, .refused])
    func `a recovery changes nothing unasked`(_ consent: Consent) async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let run = try await stage.run("disaster_recovery", consent: consent)

            #expect(run.code == .confirmationRequired && run.exitStatus == 6)
            #expect(
                run.questions == [
                    """
                    Switch the address of production/orders, which is running and answers (Bolt \
                    5.8), to a clone made now, in dr? Its data is of now: what is written to production/orders after \
                    that is left behind.
                    """
                ])
            #expect(run.changingRequests == [] && run.difference == [])
        }
    }

    @Test func `a recovery does not lead applications to a copy that is paused`() async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let run = try await stage.run(
                "disaster_recovery", ["copy": "dr/drill-october"], consent: .given)

            #expect(run.code == .conflict)
            #expect(run.message.contains("resume.lua --param db=dr/drill-october"))
            #expect(run.questions == [] && run.changingRequests == [])
        }
    }

    @Test func `a recovery does not lead applications to what does not answer, unless told to`()
        async throws
    {
        try await ScriptStage.with(.inProcess) { stage in
            // The simulated name server knows lower case only.
            stage.withCloud {
                $0.alter("dr/archive") { $0.connection?.domainName = "NOWHERE.invalid" }
            }
            let archive: KeyValuePairs = ["copy": "dr/archive"]

            let refused = try await stage.run("disaster_recovery", archive, consent: .given)
            let told = try await stage.run(
                "disaster_recovery", ["copy": "dr/archive", "check": "none"], consent: .given)

            #expect(refused.code == .unhealthy && refused.changingRequests == [])
            #expect(refused.warnings.contains { $0.contains("with --param check=none, if") })
            #expect(told.changes == ["switch production/orders"])
        }
    }
}
