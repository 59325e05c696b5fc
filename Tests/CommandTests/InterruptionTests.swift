import Glibc
import Testing

/// Ctrl-C, SIGTERM and time limits while a run is under way over HTTP.
@Suite(.timeLimit(.minutes(10)))
struct InterruptionTests {
    private static let halfWay = """
        graphene.defer(function(err)
          print("defer", err.code)
          print("changed", select(2, graphene.pause("staging/orders", { wait = false })) )
        end)
        graphene.on_error(function() print("on_error") end)
        graphene.pause("production/catalog", { wait = false })
        graphene.pause("production/orders")
        print("went on")
        graphene.pause("staging/search")
        """

    /// Runs a script over HTTP and does something to it once a text has come.
    private func run(
        _ script: String, _ options: [String] = [], until text: String, atErrors: Bool = false,
        _ body: (GrapheneProcess) async throws -> Void
    ) async throws -> GrapheneProcess.Result {
        // Operations take their full length, minutes: they are still running at the end.
        try await withSimulator(["durations=1"]) { simulator in
            try await withFolder { folder in
                try folder.write(script, to: "script.lua")
                let run = try GrapheneProcess(
                    ["run", "script.lua"] + options, environment: simulator.environment,
                    in: folder.path)
                let stream = atErrors ? run.errors : run.output
                try #require(await stream.contains(text), "\(run.errors.text)")
                try await body(run)
                let result = await run.result()
                #expect(run.hasLeftNoScriptProcess)
                return result
            }
        }
    }

    @Test(arguments: [(Int32(SIGINT), Int32(130)), (Int32(SIGTERM), Int32(143))])
    func `a signal lets handlers run and tells what was done`(
        number: Int32, status: Int32
    ) async throws {
        let result = try await run(
            Self.halfWay, until: "pause production/orders: running", atErrors: true
        ) { $0.signal(number) }

        #expect(result.status == status)
        #expect(result.output.contains("defer\tcancelled\n"), "\(result.output)")
        #expect(!result.output.contains("on_error"))
        #expect(!result.output.contains("went on"))
        #expect(!result.errors.contains("staging/search"))
        let summary = result.errors.split(separator: "ended with").last.map(String.init) ?? ""
        #expect(summary.contains("still running in the cloud:"), "\(result.errors)")
        for name in ["production/catalog", "production/orders", "staging/orders"] {
            #expect(summary.contains("  pause \(name) (operation "), "\(summary)")
        }
        #expect(summary.contains("not started: what comes after script.lua:7"), "\(summary)")
        #expect(result.errors.contains("at: script.lua:7"))
    }

    private static let slowHandler = """
        graphene.defer(function() print("in handler") graphene.sleep("1h") end)
        print("waiting")
        graphene.sleep("1h")
        """

    @Test(arguments: [SIGINT, SIGTERM])
    func `a second signal ends the run at once`(number: Int32) async throws {
        let result = try await run(Self.slowHandler, until: "waiting") { run in
            run.signal(number)
            #expect(await run.output.contains("in handler"))
            run.signal(number)
        }

        #expect(result.status == (number == SIGINT ? 130 : 143))
        #expect(result.errors.contains("once more ends it at once"))
    }

    @Test func `a second signal ends a run whose output nobody takes`() async throws {
        try await withFolder { folder in
            let script = """
                graphene.log.info("filling")
                for _ = 1, 10000 do print("more than a pipe holds") end
                """
            try folder.write(script, to: "script.lua")
            let shell = "mkfifo full; exec 9<>full; exec \"$1\" run --simulator script.lua >full"
            let run = try GrapheneProcess(
                ["-c", shell, "sh", GrapheneProcess.path], in: folder.path, executable: "/bin/sh")
            #expect(await run.errors.contains("filling"))
            run.signal(SIGINT)
            run.signal(SIGTERM)

            #expect([130, 143].contains(await run.result().status))
        }
    }

    @Test func `handlers get no longer than the clean-up time`() async throws {
        let result = try await run(
            Self.slowHandler, ["--cleanup-timeout", "200ms"], until: "waiting"
        ) { $0.signal(SIGINT) }

        #expect(result.status == 130)
        #expect(result.errors.contains("handlers did not end within 0.2s"), "\(result.errors)")
    }

    @Test(arguments: ["while true do end", "while true do pcall(error) end"])
    func `a script that computes is interrupted promptly`(loop: String) async throws {
        let result = try await run(
            "graphene.log.info('looping')\ngraphene.databases()\nprint('x') graphene.sleep(0.01)\n"
                + loop, ["--cpu", "10m"], until: "x"
        ) { $0.signal(SIGINT) }

        #expect(result.status == 130)
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `a script that computes keeps its handlers and what it printed`(number: Int32) async throws
    {
        let script = """
            graphene.defer(function(err) print("defer", err.code, graphene.plans()[1] ~= nil) end)
            print("computing") while true do pcall(function() while true do end end) end
            """

        let result = try await run(script, ["--cpu", "10m"], until: "computing") {
            $0.signal(number)
        }

        #expect(result.status == 128 + number)
        #expect(result.output == "computing\ndefer\tcancelled\ttrue\n", "\(result.errors)")
        #expect(result.errors.contains("at: script.lua:2"), "\(result.errors)")
        #expect(result.errors.contains("not started: what comes after script.lua:2"))
    }

    @Test func `a script that computes in a handler gets no longer than the clean-up time`()
        async throws
    {
        let script = """
            graphene.defer(function() print("handler") while true do end end)
            print("waiting")
            graphene.sleep("1h")
            """

        let result = try await run(
            script, ["--cpu", "10m", "--cleanup-timeout", "4s"], until: "waiting"
        ) { $0.signal(SIGINT) }

        #expect(result.status == 130)
        #expect(result.output == "waiting\nhandler\n")
        #expect(result.errors.contains("handlers did not end within 4s"), "\(result.errors)")
    }

    @Test func `a script that does not listen is ended, and that its handlers did not run is told`()
        async throws
    {
        let script = """
            graphene.defer(function() print("defer") end)
            print("computing")
            print((("a"):rep(2000):find((".-"):rep(40) .. "b")))
            """

        let result = try await run(script, ["--cpu", "10m"], until: "computing") {
            $0.signal(SIGINT)
        }

        #expect(result.status == 130)
        #expect(result.output == "computing\n")
        #expect(result.errors.contains("its handlers did not run"), "\(result.errors)")
    }

    @Test func `a script that computes past its time limit has its handlers`() async throws {
        let script = """
            graphene.on_error(function(err) print("on_error", err.code) end)
            print("computing")
            while true do end
            """

        let result = try await run(
            script, ["--cpu", "10m", "--timeout", "4s"], until: "computing"
        ) { _ in }

        #expect(result.status == 124)
        #expect(result.output == "computing\non_error\ttimeout\n", "\(result.errors)")
        #expect(result.errors.contains("at: script.lua:3"), "\(result.errors)")
    }

    @Test func `a run that takes too long fails, with its handlers`() async throws {
        let script = """
            graphene.on_error(function(err) print("on_error", err.code) end)
            print("waiting")
            graphene.sleep("1h")
            """

        let result = try await run(script, ["--timeout", "4s"], until: "waiting") { _ in }

        #expect(result.status == 124)
        #expect(result.output == "waiting\non_error\ttimeout\n")
        #expect(result.errors.contains("error[timeout]: the run took longer than 4s"))
    }

    @Test func `a script cannot swallow an interruption`() async throws {
        let script = """
            print("waiting")
            for i = 1, 1000 do pcall(graphene.sleep, "1h") end
            return "swallowed"
            """

        let result = try await run(script, until: "waiting") { $0.signal(SIGINT) }

        #expect(result.status == 130)
        #expect(!result.output.contains("swallowed"))
    }
}
