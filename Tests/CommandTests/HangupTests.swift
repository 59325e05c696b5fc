import Glibc
import JSONDocument
import Testing

/// A terminal that goes away while a run is under way.
@Suite(.timeLimit(.minutes(10)))
struct HangupTests {
    private func withRun(
        _ script: String,
        _ body: (GrapheneProcess, SimulatorProcess) async throws -> Void
    ) async throws {
        try await withSimulator { simulator in
            try await withFolder { folder in
                try folder.write(script, to: "a.lua")
                let run = try GrapheneProcess(
                    ["run", "--run-id", "night", "a.lua"],
                    environment: simulator.environment.merging(["TERM": "xterm"]) { $1 },
                    input: .terminal(columns: 80), in: folder.path)
                #expect(await run.output.contains("waiting"))
                try await body(run, simulator)
            }
        }
    }

    @Test func `the run goes on without its terminal, and its log has everything`() async throws {
        let script = """
            print("waiting")
            graphene.wait("staging/orders", "paused", { timeout = "5m", every = "0.5s" })
            graphene.resume("staging/orders")
            print("after the hangup")
            graphene.output("done", true)
            """
        try await withRun(script) { run, simulator in
            run.hangUp()
            let follower = try GrapheneProcess(
                ["runs", "log", "night", "--follow"], environment: simulator.environment)
            #expect(await follower.output.contains("the terminal is gone"))
            let paused = try await withFolder { other in
                try await graphene(
                    ["run", "-"],
                    environment: simulator.environment.merging(
                        ["GRAPHENE_STATE_DIR": other.path]) { $1 },
                    input: .text("graphene.pause('staging/orders', { wait = false })"))
            }
            #expect(paused.status == 0, "\(paused.errors)")
            let result = await run.result()
            let log = await follower.result()

            #expect(result.status == 0)
            #expect(outcomes(try await shownRun("night", on: simulator)) == ["resume: done"])
            #expect(log.output.contains("the terminal is gone; the run goes on"), "\(log.output)")
            #expect(log.output.contains("after the hangup"))
            #expect(log.output.contains("done = true"))
        }
    }

    @Test func `a second hangup, later, ends the run as SIGTERM does`() async throws {
        let script = """
            graphene.defer(function() print("handler") end)
            print("waiting")
            for i = 1, 1000 do graphene.sleep(0.5) print("tick") end
            """
        try await withRun(script) { run, simulator in
            run.hangUp()
            let follower = try GrapheneProcess(
                ["runs", "log", "night", "--follow"], environment: simulator.environment)
            #expect(await follower.output.contains("the terminal is gone"))
            // What comes with the same hangup changes nothing.
            run.signal(SIGHUP)
            let ticks = follower.output.text.split(separator: "tick").count + 6
            _ = await follower.output.satisfies { $0.split(separator: "tick").count >= ticks }
            run.signal(SIGHUP)
            let result = await run.result()
            let log = await follower.result()

            #expect(result.status == 143)
            #expect(log.output.contains("stopping: terminated"), "\(log.output)")
            #expect(log.output.contains("handler"))
        }
    }

    @Test func `a run that was told to ignore hangups does`() async throws {
        try await withSimulator { simulator in
            try await withFolder { folder in
                try folder.write("print('waiting') graphene.sleep(1) return 'slept'", to: "a.lua")
                let run = try GrapheneProcess(
                    [GrapheneProcess.path, "run", "a.lua"], environment: simulator.environment,
                    in: folder.path, executable: "/usr/bin/nohup")
                #expect(await run.output.contains("waiting"))
                run.signal(SIGHUP)

                let result = await run.result()

                #expect(result.status == 0, "\(result.errors)")
                #expect(result.output.hasSuffix("slept\n"))
            }
        }
    }
}
