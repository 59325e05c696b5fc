import CloudSimulator
import Diagnostics
import JSONDocument
import ScriptAPI
@testable import ScriptHost
import SimulatedCloud
import Testing
import Timekeeping

/// Files of tests, as `graphene test` runs them.
struct TestFileTests {
    /// Runs the tests of a file's text; the scripts under test are those of `Fixtures/`.
    private static func run(
        _ text: String, prepare: (inout TestPlan) -> Void = { _ in }
    ) async -> (listing: TestListing, outcomes: [String: TestOutcome]) {
        let source = ScriptSource(
            name: "a_test.lua", bytes: Array(text.utf8), folder: TestRun.fixtures)
        var plan = TestPlan(
            file: TestFile(source: source, root: TestRun.fixtures, folder: "", shownRoot: ""),
            account: CloudSimulator(), seed: 1, scriptProcess: ScriptHost.scriptProcessPath())
        prepare(&plan)
        return await Gate.virtualTime.pass { [plan] in
            let listing = await ScriptTests.list(plan)
            var outcomes: [String: TestOutcome] = [:]
            for test in listing.tests where listing.failure == nil {
                outcomes[test.name] = await ScriptTests.run(test, of: plan)
            }
            return (listing, outcomes)
        }
    }

    /// How a test with this body fails; nil when it passes.
    private static func failure(of body: String) async -> RunFailure? {
        let run = await run("test('it', function(cloud)\n\(body)\nend)")
        return run.listing.failure ?? run.outcomes["it"]?.report.failure
    }

    @Test func `each test has an account of its own`() async {
        let run = await Self.run(
            """
            test("one", function(cloud)
              graphene.pause("staging/orders")
              expect(cloud.changes()).to_equal({ "pause staging/orders" })
            end)
            test("two", function(cloud)
              expect(cloud.db("staging/orders").state).to_equal("running")
              expect(cloud.requests()).to_equal({})
            end)
            """)

        #expect(run.listing.tests.map(\.name) == ["one", "two"])
        #expect(run.listing.tests.map(\.line) == [1, 5])
        #expect(run.outcomes.count == 2)
        for outcome in run.outcomes.values { #expect(outcome.report.failure == nil) }
    }

    @Test func `the whole file runs before its test, and the run says that it is one`() async {
        let run = await Self.run(
            """
            test("it", function() expect(later()).to_equal("test") end)
            function later() return graphene.run.mode end
            """)

        #expect(run.outcomes["it"]?.report.failure == nil)
    }

    @Test(arguments: [
        (#"expect("running").to_equal("paused")"#, #"expected "paused", given "running""#),
        (
            "expect({ a = { 1, 2 } }).to_equal({ a = { 1, 3 } })",
            "expected 3 at .a[2], given 2; the whole is {a = {1, 2}}"
        ),
        ("expect({}).to_equal({ x = 1 })", "expected 1 at .x, given nil; the whole is {}"),
        (#"expect({ x = 1 }).to_equal({})"#, "expected nil at .x, given 1"),
        ("expect(1).to_not_equal(1)", "expected anything but 1, given that"),
        (#"expect({ "a" }).to_contain("b")"#, #"expected a list that contains "b", given {"a"}"#),
        (#"expect("abc").to_contain("x")"#, #"expected a text that contains "x", given "abc""#),
        (#"expect("abc").to_match("^b")"#, #"expected a text that matches "^b", given "abc""#),
        (
            "expect(function() return 7 end).to_raise('conflict')",
            "expected the error `conflict`, but none was raised; it returned 7"
        ),
        (
            "expect(function() graphene.db('staging/nope') end).to_raise('conflict')",
            "expected the error `conflict`, given not_found: "
        ),
        (#"cloud.run("later.lua")"#, "later.lua failed: script: no luck (later.lua:2)"),
        (
            #"cloud.run("later.lua", {}, { fails = "conflict" })"#,
            "expected later.lua to fail with `conflict`, given script: no luck (later.lua:2)"
        ),
    ])
    func `what was expected and what was given is told, with the line`(
        _ body: String, _ message: String
    ) async throws {
        let failure = try #require(await Self.failure(of: body))

        #expect(failure.message.contains(message), "\(failure.message)")
        #expect(failure.place == ScriptPlace(script: "a_test.lua", line: 2))
        #expect(failure.code == (message.contains("failed: script") ? .script : .unhealthy))
    }

    @Test(arguments: [
        "expect(graphene.db('staging/orders')).to_equal(graphene.db('staging/orders'))",
        "local t = {} t.t = t local u = {} u.t = u expect(t).to_equal(u)",
        "expect({ 1, { 2 } }).to_contain({ 2 })",
        "expect(cloud.db('staging/none')).to_equal(nil)",
        "local e = expect(error).to_raise() expect(e.code).to_equal('script')",
        "expect(function() graphene.db('x/y') end).to_raise('not_found')",
        "local r = cloud.run('later.lua', nil, { fails = 'script' }) expect(r.exit_status).to_equal(1)",
        "cloud.set_db('staging/orders', { state = 'paused' }) expect(graphene.db('staging/orders').state).to_equal('paused')",
        "cloud.fail_next('POST /pause', { status = 409 }) expect(function() graphene.pause('staging/orders', { locked_timeout = 1 }) end).to_raise()",
        "graphene.pause('staging/orders') local seen = cloud.requests({ changing = true }) expect(seen[1].path).to_match('/pause$') expect(#seen).to_equal(1)",
    ])
    func `what holds passes`(_ body: String) async {
        let failure = await Self.failure(of: body)

        #expect(failure == nil, "\(failure?.message ?? "")")
    }

    @Test(arguments: [
        ("expect(1)", "this `expect` expects nothing"),
        ("expect(1).to_equl(1)", "did you mean `to_equal`?"),
        ("expect(1):to_equal(1)", "called with a colon"),
        ("cloud:run('x.lua')", "cloud.run was called with a colon"),
        ("cloud.fial_next('*')", "did you mean `fail_next`?"),
        ("test('inner', function() end)", "a test cannot declare another one"),
        ("cloud.run('../x.lua')", "leads out of"),
        ("cloud.run('/etc/passwd')", "leads out of"),
        ("cloud.run('none.lua')", "there is no script none.lua"),
        ("cloud.run('later.lua', { x = print })", "`params.x` must be"),
        ("cloud.db('stagin/orders')", "did you mean `staging`?"),
        ("cloud.set_db('staging/ordres', {})", "did you mean `staging/orders`?"),
        ("cloud.fail_next('POST /clon', { status = 500 })", "did you mean `POST /clone`?"),
        ("cloud.fail_next('POST /restore', { status = 500 })", "several routes"),
        ("cloud.fail_next('POST /clone')", "takes one of `status` and `how`"),
        ("cloud.fail_next('POST /clone', { status = 5 })", "between 100 and 599"),
        ("cloud.fail_next('POST /clone', { how = 'sadly' })", "must be one of"),
        ("expect(1).to_raise()", "the value must be a function"),
        ("expect(print).to_raise('not_fund')", "did you mean `not_found`?"),
    ])
    func `a test that is written wrongly says how to write it`(
        _ body: String, _ words: String
    ) async {
        let failure = await Self.failure(of: body)

        let text = "\(failure?.message ?? "") \(failure?.hint ?? "")"
        #expect(text.contains(words), "\(text)")
    }

    @Test(arguments: [
        ("test('it'", "syntax error", ErrorCode.usage),
        ("print('nothing')", "a_test.lua declares no test", .usage),
        (
            "test('a', print)\ntest('a', print)",
            "there are two tests called `a`: this one, and that of a_test.lua:1", .usage
        ),
        ("test('', print)", "`name` must be a line of text", .usage),
        ("test('a')", "`fn` must be a function", .usage),
        ("error('early')", "early", .script),
        ("while true do end", "processor time", .timeLimit),
    ])
    func `a file that is none of tests says why, and where`(
        _ text: String, _ words: String, _ code: ErrorCode
    ) async throws {
        let listing = await Self.run(text) { $0.limits.processorTime = .milliseconds(200) }.listing

        let failure = try #require(listing.failure)
        #expect(failure.message.contains(words), "\(failure.message)")
        #expect(failure.code == code)
    }

    @Test func `a test that never ends is ended, and the next one runs`() async {
        let run = await Self.run(
            """
            test("computes", function() while true do end end)
            test("waits", function() while true do graphene.sleep("1m") end end)
            test("runs what never ends", function(cloud) cloud.run("endless.lua") end)
            test("ends", function() end)
            """
        ) {
            $0.limits.processorTime = .milliseconds(200)
            $0.limits.timeout = .hours(2)
        }

        #expect(run.outcomes["computes"]?.report.failure?.code == .timeLimit)
        #expect(run.outcomes["waits"]?.report.failure?.code == .timeout)
        let inner = run.outcomes["runs what never ends"]?.report.failure?.message ?? ""
        #expect(inner.contains("endless.lua failed: time_limit"), "\(inner)")
        #expect(run.outcomes["ends"]?.report.failure == nil)
    }

    @Test func `a script under test runs in the time of the test, and its run is told`() async {
        let failure = await Self.failure(
            of: """
                local run = cloud.run("pauser.lua", { db = "staging/orders" }, {
                  yes = true, env = { CHANNEL = "alerts" },
                })
                expect(run.result).to_equal("paused")
                expect(run.outputs).to_equal({ channel = "alerts" })
                expect(run.printed).to_contain("before")
                expect(run.questions).to_equal({ "sure?" })
                expect(run.effects).to_equal({
                  { verb = "pause", target = "staging/orders", outcome = "done" },
                })
                expect(run.elapsed > 60).to_equal(true)
                expect(run.error).to_equal(nil)
                """)

        #expect(failure == nil, "\(failure?.message ?? "")")
    }

    @Test func `a script under test ends with the test that waits for it`() async {
        let run = await Self.run(
            """
            test("out of time", function(cloud) cloud.run("sleeper.lua", nil, { timeout = "20h" }) end)
            test("given up", function(cloud)
              graphene.parallel {
                function() cloud.run("sleeper.lua") end,
                function() graphene.sleep("1h") error("enough") end,
              }
            end)
            """
        ) { $0.limits.timeout = .hours(2) }

        let late = run.outcomes["out of time"]?.report
        #expect(late?.failure?.code == .timeout && (late?.elapsed ?? .zero) < .hours(3))
        #expect(run.outcomes["given up"]?.report.failure?.message == "enough")
    }

    @Test func `several scripts run at the same time, each in its own time limit`() async {
        let failure = await Self.failure(
            of: """
                local function status(timeout)
                  local options = { timeout = timeout, fails = "timeout" }
                  return function() return cloud.run("sleeper.lua", nil, options).exit_status end
                end
                local a, b = graphene.parallel { status("5h"), status("1h") }
                expect({ a, b }).to_equal({ 124, 124 })
                expect(graphene.time.now() - graphene.run.started_at < 5.1 * 3600).to_equal(true)
                """)

        #expect(failure == nil, "\(failure?.message ?? "")")
    }

    @Test func `a test that is skipped says why, and what it printed is kept`() async {
        let run = await Self.run(
            #"test("it", function() print("seen") graphene.skip("not today") end)"#)

        #expect(run.outcomes["it"]?.report.skipped == "not today")
        #expect(run.outcomes["it"]?.printed == "seen\n")
    }

    @Test func `no other run has what only tests have`() async {
        let run = await TestRun(
            "return { tostring(test), tostring(expect), tostring(graphene.run.mode) }")
        let asked = await TestRun("return graphene.cloud")

        #expect(run.report.result == ["nil", "nil", "test"])
        #expect(asked.report.failure?.code == .usage)
    }

    @Test(arguments: [
        ("POST /clone", "POST /deployments/databases/{v}/{d}/clone"),
        ("POST …/pause", "POST /deployments/databases/{v}/{d}/pause"),
        ("*", "*"), ("GET /deployments/plans", "GET /deployments/plans"),
    ])
    func `a route is found by how its path ends`(_ text: String, _ route: String) throws {
        #expect(try FaultRoute.find(text) == route)
    }
}
