import Foundation
import Glibc
import Testing

/// What ends at `graphene repl`, and what does not, when a person says stop or is gone.
@Suite(.timeLimit(.minutes(10)))
struct ReplStoppingTests {
    @Test func `Ctrl-C at the prompt gives up the line, and the lines before it`() async throws {
        try await withRepl { terminal, _ in
            await terminal.enter("for i = 1, 2 do")
            await terminal.shows("simulator> for i = 1, 2 do", "...")
            terminal.press("half")
            await terminal.shows("simulator> for i = 1, 2 do", "... half")
            terminal.press("\u{3}")
            await terminal.shows("... half^C", "simulator>")
            await terminal.enter("1", gives: "1")
        }
    }

    @Test(arguments: [
        "print 'in it' graphene.sleep(0) while true do end",
        "print 'in it' graphene.sleep(0) return ('a'):rep(30000):find('.-.-.-.-b')",
        "print 'in it' graphene.sleep(0) xpcall(error, function() while true do end end)",
        "print 'in it' while true do pcall(graphene.sleep, '1ms') end",
    ])
    func `Ctrl-C stops an entry that never waits, never the session`(entry: String) async throws {
        // On a busy machine, a limit may come before the key does.
        let limits = ["--cpu", "10m", "--max-effects", "10000000"]
        try await withRepl(["--simulator"] + limits) { terminal, _ in
            await terminal.enter(entry)
            await terminal.shows(part: "| in it")
            terminal.press("\u{3}")
            await terminal.prompts(after: "error[cancelled]: the entry was")
            await terminal.enter("6 * 7", gives: "42")

            let result = await terminal.leave()

            #expect(result.status == 0)
        }
    }

    @Test func `Ctrl-D gives up the lines of an entry that is not whole, and then leaves`()
        async throws
    {
        try await withRepl { terminal, _ in
            await terminal.enter("x = [[unfinished")
            await terminal.shows("simulator> x = [[unfinished", "...")
            terminal.press("\u{4}")
            await terminal.shows("simulator> x = [[unfinished", "... ^D", "simulator>")

            let result = await terminal.leave()

            #expect(result.status == 0)
        }
    }

    @Test(arguments: ["nothing typed", "half a line"])
    func `a lost terminal ends a session that waits for a person`(state: String) async throws {
        try await withRepl { terminal, folder in
            await terminal.enter("1 + 1", gives: "2")
            if state == "half a line" {
                terminal.press("half")
                await terminal.shows("simulator> half")
            }
            terminal.process.hangUp()

            let result = await terminal.ends()

            #expect(result.status < 1_000, "\(result.status)")
            let history = try folder.read("state/history")
            #expect(history == "1 + 1\n")
        }
    }

    @Test func `SIGHUP ends a session whose terminal is still there`() async throws {
        try await withRepl { terminal, _ in
            terminal.process.signal(SIGHUP)

            let result = await terminal.ends()

            #expect(result.status < 1_000, "\(result.status)")
        }
    }

    @Test func `SIGTERM ends a session, and says so on a line of its own`() async throws {
        try await withRepl { terminal, _ in
            terminal.press("half")
            await terminal.shows("simulator> half")
            terminal.process.signal(SIGTERM)

            let result = await terminal.ends()

            #expect(result.status == 143)
            #expect(terminal.screen.contains("simulator> half"))
            #expect(terminal.screen.last?.hasPrefix("error[cancelled]: ") == true)
        }
    }

    // MARK: A live cloud

    @Test func `Ctrl-C leaves an operation running as _op`() async throws {
        try await withLiveRepl(["durations=1"]) { terminal, _, _ in
            await terminal.enter("graphene.clone('production/orders', 'dr')")
            await terminal.shows(part: "[y/n/a]")
            terminal.press("y\n")
            await terminal.shows(part: "running (operation ")
            terminal.press("\u{3}")
            await terminal.prompts(after: "what goes on in the cloud is `_op`: `_op:wait()`")
            await terminal.enter("_op")
            await terminal.prompts(after: " (accepted)")

            let result = await terminal.leave()

            #expect(result.status == 0)
            #expect(terminal.screen.contains { $0.contains("still running in the cloud:") })
        }
    }

    @Test func `a lost terminal lets the change under way come to its end`() async throws {
        try await withLiveRepl { terminal, _, simulator in
            await terminal.enter("graphene.pause('staging/orders')")
            await terminal.shows(part: "[y/n/a]")
            terminal.press("y\n")
            await terminal.shows(part: "pause staging/orders")
            await terminal.shows(part: "running (operation ")
            terminal.process.hangUp()

            let result = await terminal.ends()
            let after = try await graphene(
                ["eval", "graphene.db('staging/orders').state"],
                environment: simulator.environment)

            #expect(result.status < 1_000, "\(result.status)")
            #expect(after.output == "paused\n")
        }
    }

    @Test func `what is shown meanwhile does not break the line that is typed`() async throws {
        try await withLiveRepl { terminal, _, _ in
            await terminal.enter(
                "graphene.parallel { function() return graphene.confirm 'sure?' end, "
                    + "function() graphene.wait_until(function() "
                    + "print 'out' return graphene.db('dr/archive').name == '' end, "
                    + "{ timeout = '10m', every = '200ms' }) end }")
            await terminal.shows(part: "the script asks: sure? [y/N]")
            terminal.press("ye")
            await terminal.shows(part: "| out", times: 3)
            await terminal.shows("the script asks: sure? [y/N] ye")
            terminal.press("\u{3}")
            await terminal.prompts(after: "error[")
        }
    }
}
