import CloudSimulator
import Diagnostics
import FoundationEssentials
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

    @Test(arguments: [("looks_up", 4), ("raises", 8)])
    func `an error in a library is told with the script's line and the library's`(
        _ function: String, _ line: Int
    ) async throws {
        let script = "\nlocal result = require('fails_within').\(function)()"

        let run = await TestRun(script, in: LuaCase.folder.path)

        #expect(run.report.failure?.place == ScriptPlace(script: "test.lua", line: 2))
        #expect(
            run.report.failure?.libraryPlace
                == ScriptPlace(script: "lib/fails_within.lua", line: line))
    }

    @Test func `waiting for an operation settles what the run says of it`() async throws {
        let pause = #"local o = graphene.pause("production/orders", { wait = false }) "#

        let left = await TestRun(pause)
        let waited = await TestRun(pause + "o:wait()")

        #expect(left.report.effects.map(\.outcome) == [.stillRunning])
        #expect(left.report.unfinished.count == 1)
        #expect(waited.report.effects.map(\.outcome) == [.done])
        #expect(waited.report.unfinished.isEmpty)
    }

    @Test func `waiting for an operation that fails settles it too`() async throws {
        var simulator = CloudSimulator()
        simulator.faults.failNext(Route.pause.rawValue, with: .operationFails)

        let run = await TestRun(
            #"local o = graphene.pause("production/orders", { wait = false }) o:wait()"#,
            on: simulator)

        #expect(run.report.failure?.code == .operationFailed)
        #expect(run.report.effects.map(\.outcome) == [.failed])
    }

    @Test func `an operation that is not waited for long enough still runs`() async throws {
        let run = await TestRun(
            #"local o = graphene.pause("production/orders", { wait = false }) "#
                + #"o:wait { timeout = "1s" }"#)

        #expect(run.report.failure?.code == .timeout)
        #expect(run.report.effects.map(\.outcome) == [.stillRunning])
    }

    @Test func `a locked database is told with who and since when`() async throws {
        var simulator = CloudSimulator()
        simulator.faults.failNext(Route.restart.rawValue, with: .operationNeverEnds)

        let run = await TestRun(
            #"graphene.restart("production/orders", { wait = false }) "#
                + #"graphene.pause("production/orders", { locked_timeout = "1m" })"#,
            on: simulator)

        let message = try #require(run.report.failure?.message)
        #expect(run.report.failure?.code == .locked)
        #expect(message.contains("production/orders") && message.contains("since"), "\(message)")
        #expect(run.report.failure?.hint?.contains("locked_timeout") == true)
        #expect(run.report.effects.map(\.outcome) == [.stillRunning, .notDone])
        #expect(run.cloud.changes.map(\.verb) == [.restart])
    }

    @Test func `a change whose restart is refused is done in part`() async throws {
        var simulator = CloudSimulator()
        simulator.faults.failNext(Route.restart.rawValue, with: .status(403), times: .max)

        let run = await TestRun(
            #"graphene.set_settings("production/orders", "#
                + #"{ ["dbms.memory.heap.max_size"] = "20G" })"#, on: simulator)

        #expect(run.report.failure?.code == .partial)
        #expect(run.report.effects.map(\.outcome) == [.partial])
        #expect(run.report.unfinished.count == 1)
        #expect(run.cloud.changes.map(\.verb) == [.writeSettings])
    }

    @Test func `a run that prints too much is refused more, with exit status 6`() async throws {
        let run = await TestRun("for i = 1, 100 do print(i) end") { $0.limits.output = 50 }

        #expect(run.report.failure?.code == .limitExceeded)
        #expect(run.report.exitStatus == 6)
    }

    @Test func `effects of 3 MB in one turn all arrive`() async throws {
        let run = await TestRun(
            """
            local big = ("x"):rep(3 << 20)
            local codes = {}
            graphene.map({ 1, 2, 3, 4 }, function(n)
              local ok, err = pcall(graphene.db, n .. big)
              codes[n] = err.code
            end, { concurrency = 4 })
            return table.concat(codes, " ")
            """)

        #expect(run.report.failure == nil, "\(run.report.failure?.message ?? "")")
        #expect(run.report.result == "not_found not_found not_found not_found")
    }
}
