import Diagnostics
import JSONDocument
import ScriptWire

/// What a test's file has beside what every script has: tests and what they expect.
///
/// The matchers are what `expect` returns; the functions of the test's cloud are in an extension.
enum TestFunctions {
    static let all = [test, expect] + matchers + cloud + [declare]

    private static let source = "`graphene test`"

    static let test = HostFunction(
        script: "test",
        "Declares a test; each runs in a process of its own, on a fresh simulated account.",
        Parameter<String>("name", "a sentence that says what holds; no two in a file are the same"),
        Parameter<ScriptFunction>(
            "fn", "called as `fn(cloud)` once the whole file has run",
            as: "fun(cloud: graphene.TestCloud): any"),
        returns: "nothing", raises: [], source: source,
        example: """
            test("a paused database is left alone", function(cloud)
              cloud.run("pause.lua", { db = "staging/customers" })
              expect(cloud.changes()).to_equal({})
            end)
            """,
        failing: """
            test("it pauses", function() end)
            test("it pauses", function() end)
            """, visibility: .test)

    static let expect = HostFunction(
        script: "expect", "Begins a sentence about a value; what the value must be follows it.",
        Parameter<WireValue>("value", "what was come to"),
        returns: "what can be expected of it: `to_equal` and the others",
        results: ["graphene.Expectation"], raises: [], source: source,
        example: #"expect(cloud.db("staging/orders").state).to_equal("running")"#,
        failing: #"expect("running").to_be("paused")"#,
        visibility: .test)

    static let matchers = [
        HostFunction(
            script: "expect.to_equal",
            "Fails the test unless the value is the expected one, down to the innermost table.",
            Parameter<WireValue>("expected", "the same value; of handles, the same object"),
            returns: "the value", results: ["any value"], raises: [.unhealthy], source: source,
            example: "expect({ 1, { 2 } }).to_equal({ 1, { 2 } })",
            failing: #"expect({ state = "running" }).to_equal({ state = "paused" })"#,
            visibility: .test),
        HostFunction(
            script: "expect.to_not_equal", "Fails the test if the value is that one.",
            Parameter<WireValue>("unexpected", "what it must not be"),
            returns: "the value", results: ["any value"], raises: [.unhealthy], source: source,
            example: #"expect(cloud.db("staging/orders")).to_not_equal(nil)"#,
            failing: #"expect(cloud.db("dr/orders")).to_not_equal(nil)"#, visibility: .test),
        HostFunction(
            script: "expect.to_contain",
            "Fails the test unless a text has the part in it, or a list the element.",
            Parameter<WireValue>("part", "text as it stands, or an element that is equal"),
            returns: "the value", results: ["any value"], raises: [.unhealthy], source: source,
            example: """
                graphene.pause("staging/orders")
                expect(cloud.changes()).to_contain("pause staging/orders")
                """,
            failing: #"expect(cloud.changes()).to_contain("pause staging/orders")"#,
            visibility: .test),
        HostFunction(
            script: "expect.to_match", "Fails the test unless a text matches a Lua pattern.",
            Parameter<String>("pattern", "as `string.find` takes it"),
            returns: "the value", results: ["any value"], raises: [.unhealthy], source: source,
            example: #"expect("paused 3 databases").to_match("^paused %d+ database")"#,
            failing: #"expect("nothing to pause").to_match("^paused %d+ database")"#,
            visibility: .test),
        HostFunction(
            script: "expect.to_raise",
            "Calls the value, a function, and fails the test unless that raises an error.",
            Parameter<ErrorCode?>("code", "the code that the error must have; any by default"),
            returns: "the error", results: ["graphene.Error"], raises: [.unhealthy],
            source: source,
            example: """
                local err = expect(function() graphene.db("staging/ordres") end).to_raise("not_found")
                expect(err.message).to_contain("did you mean")
                """,
            failing: #"expect(function() return 7 end).to_raise("conflict")"#, visibility: .test),
    ]

    static let declare = HostFunction(
        "testing.declare",
        "Takes note of a test, and says whether it is the one to run.",
        Parameter<String>("name", "the test's name"),
        Parameter<String>("script", "where it is declared"),
        Parameter<Int64>("line", "and in which line"),
        options: .none,
        returns: "whether it is to run",
        raises: [],
        source: source,
        example: #"vm.perform("testing.declare", "it pauses", "pause_test.lua", 3)"#,
        visibility: .prelude
    ) { call, name, script, line in
        let bench = try call.context.testBench()
        let test = DeclaredTest(name: name, script: script, line: Int(clamping: line))
        return [.boolean(try bench.declare(test))]
    }
}

extension EffectContext {
    /// The test's account.
    ///
    /// - Throws: `usage` in whatever is no test.
    func testBench() throws(APIFailure) -> any TestBench {
        guard let bench else {
            throw APIFailure(
                .usage, "only a test has a cloud of its own", hint: "run it with `graphene test`")
        }
        return bench
    }
}

extension ErrorCode: ScriptChoice {
    package static var expectation: String { #"an error's code such as "not_found""# }
    package static var luaType: String { "graphene.ErrorCode" }
}
