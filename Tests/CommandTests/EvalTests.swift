import JSONDocument
import Testing

/// `graphene eval`.
@Suite(.timeLimit(.minutes(5)))
struct EvalTests {
    private func eval(
        _ expression: String, _ options: [String] = ["--simulator"],
        environment: [String: String] = [:]
    ) async throws -> GrapheneProcess.Result {
        try await graphene(["eval"] + options + [expression], environment: environment)
    }

    @Test(arguments: [
        ("1 + 1", "2\n"), ("'two\\nlines'", "two\nlines\n"), ("1, 'x'", "1\nx\n"),
        ("graphene.db('production/orders').name", "orders\n"), ("x = 1", ""),
        ("local x = 2; return x", "2\n"), ("nil", "nil\n"), ("print('p')", "p\n"),
        ("graphene.db 'production/orders'", "production/orders (running)\n"),
        ("graphene.environments()", "NAME "),
    ])
    func `a value is printed`(expression: String, output: String) async throws {
        let result = try await eval(expression)

        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.hasPrefix(output), "\(result.output)")
        #expect(result.errors.isEmpty)
    }

    @Test func `JSON is one value, JSON lines are the elements of a list`() async throws {
        let options = ["--simulator", "--output"]
        let json = try await eval("graphene.databases 'dr'", options + ["json"])
        let lines = try await eval("{ { a = 1 }, { a = 2 } }", options + ["jsonl"])
        let printed = try await eval("print('p') or 5", options + ["json"])
        let none = try await eval("x = 1", options + ["json"])

        #expect(try JSONValue(parsing: json.output).array?[0]["env"] == "dr")
        #expect(lines.output == "{\"a\":1}\n{\"a\":2}\n")
        #expect(printed.output == "5\n")
        #expect(printed.errors == "| p\n")
        #expect(none.output.isEmpty)
    }

    @Test(arguments: [
        ("print", "`value` must be something that JSON can hold, not a function"),
        ("{ a = { 1, 0/0 } }", "`value[\"a\"][2]` must be a finite number, not the number "),
    ])
    func `what JSON cannot hold is named`(expression: String, words: String) async throws {
        let result = try await eval(expression, ["--simulator", "--output", "json"])

        #expect(result.status == 2)
        #expect(result.output.isEmpty)
        #expect(
            result.errors.contains("cannot write the value as JSON: " + words), "\(result.errors)")
    }

    @Test(arguments: [
        ("error 'no'", Int32(1)), ("1 +", 2), ("= 1", 2), ("graphene.db 'a/b'", 5),
        ("graphene.fail('x', { code = 'unhealthy' })", 7),
        ("graphene.map({ 1 }, error, { failures = 'collect' }) and 1", 9),
        ("while true do end", 124),
    ])
    func `a failure has its exit status`(expression: String, status: Int32) async throws {
        let result = try await eval(expression, ["--simulator", "--cpu", "200ms"])

        #expect(result.status == status, "\(result.errors)")
        #expect(result.output.isEmpty)
        #expect(result.errors.contains("error["), "\(result.errors)")
    }

    @Test func `without an expression, standard input is it`() async throws {
        let dash = try await graphene(["eval", "--simulator", "-"], input: .text("1 +\n1\n"))
        let none = try await graphene(["eval", "--simulator"], input: .text("2 * 3"))

        #expect(dash.output == "2\n")
        #expect(none.output == "6\n")
    }

    @Test(arguments: ["", " \n"])
    func `an expression that is empty is exit 2`(text: String) async throws {
        let given = try await graphene(["eval", "--simulator", "--output", "json", text])
        let read = try await graphene(["eval", "--simulator"], input: .text(text))

        for result in [given, read] {
            #expect(result.status == 2, "\(result.errors)")
            #expect(result.output.isEmpty)
            #expect(result.errors.hasPrefix("error[usage]: no expression was given\n"))
        }
    }

    @Test func `at a terminal an expression that was forgotten is asked for`() async throws {
        let result = try await graphene(
            ["eval", "--simulator"], environment: ["TERM": "xterm"], input: .terminal(columns: 80))

        #expect(result.status == 2)
        #expect(result.output.hasPrefix("error[usage]: no expression was given\r\n"))
    }

    @Test func `what disrupts a live database is named`() async throws {
        try await withSimulator { simulator in
            let pause = "graphene.pause('staging/orders').state"
            let refused = try await eval(pause, [], environment: simulator.environment)
            let other = try await eval(
                pause, ["--on", "staging/search"], environment: simulator.environment)
            let named = try await eval(
                pause, ["--on", "staging/orders"], environment: simulator.environment)
            let resumed = try await eval(
                "graphene.resume('staging/orders').state", [], environment: simulator.environment)

            #expect(refused.status == 6 && other.status == 6)
            #expect(refused.errors.contains("`--on staging/orders`"), "\(refused.errors)")
            #expect(named.output == "paused\n", "\(named.errors)")
            #expect(resumed.output == "running\n", "\(resumed.errors)")
        }
    }
}
