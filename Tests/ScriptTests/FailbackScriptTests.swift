import CloudSimulator
import Diagnostics
import JSONDocument
import ScriptAPI
import SimulatedCloud
import Testing
import Timekeeping

/// `failback.lua`, after `disaster_recovery.lua`.
struct FailbackScriptTests {
    private let origin: KeyValuePairs = ["origin": "production/orders"]
    private let home = "production/orders running DS4 data production/orders 1 at production/orders"

    @Test(arguments: SimulatedPath.allCases)
    func `going back gives the origin its address, and a second run changes nothing`(
        _ path: SimulatedPath
    ) async throws {
        try await ScriptStage.with(path) { stage in
            let recovery = try await stage.run("disaster_recovery", consent: .given)
            let copy = "dr/orders_\(recovery.shortID)"
            stage.withCloud { $0.write(to: copy) }

            let run = try await stage.run("failback", origin, consent: .given)
            let again = try await stage.run("failback", origin, consent: .given)

            #expect(run.changingRequests == ["POST {v}/{d}/connections/switch"])
            #expect(run.changes == ["switch \(copy)"])
            #expect(
                run.difference == [
                    "- \(copy) running DS4 data production/orders 2 at production/orders",
                    "- production/orders running DS4 data production/orders 1 at \(copy)",
                    "+ \(copy) running DS4 data production/orders 2 at \(copy)",
                    "+ \(home)",
                ])
            #expect(run.output("left_behind") == .string(copy))
            #expect(again.skipped?.hasSuffix("nothing was changed") == true)
            #expect(again.output("served_by") == "production/orders")
            #expect(again.changingRequests == [] && again.difference == [])
            #expect(again.questions == [])
        }
    }

    @Test(
        arguments: [[], ["switch=move"], ["switch=leave"], ["addresses=random"], ["ids=uuid"]])
    func `the line that a recovery prints goes back, once, and its own line forth again`(
        _ assumptions: [String]
    ) async throws {
        try await ScriptStage.with(.inProcess, assuming: assumptions) { stage in
            let recovery = try await stage.run("disaster_recovery", consent: .given)
            let back = try Line(recovery.output("go_back"))

            let run = try await stage.run(
                back.script, parameters: back.parameters, consent: .given)
            let again = try await stage.run(
                back.script, parameters: back.parameters, consent: .given)
            let forth = try Line(run.output("undo"))
            let undone = try await stage.run(
                forth.script, parameters: forth.parameters, consent: .given)

            let copy = recovery.output("served_by")?.string ?? ""
            #expect(back.script == "failback" && forth.script == "disaster_recovery")
            #expect(run.changes == ["switch \(copy)"], "\(run.message)")
            #expect(run.output("address") == recovery.output("address"))
            #expect(again.skipped != nil && again.changingRequests == [])
            #expect(undone.changes == ["switch production/orders"], "\(undone.message)")
            #expect(undone.output("address") == recovery.output("address"))
        }
    }

    @Test(arguments: ["copy", "address"])
    func `the origin is found from the copy or from the address`(_ name: String) async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let recovery = try await stage.run("disaster_recovery", consent: .given)
            let given = recovery.output(name == "copy" ? "served_by" : "address")?.string ?? ""

            let run = try await stage.run("failback", [name: given], consent: .given)
            let again = try await stage.run("failback", [name: given], consent: .given)

            #expect(run.output("served_by") == "production/orders")
            #expect(run.after.databases.contains(home))
            #expect(again.skipped != nil && again.changingRequests == [])
        }
    }

    @Test(arguments: [Consent.nobodyToAsk, .refused])
    func `going back asks, and tells what stays behind`(_ consent: Consent) async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let recovery = try await stage.run("disaster_recovery", consent: .given)
            stage.wait(.hours(3))

            let run = try await stage.run("failback", origin, consent: consent)

            let copy = "dr/orders_\(recovery.shortID)"
            #expect(run.exitStatus == 6 && run.changingRequests == [])
            #expect(run.questions.count == 1)
            #expect(
                run.questions[0].contains(
                    "What was written to \(copy) (it was made at 2026-11-23T02:00:00Z, 3h40m"),
                "\(run.questions)")
        }
    }

    @Test(arguments: [(DatabaseState.paused, "resume.lua"), (.failed, "see to it first")])
    func `applications are not led back to an origin that does not run`(
        _ state: DatabaseState, _ advice: String
    ) async throws {
        try await ScriptStage.with(.inProcess) { stage in
            _ = try await stage.run("disaster_recovery", consent: .given)
            stage.withCloud { $0.alter("production/orders") { $0.state = state } }

            let run = try await stage.run("failback", origin, consent: .given)

            #expect(run.code == .conflict && run.exitStatus == 75)
            #expect(run.message.contains(advice))
            #expect(run.questions == [] && run.changingRequests == [])
        }
    }

    @Test(arguments: ["origin", "address"])
    func `going back, interrupted during its switch, does not switch forth again`(
        _ name: String
    ) async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let recovery = try await stage.run("disaster_recovery", consent: .given)
            let given = recovery.output(name)?.string ?? ""

            let first = try await stage.run(
                "failback", [name: given], consent: .given, timeout: .minutes(1))
            let second = try await stage.run("failback", [name: given], consent: .given)

            #expect(first.exitStatus == 124 && first.changes.count == 1)
            #expect(second.skipped != nil && second.changingRequests == [])
            #expect(second.after.databases.contains(home))
        }
    }

    @Test func `going back where that cannot be told asks for the address`() async throws {
        try await ScriptStage.with(.inProcess, assuming: ["addresses=random"]) { stage in
            _ = try await stage.run("disaster_recovery", consent: .given)

            let run = try await stage.run("failback", origin, consent: .given)

            #expect(run.code == .outcomeUnknown && run.exitStatus == 11)
            #expect(run.message.contains("--param address="))
            #expect(run.changingRequests == [])
        }
    }

    @Test func `applications are not led back to an origin that does not answer, unless told to`()
        async throws
    {
        try await ScriptStage.with(.inProcess) { stage in
            _ = try await stage.run("disaster_recovery", consent: .given)
            stage.withCloud {
                $0.alter("production/orders") { $0.connection?.domainName = "NOWHERE.invalid" }
            }
            let copy = stage.withCloud { $0.databases.last.map { $0.name } ?? "" }

            let refused = try await stage.run(
                "failback", ["copy": "dr/\(copy)", "origin": "production/orders"],
                consent: .given)
            let told = try await stage.run(
                "failback",
                ["copy": "dr/\(copy)", "origin": "production/orders", "check": "none"],
                consent: .given)

            #expect(refused.code == .unhealthy && refused.exitStatus == 7)
            #expect(refused.questions[0].contains("which is running and does not answer"))
            #expect(refused.changingRequests == [])
            #expect(told.exitStatus == 0 && told.changes == ["switch dr/\(copy)"])
        }
    }

    @Test func `going back with nothing given, or with another copy, is refused`() async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let recovery = try await stage.run("disaster_recovery", consent: .given)
            let address = recovery.output("address")?.string ?? ""

            let nothing = try await stage.run("failback", consent: .given)
            let other = try await stage.run(
                "failback", ["address": address, "copy": "dr/archive"], consent: .given)

            #expect(nothing.exitStatus == 2 && other.exitStatus == 2)
            #expect(other.message.contains("and not to dr/archive"))
            #expect(nothing.changingRequests + other.changingRequests == [])
        }
    }

    @Test func `going back when the switch fails leaves the address where it was`() async throws {
        try await ScriptStage.with(.inProcess) { stage in
            _ = try await stage.run("disaster_recovery", consent: .given)
            stage.failNext(
                "POST /deployments/databases/{v}/{d}/connections/switch", with: .operationFails)

            let first = try await stage.run("failback", origin, consent: .given)
            let second = try await stage.run("failback", origin, consent: .given)

            #expect(first.code == .operationFailed && first.difference == [])
            #expect(second.exitStatus == 0 && second.after.databases.contains(home))
        }
    }
}

/// A command line that a script printed, in its parts.
private struct Line {
    var script: String
    var parameters: [(String, String)] = []

    init(_ printed: JSONValue?) throws {
        let words = try #require(printed?.string).split(separator: " ").map(String.init)
        let file = try #require(words.dropFirst(2).first?.split(separator: "/").last)
        script = String(file.dropLast(".lua".count))
        for word in words.dropFirst(3) where word != "--param" {
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            parameters.append((parts[0], parts[1]))
        }
    }
}
