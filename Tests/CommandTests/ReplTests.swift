import Foundation
import Testing

/// `graphene repl` at a real pseudo-terminal: entries, their values, commands and the end.
@Suite(.timeLimit(.minutes(10)))
struct ReplTests {
    @Test func `an entry is typed, its value shown, and Ctrl-D leaves`() async throws {
        try await withRepl { terminal, _ in
            await terminal.enter("1 + 1", gives: "2")
            await terminal.enter("x = 5")
            await terminal.shows("simulator> x = 5", "simulator>")
            await terminal.enter("x, _", gives: "5", "2")

            let result = await terminal.leave()

            #expect(result.status == 0)
        }
    }

    @Test func `a local lasts, and a block goes on on the next line`() async throws {
        try await withRepl { terminal, _ in
            await terminal.enter("local n = 3")
            await terminal.shows("simulator> local n = 3", "simulator>")
            await terminal.enter("for i = 1, n do")
            await terminal.shows("simulator> for i = 1, n do", "...")
            await terminal.enter("print(i) end")
            await terminal.shows("... print(i) end", "| 1", "| 2", "| 3", "simulator>")
        }
    }

    @Test func `a long string goes on until it is closed`() async throws {
        try await withRepl { terminal, _ in
            await terminal.enter("s = [[one")
            await terminal.shows("simulator> s = [[one", "...")
            await terminal.enter("two]]")
            await terminal.shows("... two]]", "simulator>")
            await terminal.enter("#s", gives: "7")
        }
    }

    @Test func `records are an aligned table, and a handle is its name and state`() async throws {
        try await withRepl { terminal, _ in
            await terminal.enter(
                "graphene.databases 'dr'",
                gives: "ENV  NAME           STATE    PLAN  VERSION",
                "dr   archive        running  DS3   5.26.1",
                "dr   drill-october  paused   DS1   5.26.1")
            await terminal.enter("_[1]", gives: "dr/archive (running)")
        }
    }

    @Test func `what a close attribute holds is closed by .reset, and at the end`() async throws {
        try await withRepl { terminal, _ in
            let closing = "= setmetatable({}, { __close = function() print 'closed' end })"
            await terminal.enter("local a <close> " + closing)
            await terminal.prompts(after: "local a")
            await terminal.enter(".reset")
            await terminal.shows("simulator> .reset", "| closed", "simulator>")
            await terminal.enter("a", gives: "nil")
            await terminal.enter("local b <close> " + closing)
            await terminal.prompts(after: "local b")

            let result = await terminal.leave()

            #expect(result.output.hasSuffix("| closed\r\n"))
        }
    }

    @Test func `_err is the last error, and a session goes on after one`() async throws {
        try await withRepl { terminal, _ in
            await terminal.enter("graphene.db 'no/such'")
            await terminal.prompts(after: "error[not_found]: ")
            await terminal.enter("_err.code", gives: #""not_found""#)
            await terminal.enter("x = = 1")
            await terminal.prompts(after: "error[usage]: syntax error")

            let result = await terminal.leave()

            #expect(result.status == 0)
        }
    }

    @Test func `a script process that is ended is started again, without the variables`()
        async throws
    {
        try await withRepl(["--simulator", "--memory", "32"]) { terminal, _ in
            await terminal.enter("kept = 1")
            await terminal.shows("simulator> kept = 1", "simulator>")
            let first = terminal.process.scriptProcesses
            #expect(first.count == 1)
            for process in first { kill(process, SIGKILL) }
            await terminal.shows(part: "was started again: variables are lost")
            await terminal.enter("kept")
            await terminal.prompts(after: "nil")
            await terminal.enter("#graphene.databases()", gives: "10")
            await terminal.enter(".history 3", gives: "kept", "#graphene.databases()", ".history 3")
        }
    }

    @Test func `memory that runs out ends the entry, not the session`() async throws {
        try await withRepl(["--simulator", "--memory", "32"]) { terminal, _ in
            await terminal.enter("kept = 1")
            await terminal.shows("simulator> kept = 1", "simulator>")
            await terminal.enter("t = {} while true do t[#t + 1] = ('x'):rep(1e6) .. #t end")
            await terminal.prompts(after: "error[memory_limit]")
            await terminal.enter("1 + 1", gives: "2")
        }
    }

    @Test func `commands begin with a dot`() async throws {
        try await withRepl { terminal, folder in
            await terminal.enter("local db = graphene.db 'staging/orders'")
            await terminal.prompts(after: "staging/orders")
            await terminal.enter("error 'no'")
            await terminal.prompts(after: "error[script]: no")
            await terminal.enter("graphene.pause(db)")
            await terminal.prompts(after: "staging/orders (paused)")
            await terminal.enter(".vars")
            await terminal.prompts(after: "db    staging/orders (running)")
            await terminal.enter(".save steps.lua")
            await terminal.prompts(after: "saved 2 entries in steps.lua")
            await terminal.enter(".reset")
            await terminal.shows("simulator> .reset", "simulator>")
            await terminal.enter(".load steps.lua")
            await terminal.prompts(after: "staging/orders (paused)")
            await terminal.enter("db.name", gives: #""orders""#)
            await terminal.enter(".history 2", gives: "db.name", ".history 2")
            await terminal.enter(".exit")

            let result = await terminal.ends()

            #expect(result.status == 0)
            let saved = try folder.read("steps.lua")
            #expect(saved == "local db = graphene.db 'staging/orders'\ngraphene.pause(db)\n")
        }
    }

    @Test func `a script that is loaded keeps its locals, and may begin with its program`()
        async throws
    {
        try await withRepl { terminal, folder in
            try folder.write(
                "#!/usr/bin/env -S graphene run\nlocal y = 5\nreturn y + 1\n", to: "a.lua")
            await terminal.enter(".load a.lua", gives: "6")
            await terminal.enter("y", gives: "5")
        }
    }

    @Test func `an entry that is skipped says why`() async throws {
        try await withRepl { terminal, _ in
            await terminal.enter("graphene.skip 'nothing to do'", gives: "skipped: nothing to do")
        }
    }

    @Test(arguments: ["exit", "quit", "exit()", "quit()"])
    func `who tries to leave as elsewhere is told how`(word: String) async throws {
        try await withRepl { terminal, _ in
            await terminal.enter(word)
            await terminal.prompts(after: "`.exit` leaves, and so does Ctrl-D")
            await terminal.enter("exit = 5")
            await terminal.enter("exit", gives: "5")
        }
    }

    @Test func `help is at hand`() async throws {
        try await withRepl { terminal, _ in
            await terminal.enter("help 'pause'")
            await terminal.prompts(after: "graphene.pause(db, opts?)")
            await terminal.enter(".help")
            await terminal.prompts(after: ".save FILE")
            await terminal.enter("help 'durations'")
            await terminal.prompts(after: "2h30m")
        }
    }

    @Test func `what a session says of itself needs no more than 80 columns`() async throws {
        try await withRepl { terminal, _ in
            await terminal.enter(".help")
            await terminal.prompts(after: ".save FILE")
            await terminal.enter("help()")
            await terminal.prompts(after: "Topics")

            let result = await terminal.leave()

            // As wide as anything, so that the terminal breaks no line.
            let lines = TerminalScreen(result.output, columns: 1_000).lines
            #expect(lines.filter { $0.count > 80 } == [])
        }
    }
}
