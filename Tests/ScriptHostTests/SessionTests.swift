import CloudSimulator
import Diagnostics
import JSONDocument
import ScriptAPI
import ScriptHost
import SimulatedCloud
import Synchronization
import Testing
import Timekeeping

/// Sessions in this process: a script process of their own, on a simulated cloud.
@Suite(.timeLimit(.minutes(5)))
struct SessionTests {
    @Test func `an entry's values are shown, and the last one is kept`() async throws {
        let session = await TestSession("return 1 + 1, 'a\\nb'", "return _", "x = 5", "return x, _")

        #expect(session.shown == [["2", #""a\nb""#], ["2"], [], ["5", "2"]])
        #expect(session.report.failure == nil)
    }

    @Test func `names last from entry to entry`() async throws {
        let session = await TestSession(
            "db = graphene.db 'production/orders'", "function f() return db.name end", "return f()")

        #expect(session.shown.last == [#""orders""#])
    }

    @Test func `an error ends the entry and not the session`() async throws {
        let session = await TestSession(
            "error('no')", "return _err.message", "graphene.pause('nowhere/x')", "return _err.code")

        #expect(session.codes == [.script, nil, .notFound, nil])
        #expect(session.shown[1] == [#""no""#])
        #expect(session.shown[3] == [#""not_found""#])
        #expect(session.failures[0]?.place == ScriptPlace(script: "entry 1", line: 1))
    }

    @Test func `handlers run at the end of their entry`() async throws {
        let session = await TestSession(
            "graphene.defer(function() ended = #graphene.environments() end)", "return ended")

        #expect(session.shown.last == ["3"])
    }

    @Test func `databases and other records are tables`() async throws {
        let session = await TestSession(
            "return graphene.databases 'staging'", "return { { a = 1, b = 'x' }, { a = 2 } }",
            "return {}", "return { 1, 2 }", "return { { 1 }, { 2 } }")

        #expect(session.tables[0]?.columns == ["env", "name", "state", "plan", "version"])
        #expect(session.tables[1]?.columns == ["a", "b"])
        #expect(session.shown[2...] == [["{}"], ["{1, 2}"], ["{{1}, {2}}"]])
    }

    @Test func `a record begins with what it is called, and durations are for people`() async throws
    {
        let session = await TestSession(
            "return graphene.versions()", "return graphene.plugins 'production/orders'",
            "op = graphene.pause('staging/orders', { wait = false }) op:wait()",
            "return { graphene.operation('staging/orders', op.id) }",
            "return graphene.map({ 'a' }, function() graphene.sleep '90s' end)")

        #expect(session.tables[0]?.columns == ["number", "edition", "vendor"])
        #expect(session.tables[1]?.columns == ["name", "id", "created_at"])
        #expect(session.tables[3]?.rows.array?.first?.array?.last == "1m15s")
        #expect(session.tables[4]?.rows.array?.first?.array?.last == "1m30s")
    }

    @Test func `what is known of the run is shown`() async throws {
        let session = await TestSession("return graphene.run")

        #expect(session.shown[0][0].contains("mode = \"test\""), "\(session.shown)")
    }

    @Test(arguments: [
        ("return graphene.db 'production/orders'", "production/orders (running)"),
        ("return { db = graphene.db 'production/orders' }", "{db = production/orders (running)}"),
        ("return graphene.time.parse '2026-11-23T02:00:00Z'", "2026-11-23T02:00:00Z"),
        ("return graphene.pause", "function graphene.pause"),
        ("return setmetatable({}, { __tostring = function() return 'mine' end })", "mine"),
        ("return setmetatable({ 1 }, { __tostring = function() error('no') end })", "{1}"),
        ("return setmetatable({ 1 }, { __index = error, __pairs = error, __len = error })", "{1}"),
        ("local t = {} t.t = t return t", "{t = <cycle>}"),
        ("return nil", "nil"), ("return ('x'):rep(10)", #""xxxxxxxxxx""#),
    ])
    func `values are readable and harmless`(entry: String, text: String) async throws {
        let session = await TestSession(entry)

        #expect(session.shown == [[text]])
    }

    @Test func `a table of a million entries is cut`() async throws {
        let session = await TestSession(
            "local t = {} for i = 1, 1000000 do t[i] = i end return t",
            "local t = {} for i = 1, 300000 do t['k' .. i] = i end return t",
            "local t = {} for i = 1, 2000 do t[i] = { a = i } end return t"
        ) { $0.limits.memory = 256 << 20 }

        #expect(session.failures.compactMap(\.self).isEmpty)
        #expect(session.shown[0][0].hasSuffix("…,\n}"))
        #expect(session.shown[1][0].hasSuffix("…,\n}"))
        #expect(session.tables[2]?.rows.array?.count == 1_000)
    }

    @Test func `what loops while it is shown meets the entry's limit`() async throws {
        let session = await TestSession(
            "return setmetatable({}, { __tostring = function() while true do end end })", "return 1"
        ) { $0.limits.processorTime = .milliseconds(200) }

        #expect(session.codes == [.timeLimit, nil])
        #expect(session.shown.last == ["1"])
    }

    // MARK: Limits

    @Test func `endless recursion is a script's error, and no lack of time`() async throws {
        let session = await TestSession(
            "function deep(n) return deep(n + 1) + 1 end", "return deep(1)", "return 1")

        #expect(session.codes == [nil, .script, nil])
        #expect(session.failures[1]?.message.contains("stack overflow") == true)
        #expect(session.failures[1]?.place == ScriptPlace(script: "entry 1", line: 1))
    }

    @Test func `processor time is counted for each entry`() async throws {
        let busy = TestSession.Step.lua("for _ = 1, 10000000 do end")
        let steps = [busy] * 12 + [.lua("while true do end"), busy]
        let session = await TestSession(steps: steps) {
            $0.limits.processorTime = .milliseconds(400)
        }

        #expect(session.codes == [nil] * 12 + [.timeLimit, nil])
        #expect(session.failures[12]?.place?.script == "entry 13")
    }

    @Test func `what does not let go is ended, and the session begins anew`() async throws {
        let session = await TestSession(
            "x = 1", "return ('a'):rep(30000):find('.-.-.-.-b')", "return x"
        ) { $0.limits.processorTime = .milliseconds(200) }

        #expect(session.codes == [nil, .timeLimit, nil])
        #expect(session.shown.last == ["nil"])
        #expect(session.warnings.contains { $0.contains("variables are lost") })
    }

    @Test func `output is counted for each entry`() async throws {
        let much = "print(('x'):rep(70000))"
        let session = await TestSession(much, much, much + much, much) {
            $0.limits.output = 100_000
        }

        #expect(session.codes == [nil, nil, .limitExceeded, nil])
    }

    @Test func `effects are counted for each entry`() async throws {
        let three = "for _ = 1, 3 do graphene.environments() end"
        let session = await TestSession(three, three, three + " " + three, three) {
            $0.limits.effects = 4
        }

        #expect(session.codes == [nil, nil, .limitExceeded, nil])
    }

    @Test func `the time limit is each entry's`() async throws {
        let session = await TestSession(
            "graphene.sleep(50)", "graphene.sleep(50)", "graphene.sleep(500)", "graphene.sleep(50)"
        ) { $0.limits.timeout = .seconds(60) }

        #expect(session.codes == [nil, nil, .timeout, nil])
    }

    @Test func `memory that is over is told, and what was before is still there`() async throws {
        let session = await TestSession(
            "x = 1", "local t = {} while true do t[#t + 1] = ('x'):rep(1000) .. #t end", "return x")

        #expect(session.codes == [nil, .memoryLimit, nil])
        #expect(session.shown.last == ["1"])
    }

    @Test func `limits that an entry set hold for the session`() async throws {
        let session = await TestSession(
            "graphene.limits { pause = 1 }", "graphene.pause 'staging/orders'",
            "graphene.pause 'staging/catalog'")

        #expect(session.codes == [nil, nil, .limitExceeded])
    }

    // MARK: Ctrl-C

    @Test func `an entry that waits is stopped, and its operation is kept`() async throws {
        let session = await TestSession(
            "x = 7 graphene.defer(function() ended = true end)\n"
                + "graphene.clone('production/orders', 'dr')", "return x, ended",
            "return _op:wait().env", stopping: .atProgress("running"))

        #expect(session.codes == [.cancelled, nil, nil])
        #expect(session.leftRunning == [1, 0, 0])
        #expect(session.shown[1] == ["7", "true"])
        #expect(session.shown[2] == [#""dr""#])
    }

    @Test(arguments: [
        "while true do end", "while true do pcall(function() while true do end end) end",
        "coroutine.wrap(function() while true do end end)()",
        "graphene.map({ 1, 2 }, function() while true do end end)",
    ])
    func `an entry that never waits is stopped`(loop: String) async throws {
        let session = await TestSession(
            "x = 7", "print 'in it' " + loop, "return x", stopping: .atPrint)

        #expect(session.codes == [nil, .cancelled, nil])
        #expect(session.shown.last == ["7"])
    }

    @Test func `an entry in a function that never returns to Lua is stopped too`() async throws {
        let session = await TestSession(
            "x = 7", "print 'in it' return ('a'):rep(30000):find('.-.-.-.-b')",
            "return x",
            stopping: .atPrint)

        #expect(session.codes == [nil, .cancelled, nil])
    }

    @Test func `several tasks of an entry are stopped together`() async throws {
        let session = await TestSession(
            "graphene.map(graphene.databases 'production', function(db)\n"
                + "  graphene.clone(db, 'dr') end)", "return #_op", stopping: .atProgress("running")
        )

        #expect(session.codes == [.cancelled, nil])
        #expect(session.leftRunning[0] > 1)
    }

    @Test func `a session may be ended instead`() async throws {
        let session = await TestSession(
            "graphene.defer(function() print 'handler' end) print 'in it' graphene.sleep '1h'",
            "return 2", stopping: .atPrint, endsEntriesOnly: false)

        #expect(session.report.exitStatus == 130)
        #expect(session.printed.contains("handler"))
        #expect(session.shown.isEmpty)
    }

    // MARK: Besides entries

    @Test func `look-ups run nothing`() async throws {
        let session = await TestSession(
            steps: [
                .lua("t = setmetatable({ a = 1, [2] = 3 }, { __index = error, __pairs = error })"),
                .lua("db = graphene.db 'staging/orders'"), .step(.names(["t"])),
                .step(.names(["db"])), .step(.names(["graphene", "time"])),
                .step(.names(["none", "x"])), .lua("dbs = { db }"),
                .step(.names(["dbs", NamesFound.anElement])), .step(.names([])),
            ])

        #expect(
            session.names.map(\.kind) == [
                "table", "database", "table", "nil", "database", "table",
            ])
        #expect(session.names[0].names == [.init(name: "a", kind: "number", isMethod: false)])
        #expect(
            session.names[1].names.contains(.init(name: "pause", kind: "function", isMethod: true)))
        #expect(session.names[2].names.contains { $0.name == "parse" })
        #expect(session.names[5].names.contains { $0.name == "dbs" })
        #expect(!session.names[5].names.contains { $0.name == "_close_later" })
    }

    @Test func `variables are listed, and forgotten with a reset`() async throws {
        let session = await TestSession(
            steps: [
                .lua("x, graphs = 1, { 1, 2 }"), .lua("return 'last'"), .step(.variables),
                .step(.reset),
                .step(.variables), .lua("return x"),
            ])

        #expect(session.variables[0].map(\.name) == ["_", "graphs", "x"])
        #expect(session.variables[0].map(\.text) == [#""last""#, "{1, 2}", "1"])
        #expect(session.variables[1].isEmpty)
        #expect(session.shown.last == ["nil"])
    }

    @Test func `what is to be closed is closed with the session, last first`() async throws {
        let closable = "setmetatable({}, { __close = function() print('closes %') end })"
        let session = await TestSession(
            steps: [
                .lua("a = _close_later('a', \(closable.replacing("%", with: "a")))"),
                .lua("b = _close_later('b', \(closable.replacing("%", with: "b")))"), .step(.reset),
                .lua("c = _close_later('c', \(closable.replacing("%", with: "c")))"),
                .lua("_close_later('d', {})"),
            ])

        #expect(session.printed == "closes b\ncloses a\ncloses c\n")
        #expect(session.codes.last == .script)
    }

    @Test func `help finds a page for a function, a handle and a name`() async throws {
        let session = await TestSession(
            "help()", "help(graphene.clone)", "help 'operation:wait'",
            "help(graphene.db 'staging/orders')", "help(graphene.time)", "help 'nothing'",
            "return help")

        #expect(session.pages.count == 5)
        #expect(session.pages[1].hasPrefix("graphene.clone("))
        #expect(session.pages[3].hasPrefix("database"))
        #expect(session.codes[5] == .usage)
        #expect(session.shown[6][0].hasPrefix("help() lists"))
    }

    @Test func `data is the values as JSON`() async throws {
        let session = await TestSession("return { a = 1 }, nil, 'x'") { _ in
        } form: {
            .data
        }

        #expect(session.data == [[["a": 1], .null, "x"]])
    }

    @Test func `failures that nobody looked at fail a strict entry, and warn in any other`()
        async throws
    {
        let entry = "local r = graphene.map({ 1, 2 }, error, { failures = 'collect' })"
        let lax = await TestSession(entry, "return 1")
        let strict = await TestSession(entry, prepareEntry: { $0.isStrict = true })

        #expect(lax.codes == [nil, nil])
        #expect(strict.codes == [.partial])
    }

    @Test func `a script process that never asks ends the session`() async throws {
        let session = await TestSession("x = 1", "return x") {
            $0.scriptProcess = "/bin/false"
        }

        #expect(session.report.failure?.code == .vmCrashed)
        #expect(session.shown.isEmpty)
    }
}

private func * <Element>(elements: [Element], count: Int) -> [Element] {
    (0..<count).flatMap { _ in elements }
}
