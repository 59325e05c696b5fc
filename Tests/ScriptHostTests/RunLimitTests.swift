import Diagnostics
import Foundation
import JSONDocument
import RunLoop
import ScriptAPI
import ScriptHost
import ScriptWire
import Synchronization
import Testing
import Timekeeping

/// What a run may use, and how it is stopped when it wants more.
@Suite(.timeLimit(.minutes(10)))
struct RunLimitTests {
    /// A script that never ends by itself, and the line it is on when it is stopped.
    struct Endless: Sendable, CustomTestStringConvertible {
        var name: String
        var body: String
        var testDescription: String { name }
    }

    static let endless = [
        Endless(name: "a loop", body: "while true do end --here"),
        Endless(
            name: "pcall", body: "while true do pcall(function() while true do end --here\nend) end"
        ),
        Endless(
            name: "xpcall",
            body:
                "local function f() while true do end --here\nend while true do xpcall(f, type) end"
        ),
        Endless(
            name: "coroutines",
            body: """
                local function f() while true do end --here
                end
                while true do coroutine.resume(coroutine.create(f)) pcall(coroutine.wrap(f)) end
                """),
        Endless(
            name: "a to-be-closed value",
            body: """
                while true do pcall(function()
                  local x <close> = setmetatable({}, {__close = function() end})
                  while true do end --here
                end) end
                """),
        Endless(
            name: "a comparator",
            body: "local t = {3, 2, 1} table.sort(t, function() while true do end --here\nend)"),
        Endless(
            name: "a metamethod",
            body:
                "local t = setmetatable({}, {__index = function() while true do end --here\nend}) return t.x"
        ),
        Endless(
            name: "a task",
            body:
                "graphene.parallel { function() while true do end --here\nend }"
        ),
        Endless(name: "a loaded chunk", body: "local f = load('while true do end') f() --here"),
    ]

    private static func line(of script: String) throws -> Int {
        let at = try #require(script.range(of: "--here"))
        return script[..<at.lowerBound].count { $0 == "\n" } + 1
    }

    @Test(arguments: endless)
    func `a script that spends its processor time is stopped at its line, and its handlers run`(
        _ endless: Endless
    ) async throws {
        let script = """
            graphene.defer(function() print("deferred") end)
            graphene.on_error(function(err) print(err.code) end)
            \(endless.body)
            """
        let seen = Events()
        let run = await TestRun(script, observers: [seen]) {
            $0.limits.processorTime = .milliseconds(60)
        }

        let failure = try #require(run.report.failure)
        #expect(failure.code == .timeLimit)
        #expect(run.report.exitStatus == 124)
        #expect(failure.place == ScriptPlace(script: "test.lua", line: try Self.line(of: script)))
        #expect(failure.traceback?.contains("test.lua:") == true, "\(failure.traceback ?? "none")")
        #expect(seen.printed == "time_limit\ndeferred\n")
        #expect(seen.stops == [.processorTime(.milliseconds(60))])
    }

    @Test(arguments: [
        #"string.find(("a"):rep(300000), ("a*"):rep(12) .. "b") --here"#,
        "pcall(string.rep, 'x', 1 << 40, '') for _ in pairs({}) do end "
            + "table.concat(setmetatable({}, {__len = function() return 1 << 50 end, "
            + "__index = function() return '' end})) while true do ('x'):find(('x?'):rep(30)) end --here",
        "local x = setmetatable({}, {__close = function() while true do end --here\nend})\n"
            + "graphene.defer(function() local y <close> = x end)",
    ])
    func `what cannot be stopped softly is ended, and the error says so`(
        _ script: String
    ) async throws {
        let run = await TestRun(script) { $0.limits.processorTime = .milliseconds(60) }

        let failure = try #require(run.report.failure)
        #expect(failure.code == .timeLimit)
        #expect(failure.place?.script == "test.lua", "\(failure)")
        #expect(run.report.exitStatus == 124)
    }

    @Test func `a call of liblua's that never ends is named by its line`() async throws {
        let run = await TestRun(
            """
            graphene.defer(function() print("no") end)

            string.find(("a"):rep(300000), ("a*"):rep(12) .. "b")
            """
        ) { $0.limits.processorTime = .milliseconds(60) }

        let failure = try #require(run.report.failure)
        #expect(failure.message.hasSuffix("was ended; its handlers did not run"))
        #expect(failure.place == ScriptPlace(script: "test.lua", line: 3))
    }

    @Test func `handlers of a stopped script reach the cloud, and what was done is reported`()
        async throws
    {
        let run = await TestRun(
            """
            local orders = "staging/orders"
            graphene.pause(orders)
            graphene.defer(function() graphene.resume(orders) end)
            while true do end
            """
        ) {
            $0.limits.processorTime = .milliseconds(100)
            $0.limits.cleanup = .seconds(600)
        }

        #expect(run.report.failure?.code == .timeLimit)
        let done = run.report.effects.filter { $0.note.effect?.changes == true }
        #expect(done.map(\.note.verb) == ["pause", "resume"])
        #expect(done.allSatisfy { $0.outcome == .done }, "\(done.map(\.outcome))")
    }

    @Test func `a run that was stopped for another reason keeps it when its time is over too`()
        async throws
    {
        let run = await TestRun("while true do print(('x'):rep(1000)) end") {
            $0.limits.output = 10_000
            $0.limits.processorTime = .milliseconds(200)
        }

        #expect(run.report.failure?.code == .limitExceeded)
        #expect(run.report.exitStatus == 6)
    }

    @Test func `a script process outlives the thread that began its run`() async throws {
        let report = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                Task {
                    let run = await TestRun("graphene.sleep('1h') return 'alive'")
                    continuation.resume(returning: run.report)
                }
            }
        }

        #expect(report.result == .string("alive"))
    }

    @Test func `a handler that spends more than there is to stop in is ended`() async throws {
        let run = await TestRun(
            "graphene.defer(function() while true do end end)\nwhile true do end"
        ) { $0.limits.processorTime = .milliseconds(60) }

        let failure = try #require(run.report.failure)
        #expect(failure.code == .timeLimit)
        #expect(failure.message.hasSuffix("its handlers did not run"))
        #expect(failure.place?.line == 2)
    }

    @Test func `an effect too many is an error that can be caught`() async throws {
        let run = await TestRun(
            """
            for i = 1, 3 do graphene.sleep("1s") end
            local ok, err = pcall(graphene.sleep, "1s")
            return ok, err.code
            """
        ) { $0.limits.effects = 3 }

        #expect(run.report.failure == nil)
        #expect(run.report.result == .array([.boolean(false), .string("limit_exceeded")]))
    }

    @Test func `an effect too many that is not caught names the flag`() async throws {
        let run = await TestRun("for i = 1, 9 do graphene.sleep('1s') end") {
            $0.limits.effects = 3
        }

        #expect(run.report.exitStatus == 6)
        #expect(run.report.failure?.hint?.contains("--max-effects") == true)
    }

    @Test func `at the end of its time a run undoes what it did`() async throws {
        let seen = Events()
        let run = await TestRun(
            """
            graphene.on_error(function(err) print(err.code) end)
            graphene.sleep("2h")
            """, observers: [seen]
        ) { $0.limits.timeout = .seconds(60) }

        #expect(run.report.exitStatus == 124)
        #expect(seen.printed == "timeout\n")
    }

    @Test func `the script process's word that its time is over ends its own run alone`()
        async throws
    {
        let spent = ScriptMessage.processorTimeSpent(source: "x.lua", line: 7, traceback: "")
        let early = try await ScriptedPeer([.say([spent])]).run()
        #expect(early.failure?.code == .vmCrashed)

        let seen = Events()
        let ended = ScriptMessage.finished(.values([]), memoryPeak: 0)
        let twice = try await ScriptedPeer(ScriptedPeer.greeting + [.say([spent, spent, ended])])
            .run(observers: [seen])
        #expect(twice.failure?.code == .timeLimit)
        #expect(twice.failure?.place == ScriptPlace(script: "x.lua", line: 7))
        #expect(seen.stops.count == 1)
    }
}

/// What a run printed and why it was stopped.
private final class Events: RunObserver {
    private let state = Mutex<(printed: [UInt8], stops: [StopReason])>(([], []))

    var printed: String { String(decoding: state.withLock { $0.printed }, as: UTF8.self) }
    var stops: [StopReason] { state.withLock { $0.stops } }

    func observe(_ event: RunEvent, at instant: Instant) {
        state.withLock { state in
            switch event {
            case .printed(let bytes): state.printed += bytes
            case .stopping(let reason): state.stops.append(reason)
            default: break
            }
        }
    }
}
