import Foundation
import Glibc
import JSONDocument
import Testing

/// The record of runs, and the commands that read it.
@Suite(.timeLimit(.minutes(10)))
struct RunsCommandTests {
    private func run(
        _ script: String, _ options: [String] = [], on simulator: SimulatorProcess,
        environment: [String: String] = [:]
    ) async throws -> GrapheneProcess.Result {
        try await withFolder { folder in
            try folder.write(script, to: "a.lua")
            return try await graphene(
                ["run"] + options + ["a.lua"],
                environment: simulator.environment.merging(environment) { $1 }, in: folder.path)
        }
    }

    private func runs(
        _ arguments: [String], on simulator: SimulatorProcess
    ) async throws -> GrapheneProcess.Result {
        try await graphene(["runs"] + arguments, environment: simulator.environment)
    }

    @Test func `a run is listed, shown and printed again by its name`() async throws {
        try await withSimulator { simulator in
            let script = """
                graphene.pause("staging/orders")
                print("printed")
                graphene.output("count", 3)
                graphene.delete("staging/nowhere")
                """
            _ = try await run(script, ["--run-id", "nightly"], on: simulator)

            let list = try await runs([], on: simulator)
            let shown = try await runs(["show", "nightly"], on: simulator)
            let log = try await runs(["log", "nightly"], on: simulator)

            #expect(list.output.contains("a.lua"), "\(list.output)")
            #expect(list.output.contains("(nightly)"))
            #expect(shown.output.contains("ended after "), "\(shown.output)")
            #expect(shown.output.contains("done:\n  pause staging/orders, at a.lua:1\n"))
            #expect(shown.output.contains("error[not_found]: "))
            #expect(shown.output.contains("--run-id nightly a.lua   # the script again"))
            #expect(log.output.contains(" printed\n"), "\(log.output)")
            #expect(log.output.contains(" count = 3\n"))
            #expect(log.output.contains(" → POST /deployments/databases/"))
            #expect(log.output.contains(" ended with exit status 5\n"))
        }
    }

    @Test func `everything comes as JSON too`() async throws {
        try await withSimulator { simulator in
            _ = try await run("graphene.pause('staging/orders')", on: simulator)

            let list = try JSONValue(
                parsing: try await runs(["--output", "json"], on: simulator).output)
            let id = try #require(list.array?.first?["id"]?.string)
            let shown = try await shownRun(id, on: simulator)
            let log = try await runs(["log", id, "--output", "json"], on: simulator)

            #expect(list.array?.first?["exit_status"] == 0)
            #expect(shown["mode"] == "live")
            #expect(outcomes(shown) == ["pause: done"])
            #expect(shown["effects"]?.array?.first?["requests"]?.array?.count == 1)
            let entries = try log.output.split(separator: "\n").map {
                try JSONValue(parsing: String($0))
            }
            #expect(entries.map { $0["seq"]?.integer } == (1...Int64(entries.count)).map { $0 })
        }
    }

    @Test func `what is started again by hand may do no more than it might`() async throws {
        try await withSimulator { simulator in
            _ = try await run(
                "graphene.delete('staging/nowhere')",
                [
                    "--run-id", "tight", "--on", "production/orders", "--limit", "delete=1",
                    "--read-only", "--timeout", "5m", "--env", "LANG", "--yes",
                ], on: simulator)

            let shown = try await runs(["show", "tight"], on: simulator)

            #expect(
                shown.output.contains(
                    "graphene run --read-only --on production/orders --limit delete=1 "
                        + "--timeout 5m --env LANG --api-url "), "\(shown.output)")
            #expect(!shown.output.contains("--yes"))
        }
    }

    @Test func `a mistyped run gets a suggestion, a simulated one its record`() async throws {
        try await withSimulator { simulator in
            _ = try await run("return 1", ["--simulator", "--run-id", "nightly"], on: simulator)

            let wrong = try await runs(["show", "nigthly"], on: simulator)
            let shown = try await shownRun("nightly", on: simulator)
            let refresh = try await runs(["show", "nightly", "--refresh"], on: simulator)

            #expect(wrong.status == 5)
            #expect(wrong.errors.contains("did you mean `nightly`?"), "\(wrong.errors)")
            #expect(shown["mode"] == "simulated")
            #expect(refresh.status == 2)
        }
    }

    @Test func `one name is one run at a time`() async throws {
        try await withSimulator { simulator in
            try await withFolder { folder in
                try folder.write("print('waiting') graphene.sleep('1h')", to: "a.lua")
                let first = try GrapheneProcess(
                    ["run", "--run-id", "nightly", "a.lua"], environment: simulator.environment,
                    in: folder.path)
                #expect(await first.output.contains("waiting"))

                let second = try await graphene(
                    ["run", "--run-id", "nightly", "a.lua"], environment: simulator.environment,
                    in: folder.path)
                let running = try await shownRun("nightly", on: simulator)
                first.signal(SIGKILL)
                _ = await first.result()
                let third = try await run(
                    "return 1", ["--run-id", "nightly"], on: simulator)

                #expect(second.status == 75)
                #expect(
                    second.errors.contains(
                        "a run named nightly is under way (process \(first.id),"),
                    "\(second.errors)")
                #expect(running["state"] == "running")
                #expect(third.status == 0, "\(third.errors)")
            }
        }
    }

    @Test func `a log is followed to the run's end`() async throws {
        try await withSimulator { simulator in
            try await withFolder { folder in
                try folder.write("print('waiting') graphene.sleep('1h')", to: "a.lua")
                let run = try GrapheneProcess(
                    ["run", "--run-id", "long", "a.lua"], environment: simulator.environment,
                    in: folder.path)
                #expect(await run.output.contains("waiting"))

                let log = try GrapheneProcess(
                    ["runs", "log", "long", "--follow"], environment: simulator.environment)
                #expect(await log.output.contains("waiting"))
                run.signal(SIGTERM)
                let result = await log.result()

                #expect(result.status == 0)
                #expect(result.output.contains("stopping: terminated"), "\(result.output)")
                #expect(result.output.hasSuffix("ended with exit status 143\n"))
                #expect(await run.result().status == 143)
            }
        }
    }

    @Test func `no record holds a secret`() async throws {
        try await withSimulator { simulator in
            let script = """
                local p = graphene.params {
                  password = { type = "secret" }, note = { type = "string" },
                }
                print(p.password, p.note)
                graphene.log.info("signed in", { token = "canary-by-name" })
                graphene.pause("staging/orders", { reason = "canary" .. "-free" })
                """
            let result = try await run(
                script,
                [
                    "--env", "X", "--param", "password=env:PASSWORD", "--param",
                    "note=canary-by-text",
                ], on: simulator, environment: ["PASSWORD": "canary-by-text"])

            let files = RecordFolder(simulator).files
            let text = try files.map { try String(contentsOfFile: $0, encoding: .utf8) }.joined()
            #expect(result.status == 0, "\(result.errors)")
            #expect(files.count == 1)
            #expect(text.contains("env:PASSWORD"))
            #expect(text.contains(#""note":"***""#))
            #expect(!text.contains("canary-by"), "\(text)")
            #expect(!text.contains(simulator.secret))
            #expect(!text.contains("eyJ"))
        }
    }

    @Test func `a live run that cannot be recorded does not begin`() async throws {
        try await withSimulator { simulator in
            let nowhere = try await run(
                "print('ran')", on: simulator, environment: ["GRAPHENE_STATE_DIR": ""])
            let impossible = try await run(
                "print('ran')", on: simulator, environment: ["GRAPHENE_STATE_DIR": "/dev/null"])
            let simulated = try await run(
                "print('ran')", ["--simulator"], on: simulator,
                environment: ["GRAPHENE_STATE_DIR": ""])

            #expect(nowhere.status == 2)
            #expect(
                nowhere.errors.contains(
                    "none of GRAPHENE_STATE_DIR, XDG_STATE_HOME and HOME names a folder"))
            #expect(impossible.status == 2)
            #expect(impossible.errors.contains("Not a directory"), "\(impossible.errors)")
            #expect(nowhere.output + impossible.output == "")
            #expect(simulated.output == "ran\n")
        }
    }

    @Test func `a record that has no room refuses the next change, and keeps what was done`()
        async throws
    {
        try await withFolder { folder in
            let state = folder.path + "/cloud.json"
            try await withSimulator([], ["--state", state]) { simulator in
                let script = """
                    graphene.pause("staging/orders")
                    local long = ("x"):rep(500)
                    for i = 1, 40 do print(long) end
                    local ok, err = pcall(graphene.pause, "production/orders")
                    print(err.code, err.message)
                    graphene.databases()
                    graphene.delete("staging/catalog")
                    """
                try folder.write(script, to: "a.lua")
                // A file may grow to 16 KB; more is refused instead of being the process's end.
                let command = "trap '' XFSZ; ulimit -f 16; exec \(GrapheneProcess.path) run a.lua"
                let result = try await graphene(
                    ["-c", command], environment: simulator.environment, in: folder.path,
                    executable: "/bin/bash")
                simulator.process.signal(SIGTERM)
                _ = await simulator.process.result()

                #expect(result.status == 6, "\(result.errors)")
                #expect(
                    result.output.contains("denied\tcannot pause production/orders: it cannot be"))
                #expect(result.errors.contains("warning: the run's record "))
                #expect(result.errors.contains("File too large"), "\(result.errors)")
                let cloud = try String(contentsOfFile: state, encoding: .utf8)
                #expect(cloud.components(separatedBy: #""verb" : "pause""#).count == 2)
                #expect(!cloud.contains(#""verb" : "delete""#))
                let file = try #require(RecordFolder(simulator).files.first)
                let id = URL(filePath: file).deletingPathExtension().lastPathComponent
                let shown = try await shownRun(id, on: simulator)
                // What was refused is told as far as there is room.
                let begun = outcomes(shown).filter {
                    !$0.hasSuffix(": not_done") && !$0.hasSuffix(": not_started")
                }
                #expect(begun == ["pause: done"])
            }
        }
    }
}
