import JSONDocument
import Testing

/// What `graphene` says to a command line.
@Suite(.timeLimit(.minutes(10)))
struct CommandLineTests {
    @Test(arguments: [
        ["--help"], ["run", "--help"], ["simulator", "--help"], ["doc", "--help"],
        ["doctor", "--help"], ["auth", "check", "--help"], ["test", "--help"], ["new", "--help"],
        ["explain", "--help"], ["types", "--help"], ["completion", "--help"], ["check", "--help"],
        ["eval", "--help"],
    ])
    func `the help is for reading in a terminal`(arguments: [String]) async throws {
        let result = try await graphene(arguments)

        #expect(result.status == 0)
        #expect(result.errors.isEmpty)
        #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
        let name = arguments.filter { !$0.hasPrefix("-") }.first ?? "graphene"
        try expectGolden("help-\(name).txt", result.output)
    }

    @Test(arguments: [
        "", "run", "repl", "eval", "check", "test", "new", "lib", "lib init", "lib add",
        "lib remove", "lib update", "lib fetch", "lib list", "lib verify", "lib diff", "lib vendor",
        "runs",
        "runs list", "runs show", "runs log", "ps", "probe", "simulator", "simulator import",
        "auth check", "doctor", "doc", "explain", "types", "completion",
    ])
    func `lines that a help lays out are not wrapped`(command: String) async throws {
        let result = try await graphene(command.split(separator: " ").map(String.init) + ["--help"])

        var isLaidOut = false
        for line in result.output.split(separator: "\n", omittingEmptySubsequences: false) {
            #expect(!isLaidOut || line.isEmpty || line.hasPrefix("  "), "\(line)")
            isLaidOut =
                ["EXAMPLES:", "OUTPUT:", "EXIT STATUS:"].contains(line)
                || isLaidOut && !line.isEmpty
        }
    }

    @Test(arguments: [
        (["nightly.lua"], "did you mean `graphene run nightly.lua`?"),
        (["run", "a.lua", "db=a/b c"], "write `--param 'db=a/b c'`"),
        (
            ["a.lua", "--param", "n=it's two"],
            #"did you mean `graphene run a.lua --param 'n=it'\''s two'`?"#
        ),
        (["--simulator", "a.lua"], "did you mean `graphene run --simulator a.lua`?"),
        (["rum"], "there is no command `rum`; did you mean `run`?"),
        (["help", "rum"], "there is no command `rum`; did you mean `run`?"),
        (["help", "lib", "verfy"], "there is no command `verfy`; did you mean `verify`?"),
        (["lib", "verfy"], "there is no command `lib verfy`; did you mean `verify`?"),
        (["runs", "shwo", "1"], "there is no command `runs shwo`; did you mean `show`?"),
        (["lib", "add", "--frozn"], "see `graphene lib add --help`"),
        (["simulator", "import", "--seed", "x"], "see `graphene simulator import --help`"),
        (["ps", "auth", "check"], "see `graphene ps --help`"),
        (["run", "--simulater", "a.lua"], "unknown option '--simulater'"),
        (["run"], "no script was named"),
        (["run", "--simulator", "--output", "xml", "a.lua"], "'text', 'json' or 'jsonl'"),
        (["run", "--simulator", "--seed", "x", "a.lua"], "--seed"),
        (["run", "--rate", "0", "a.lua"], "--rate must be more than 0"),
        (["doc", "clon"], "clon"),
    ])
    func `a command line that makes no sense is exit 2`(
        arguments: [String], words: String
    ) async throws {
        let result = try await graphene(arguments)

        #expect(result.status == 2)
        #expect(result.output.isEmpty)
        #expect(result.errors.hasPrefix("error[usage]: "), "\(result.errors)")
        #expect(result.errors.contains(words), "\(result.errors)")
    }

    @Test(arguments: [
        (["--timeout", "soon"], "--timeout soon is no duration"),
        (["--cpu", "0s"], "--cpu 0s leaves no time at all"),
        (["--cleanup-timeout", "x"], "--cleanup-timeout x is no duration"),
        (["--memory", "0"], "--memory 0 is not between"),
        (["--max-output", "0"], "--max-output 0 is not between"),
        (["--api-url", "http://127.0.0.1:1"], "--simulator and --api-url name two clouds"),
        (["--assume", "x=y"], "there is no assumption called `x`"),
        (["--param", "db"], "--param db is not of the form name=value"),
        (["--param", "=x"], "write `--param name=value`"),
        (["--params", "/nonexistent"], "cannot read the parameters in /nonexistent"),
        (["--env", "GRAPHENEDB_CLIENT_SECRET"], "cannot be given to a script"),
        (["--env", "A=hunter2"], "`A=…` is no name of an environment variable"),
        (["--env", ""], "`` is no name of an environment variable"),
        (["--trace", "/nonexistent/x"], "cannot write the trace /nonexistent/x"),
        (["--trace", "/tmp"], "cannot write the trace /tmp: Is a directory"),
    ])
    func `an option that cannot be is refused before the script starts`(
        options: [String], words: String
    ) async throws {
        let result = try await run("print('started')", options)

        #expect(result.status == 2)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains(words), "\(result.errors)")
    }

    @Test(arguments: [
        [:], ["GRAPHENEDB_CLIENT_ID": "id"], ["GRAPHENEDB_CLIENT_SECRET": "s"],
        ["GRAPHENEDB_CLIENT_ID": "", "GRAPHENEDB_CLIENT_SECRET": ""],
        ["GRAPHENEDB_CLIENT_ID": "id", "GRAPHENEDB_CLIENT_SECRET_FILE": "/nonexistent"],
        ["GRAPHENEDB_CLIENT_ID": "id", "GRAPHENEDB_CLIENT_SECRET_FILE": "/dev/null"],
    ])
    func `without credentials it says what to set`(environment: [String: String]) async throws {
        try await withFolder { folder in
            let script = try folder.write("print('started')", to: "a.lua")

            let result = try await graphene(
                ["run", script], environment: environment, in: folder.path)

            #expect(result.status == 4)
            #expect(result.output.isEmpty)
            #expect(result.errors.hasPrefix("error[auth]: "))
            for words in ["GRAPHENEDB_CLIENT_ID", "GRAPHENEDB_CLIENT_SECRET", "--simulator"] {
                #expect(result.errors.contains(words), "\(result.errors)")
            }
        }
    }

    @Test func `a run that cannot start is a document too`() async throws {
        let result = try await graphene(["run", "--output", "json", "/nonexistent.lua"])

        #expect(result.status == 2)
        let document = try JSONValue(parsing: result.output)
        #expect(document["error"]?["code"] == "usage")
        #expect(document["run"] == .null)
    }

    @Test(arguments: [[:], ["HOME": ""], ["HOME": "/nonexistent", "PATH": ""]])
    func `it needs nothing of the environment`(environment: [String: String]) async throws {
        let result = try await run("return 1", environment: environment)

        #expect(result.status == 0)
        #expect(result.output == "1\n")
    }

    @Test func `the first run ends with what to do next`() async throws {
        let result = try await run("return graphene.pause('staging/orders').state")

        try expectGolden("first-run.txt", result.errors)
        #expect(result.output == "paused\n")
    }

    @Test func `the next command takes what this one took`() async throws {
        let result = try await withFolder { folder in
            try folder.write("graphene.params{n={type='string'},m={type='string'}}", to: "a b.lua")
            try folder.write(#"{"m":"x"}"#, to: "p.json")
            return try await graphene(
                [
                    "run", "--simulator", "a b.lua", "--param", "n=it's", "--params", "p.json",
                    "--env", "HOME",
                ], in: folder.path)
        }

        #expect(
            result.errors.hasSuffix(
                "  graphene run 'a b.lua' --param 'n=it'\\''s' --params p.json --env HOME\n"),
            "\(result.errors)")
    }

    @Test func `with credentials set there is nothing left to tell`() async throws {
        let result = try await run("return 1", environment: ["GRAPHENEDB_CLIENT_ID": "id"])

        #expect(!result.errors.contains("next, against your own account"))
    }

    @Test func `a script with a first line for the shell runs by its name`() async throws {
        let script = """
            #!/usr/bin/env -S \(GrapheneProcess.path) run --simulator
            return graphene.params{n={type='integer'}}.n
            """

        // A shell writes it: what this process has open for writing, it cannot start reliably.
        let result = try await withFolder { folder in
            try await graphene(
                ["-c", "cat > a.lua && chmod +x a.lua && exec ./a.lua --param n=3"],
                environment: ["PATH": "/usr/bin:/bin"], input: .text(script), in: folder.path,
                executable: "/bin/sh")
        }

        #expect(result.output == "3\n", "\(result.errors)")
    }

    @Test func `a script comes from standard input`() async throws {
        let result = try await graphene(
            ["run", "--simulator", "-"], input: .text("return 'from ' .. 'a pipe'"))

        #expect(result.output == "from a pipe\n")
        #expect(result.status == 0)
    }

    @Test func `no descriptor is needed`() async throws {
        let result = try await run("print(1) io.stderr:write('x') return 2", input: .closed)

        #expect(result.status == 0)
    }
}
