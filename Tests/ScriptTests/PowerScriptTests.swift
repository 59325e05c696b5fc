import CloudSimulator
import Diagnostics
import JSONDocument
import SimulatedCloud
import Testing

/// `pause.lua`, `resume.lua` and `restart.lua`.
struct PowerScriptTests {
    @Test(arguments: SimulatedPath.allCases)
    func `pause pauses a database, and a second run changes nothing`(
        _ path: SimulatedPath
    ) async throws {
        try await ScriptStage.with(path) { stage in
            let run = try await stage.run("pause", ["db": "staging/orders"])
            let again = try await stage.run("pause", ["db": "staging/orders"])

            #expect(run.text.hasPrefix("staging/orders is paused"))
            #expect(run.output("changed") == true)
            #expect(run.changingRequests == ["POST {v}/{d}/pause"])
            #expect(
                run.difference == [
                    "- staging/orders running DS2 data staging/orders 1 at staging/orders",
                    "+ staging/orders paused DS2 data staging/orders 1 at staging/orders",
                ])
            #expect(again.text == "staging/orders was paused already; nothing was changed")
            #expect(again.output("changed") == false)
            #expect(again.changingRequests == [] && again.difference == [])
        }
    }

    @Test(arguments: SimulatedPath.allCases)
    func `resume starts a database, and a second run changes nothing`(
        _ path: SimulatedPath
    ) async throws {
        try await ScriptStage.with(path) { stage in
            let run = try await stage.run("resume", ["db": "staging/customers"])
            let again = try await stage.run("resume", ["db": "staging/customers"])

            #expect(run.text.hasPrefix("staging/customers runs at bolt://"))
            #expect(run.changingRequests == ["POST {v}/{d}/start"])
            #expect(
                run.difference == [
                    "- staging/customers paused DS1 data staging/customers 1 at staging/customers",
                    "+ staging/customers running DS1 data staging/customers 1 at staging/customers",
                ])
            #expect(again.text == "staging/customers ran already; nothing was changed")
            #expect(again.output("changed") == false)
            #expect(again.changingRequests == [] && again.difference == [])
        }
    }

    @Test(arguments: SimulatedPath.allCases)
    func `restart restarts a database, every time it is asked to`(
        _ path: SimulatedPath
    ) async throws {
        try await ScriptStage.with(path) { stage in
            let run = try await stage.run("restart", ["db": "production/catalog"])
            let again = try await stage.run("restart", ["db": "production/catalog"])

            #expect(run.text == "production/catalog was restarted and is running")
            #expect(run.changingRequests == ["POST {v}/{d}/restart"])
            #expect(run.changes == ["restart production/catalog"])
            #expect(run.difference == [])
            #expect(again.changes == ["restart production/catalog"])
        }
    }

    @Test(arguments: SimulatedPath.allCases)
    func `restart if needed restarts only what waits for it`(_ path: SimulatedPath) async throws {
        try await ScriptStage.with(path) { stage in
            let parameters: KeyValuePairs = ["db": "production/catalog", "if_needed": "true"]
            let before = try await stage.run("restart", parameters)
            stage.withCloud { $0.alter("production/catalog") { $0.needsRestart = true } }
            let needed = try await stage.run("restart", parameters)
            let again = try await stage.run("restart", parameters)

            #expect(
                before.text == "production/catalog does not need a restart; nothing was changed")
            #expect(before.changes == [])
            #expect(needed.changes == ["restart production/catalog"])
            #expect(needed.output("needs_restart") == false)
            #expect(again.changes == [] && again.output("changed") == false)
        }
    }

    @Test func `restart says why it does not start what is paused`() async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let run = try await stage.run("restart", ["db": "staging/customers"])

            #expect(run.code == .conflict)
            #expect(run.message.contains("resume.lua starts it"))
            #expect(run.changingRequests == [])
        }
    }
}
