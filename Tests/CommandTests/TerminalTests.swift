import Glibc
import Testing

/// `graphene` at a pseudo-terminal.
@Suite(.timeLimit(.minutes(10)))
struct TerminalTests {
    private static let question =
        "graphene.confirm('really?', { target = 'a/b' })\nreturn 'went on'"
    private static let pause = "graphene.pause('staging/orders') return 'done'"

    /// Runs a script at a terminal and types an answer once a text is shown.
    private func run(
        _ script: String, _ options: [String] = ["--simulator"], columns: UInt16 = 80,
        environment: [String: String] = ["TERM": "xterm"], at text: String = "",
        typing answer: String = ""
    ) async throws -> GrapheneProcess.Result {
        try await withFolder { folder in
            try folder.write(script, to: "script.lua")
            let run = try GrapheneProcess(
                ["run"] + options + ["script.lua"], environment: environment,
                input: .terminal(columns: columns), in: folder.path)
            if !text.isEmpty {
                #expect(await run.output.contains(text))
                run.type(answer)
            }
            let result = await run.result()
            #expect(run.hasLeftNoScriptProcess)
            return result
        }
    }

    @Test(arguments: [
        ("y\n", true), ("YES\n", true), ("n\n", false), ("\n", false), ("\u{4}", false),
    ])
    func `a person at the terminal is asked`(answer: String, isGiven: Bool) async throws {
        let result = try await run(
            Self.question, ["--simulator", "--timeout", "1h"], at: "really? (a/b) [y/N] ",
            typing: answer)

        #expect(result.status == (isGiven ? 0 : 6))
        #expect(result.output.contains("went on") == isGiven)
        #expect(result.output.contains("was answered with no") != isGiven)
    }

    @Test func `nobody is asked without a terminal`() async throws {
        let refused = try await CommandTests.run(Self.question)
        let agreed = try await CommandTests.run(Self.question, ["--yes"])

        #expect(refused.status == 6)
        try expectGolden("confirm-unattended.txt", refused.errors)
        #expect(agreed.output == "went on\n")
    }

    @Test func `what was typed before a question stood there is no answer to it`() async throws {
        try await withSimulator { simulator in
            try await withFolder { folder in
                try folder.write(
                    """
                    print("early")
                    graphene.wait("staging/customers", "running", { timeout = "9m" })
                    graphene.confirm("really?")
                    """, to: "script.lua")
                let run = try GrapheneProcess(
                    ["run", "script.lua"],
                    environment: simulator.environment.merging(["TERM": "xterm"]) { $1 },
                    input: .terminal(columns: 80), in: folder.path)
                #expect(await run.output.contains("| early"))
                run.type("y\n")
                try await simulator.resume("staging/customers")
                #expect(await run.output.contains("[y/N] "))
                run.type("n\n")

                let result = await run.result()

                #expect(result.status == 6)
            }
        }
    }

    @Test func `Ctrl-C at a question ends the run`() async throws {
        let result = try await run(Self.question, at: "[y/N] ", typing: "\u{3}")

        #expect(result.status == 130)
        #expect(!result.output.contains("went on"))
    }

    @Test func `Ctrl-C reaches the host and not the script process`() async throws {
        try await withSimulator { simulator in
            let script = """
                graphene.defer(function() print("handler of", #graphene.environments()) end)
                print("waiting")
                graphene.sleep("1h")
                """

            let result = try await run(
                script, [], environment: simulator.environment, at: "waiting", typing: "\u{3}")

            #expect(result.status == 130)
            #expect(result.output.contains("handler of\t3"), "\(result.output)")
        }
    }

    @Test func `Ctrl-C during an effect tells what was done, what runs and what was not started`()
        async throws
    {
        // The pause takes seconds, and the clones so long that they outlast what is done here.
        let result = try await withSimulator(["durations=0.05"]) { simulator in
            let script = """
                graphene.pause("staging/orders")
                graphene.clone("production/catalog", "dr", { wait = false })
                graphene.clone("production/orders", "dr")
                graphene.pause("staging/search")
                """
            return try await run(
                script, [], columns: 200,
                environment: simulator.environment.merging(["TERM": "xterm"]) { $1 },
                at: "clone production/orders: running (operation ",
                typing: "\u{3}")
        }

        #expect(result.status == 130)
        let last = result.output.split(separator: "ended with ").last ?? ""
        let lines = last.replacing(/operation [0-9a-f]{32}/, with: "operation ID")
            .split(separator: "\r\n").dropFirst()
        #expect(
            lines == [
                "done:", "  pause staging/orders", "still running in the cloud:",
                "  clone production/catalog (operation ID)",
                "  clone production/orders (operation ID) [cancelled]",
                "not started: what comes after script.lua:3",
            ], "\(result.output)")
    }

    @Test func `a second Ctrl-C at the terminal ends the run at once`() async throws {
        try await withSimulator { simulator in
            try await withFolder { folder in
                try folder.write(
                    """
                    graphene.defer(function() print("in handler") graphene.sleep("1h") end)
                    print("waiting")
                    graphene.sleep("1h")
                    """, to: "a.lua")
                let run = try GrapheneProcess(
                    ["run", "a.lua"], environment: simulator.environment,
                    input: .terminal(columns: 80), in: folder.path)
                #expect(await run.output.contains("waiting"))
                run.type("\u{3}")
                #expect(await run.output.contains("in handler"))
                run.type("\u{3}")

                let result = await run.result()

                #expect(result.status == 130)
                #expect(run.hasLeftNoScriptProcess)
                #expect(result.output.contains("ended with exit status 130"))
            }
        }
    }

    @Test(arguments: [UInt16(80), 30, 12])
    func `an effect under way has one line that is drawn anew`(columns: UInt16) async throws {
        let result = try await run(Self.pause, columns: columns)

        let live = result.output.split(separator: "\r\n").filter {
            $0.contains("\u{1b}[1A\u{1b}[J  ")
        }
        #expect(result.status == 0)
        #expect(!live.isEmpty)
        // What moves the cursor takes no room.
        #expect(live.allSatisfy { $0.count - 7 < Int(columns) })
        #expect(result.output.contains("✓ pause staging/orders"))
    }

    @Test(arguments: [["TERM": "dumb"], [:]])
    func `a terminal that cannot move its cursor gets lines`(
        environment: [String: String]
    ) async throws {
        let result = try await run(Self.pause, environment: environment)

        #expect(!result.output.contains("\u{1b}"))
        #expect(result.output.contains("  pause staging/orders: requesting\r\n"))
    }

    @Test func `there are no colours, asked for or not`() async throws {
        let plain = try await run(Self.pause, environment: ["TERM": "xterm", "NO_COLOR": "1"])
        let other = try await run(Self.pause)

        #expect(!plain.output.contains("m\u{1b}") && !other.output.contains("\u{1b}[3"))
    }

    @Test func `what is printed is not drawn over`() async throws {
        let script = """
            graphene.parallel({
              function() graphene.pause("staging/orders") end,
              function() graphene.sleep(5) print("printed meanwhile") graphene.sleep(5) end,
            })
            """

        let result = try await run(script)

        let after = result.output.split(separator: "printed meanwhile\r\n").last ?? ""
        #expect(result.status == 0, "\(result.output)")
        #expect(!after.hasPrefix("\u{1b}[1A"), "\(result.output)")
    }
}
