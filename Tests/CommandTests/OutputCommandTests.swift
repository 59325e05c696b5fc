import JSONDocument
import Testing

/// What goes to standard output, and what to standard error.
@Suite(.timeLimit(.minutes(10)))
struct OutputCommandTests {
    private static let script = """
        print("printed", math.random(1000))
        graphene.log.info("logged", { n = 1 })
        io.stderr:write("on stderr\\n")
        graphene.output("key", { 1, 2 })
        graphene.table(graphene.databases("staging"), { "ref", "state" })
        for name, value in ipairs { 1, 2, 3 } do io.write(tostring(value), " ") end
        local db, changed = graphene.pause("staging/orders")
        return { state = db.state, changed = changed }
        """

    @Test func `text is what the script prints and returns`() async throws {
        let result = try await run(Self.script, ["--seed", "7"])

        #expect(result.status == 0)
        try expectGolden("output-text.txt", result.output)
        try expectGolden("output-text-errors.txt", result.errors)
    }

    @Test func `nothing is printed for a script that returns nil`() async throws {
        let result = try await run("return nil")

        #expect(result.output.isEmpty)
    }

    @Test func `json is one document`() async throws {
        let result = try await run(Self.script, ["--seed", "7", "--output", "json"])

        let document = try JSONValue(parsing: result.output)
        #expect((document["run"]?["memory_peak_bytes"]?.integer ?? 0) > 1_000)
        try expectGolden("output-json.txt", Self.withoutMemory(result.output))
        #expect(result.errors.contains("printed"))
        #expect(!result.errors.contains("REF"))
    }

    /// The memory that a script takes changes with each build of the script process.
    private static func withoutMemory(_ text: String) -> String {
        text.replacing(/"memory_peak_bytes": ?\d+/, with: #""memory_peak_bytes":0"#)
    }

    @Test func `why a script had nothing to do is in the document`() async throws {
        let result = try await run("graphene.skip('it is Sunday')", ["--output", "json"])

        #expect(try JSONValue(parsing: result.output)["skipped"] == "it is Sunday")
        #expect(result.errors.contains("skipped: it is Sunday\n"))
    }

    @Test func `an error is in the document, with its place`() async throws {
        let result = try await run("\nerror('oops')", ["--output", "json"])

        let error = try JSONValue(parsing: result.output)["error"]
        #expect(result.status == 1)
        #expect(error?["code"] == "script")
        #expect(error?["message"] == "oops")
        #expect(error?["script"] == "script.lua")
        #expect(error?["line"] == 2)
    }

    @Test func `json lines are the events, and the document last`() async throws {
        let result = try await run(Self.script, ["--seed", "7", "--output", "jsonl"])

        let lines = try result.output.split(separator: "\n").map {
            try JSONValue(parsing: String($0))
        }
        #expect(lines.dropLast().last?["event"] == "ended")
        #expect(lines.last?["result"]?["changed"] == true)
        try expectGolden("output-jsonl.txt", Self.withoutMemory(result.output))
    }

    @Test func `a state that goes on is one line`() async throws {
        let result = try await run(
            "graphene.clone('production/orders', 'dr')", ["--output", "jsonl"])

        let states = try result.output.split(separator: "\n").compactMap { line in
            let event = try JSONValue(parsing: String(line))
            return event["event"] == "effect_progressed"
                ? [event["state"], event["operation"]] : nil
        }
        #expect(states.count > 3)
        #expect(zip(states, states.dropFirst()).allSatisfy { $0 != $1 }, "\(states)")
    }

    @Test(arguments: ["text", "json", "jsonl"])
    func `output on a full disk is an error, and what was done is told`(
        format: String
    ) async throws {
        let result = try await withFolder { folder in
            try folder.write("print(1) return graphene.pause('staging/orders')", to: "a.lua")
            let command = "run --simulator --output \(format) a.lua >/dev/full"
            return try await graphene(
                ["-c", "'\(GrapheneProcess.path)' \(command)"], in: folder.path,
                executable: "/bin/bash")
        }

        #expect(result.status == 2)
        #expect(result.errors.contains("error[config]: cannot write standard output: No space"))
        #expect(result.errors.hasSuffix("1 change\ndone:\n  pause staging/orders\n"))
    }

    @Test(arguments: ["doc", "--help", "run --help", "simulator", "simulator --assumptions"])
    func `what cannot be told is an error of every command`(arguments: String) async throws {
        let result = try await graphene(
            ["-c", "'\(GrapheneProcess.path)' \(arguments) >/dev/full"],
            executable: "/bin/bash")

        #expect(result.status == 2)
        #expect(result.errors.hasPrefix("error[config]: cannot write standard output"))
    }

    @Test(arguments: ["text", "json", "jsonl"])
    func `the same seed gives the same bytes`(format: String) async throws {
        let options = ["--seed", "42", "--output", format]

        let first = try await run(Self.script, options)
        let second = try await run(Self.script, options)
        let other = try await run(Self.script, ["--seed", "43", "--output", format])

        #expect(first.output == second.output)
        #expect(first.errors == second.errors)
        #expect(first.output != other.output)
    }

    @Test func `verbose adds debug messages and the stack`() async throws {
        let script = "graphene.log.debug('detail')\nlocal function f() error('oops') end f()"

        let plain = try await run(script)
        let verbose = try await run(script, ["-v"])

        #expect(!plain.errors.contains("detail"))
        #expect(verbose.errors.contains("debug: detail"))
        #expect(verbose.errors.contains("in local 'f'"), "\(verbose.errors)")
    }

    @Test func `what a script sends cannot steer the terminal`() async throws {
        let result = try await run(
            "graphene.log.warn('\\27[2J') error({ message = 'a\\27]0;b\\7c\\nd' })")

        #expect(!result.errors.contains("\u{1b}"))
        #expect(result.errors.contains(#"\u{1b}[2J"#))
    }

    @Test func `an error in a module shows the script's own line`() async throws {
        try await withFolder { folder in
            try folder.write(
                "local M = {}\nfunction M.f() error('in m') end\nreturn M", to: "m.lua")
            try folder.write("\nrequire('m').f()", to: "a.lua")

            let result = try await graphene(["run", "--simulator", "a.lua"], in: folder.path)

            #expect(result.errors.contains("error[script]: in m\n"))
            #expect(result.errors.contains("at: a.lua:2\n    2 | require('m').f()"))
            let excerpt = "in: m.lua:2, in function 'f'\n    2 | function M.f() error('in m') end"
            #expect(result.errors.contains(excerpt), "\(result.errors)")
        }
    }

    @Test(arguments: [
        (
            "local function refresh()\n error('x')\nend\nrefresh()",
            "at: script.lua:2, in function 'refresh'\n"
        ),
        (
            "local M = {}\nfunction M:go() graphene.db('x/y') end\nM:go()",
            "at: script.lua:2, in function 'go'\n"
        ),
        ("error('x')", "at: script.lua:1\n"),
        ("graphene.map({ 1 }, function() error('x') end)", "at: script.lua:1\n"),
    ])
    func `an error names the function it comes from, where it has a name`(
        script: String, place: String
    ) async throws {
        let result = try await run(script)

        #expect(result.errors.contains(place), "\(result.errors)")
    }
}
