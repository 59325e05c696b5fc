import Foundation
import Glibc
import Testing

/// The line that is typed at `graphene repl`: completed, found again, pasted, shown.
@Suite(.timeLimit(.minutes(10)))
struct ReplEditingTests {
    @Test func `Tab completes names, and lists what is left`() async throws {
        try await withRepl { terminal, _ in
            terminal.press("graphene.restar\t")
            await terminal.shows("simulator> graphene.restart")
            await terminal.type("('stag", completing: "simulator> graphene.restart('staging/")
            terminal.press("\t")
            await terminal.shows(
                "simulator> graphene.restart('staging/",
                "staging/catalog      staging/experiments", "staging/customers    staging/orders",
                "simulator> graphene.restart('staging/")
            terminal.press("or\t")
            await terminal.shows("simulator> graphene.restart('staging/orders'")
            terminal.press(", { rea\t")
            await terminal.shows("simulator> graphene.restart('staging/orders', { reason =")
            terminal.press("\u{3}")
            await terminal.shows(
                "simulator> graphene.restart('staging/orders', { reason = ^C", "simulator>")
        }
    }

    @Test func `Tab completes commands, and the files that they take`() async throws {
        try await withRepl { terminal, folder in
            try folder.write("return 6 * 7", to: "answer.lua")
            try folder.write("", to: "anything.txt")
            terminal.press(".lo\t")
            await terminal.shows("simulator> .load")
            terminal.press("an\t")
            await terminal.shows("simulator> .load answer.lua")
            terminal.press("\n")
            await terminal.shows("simulator> .load answer.lua", "42", "simulator>")
        }
    }

    @Test func `Tab offers nothing that the credentials cannot see`() async throws {
        try await withRepl { terminal, _ in
            await terminal.type(
                "graphene.environment 'd", completing: "simulator> graphene.environment 'dr'")
            terminal.press("\u{15}graphene.environment '\t")
            await terminal.shows(
                "dr          production  staging", "simulator> graphene.environment '")
        }
    }

    @Test func `Tab completes what the session's own names lead to`() async throws {
        try await withRepl { terminal, _ in
            await terminal.enter("prices = { small = 1 }")
            await terminal.shows("simulator> prices = { small = 1 }", "simulator>")
            await terminal.type("pric", completing: "simulator> prices")
            await terminal.type(".s", completing: "simulator> prices.small")
            terminal.press("\n")
            await terminal.shows("simulator> prices.small", "1", "simulator>")
            await terminal.enter("db = graphene.db 'dr/archive'")
            await terminal.shows("simulator> db = graphene.db 'dr/archive'", "simulator>")
            await terminal.type("db:pau", completing: "simulator> db:pause")
        }
    }

    @Test func `Tab looks at a value that runs code when it is looked at, and runs none of it`()
        async throws
    {
        try await withRepl { terminal, _ in
            let trap = "function() print 'ran' while true do end end"
            await terminal.enter("ran = \(trap)")
            await terminal.prompts(after: "ran = ")
            await terminal.enter(
                "trap = setmetatable({ inner = 1 }, { __index = ran, __pairs = ran, __len = ran })")
            await terminal.prompts(after: "trap = ")
            await terminal.type("trap.in", completing: "simulator> trap.inner")
            terminal.press("\u{15}trap.nothing.there.\t")
            await terminal.shows("simulator> trap.nothing.there.")
            terminal.press("\u{15}'still here'\n")
            await terminal.shows("simulator> 'still here'", #""still here""#, "simulator>")
        }
    }

    @Test func `a tab at the beginning is room`() async throws {
        try await withRepl { terminal, _ in
            await terminal.enter("do")
            await terminal.shows("simulator> do", "...")
            terminal.press("\tprint(1)")
            await terminal.shows("...   print(1)")
            terminal.press("\n")
            await terminal.shows("...   print(1)", "...")
            await terminal.enter("end")
            await terminal.shows("... end", "| 1", "simulator>")
        }
    }

    @Test func `what was typed is found again with Ctrl-R, also by the next session`() async throws
    {
        try await withFolder { folder in
            let first = try ReplTerminal(in: folder.path)
            await first.shows("simulator>")
            await first.enter("'first of them'", gives: #""first of them""#)
            await first.enter("'second'", gives: #""second""#)
            await first.leave()

            let second = try ReplTerminal(in: folder.path)
            await second.shows("simulator>")
            second.press("\u{12}")
            await second.shows(part: "bck:")
            second.press("first")
            await second.shows(part: "bck:first")
            second.press("\n")
            await second.prompts(after: #""first of them""#)
            await second.leave()

            let mode = try FileManager.default.attributesOfItem(
                atPath: folder.path + "/state/history")[.posixPermissions]
            let history = try folder.read("state/history")
            #expect(history == "'first of them'\n'second'\n'first of them'\n")
            #expect(mode as? Int == 0o600)
        }
    }

    @Test(arguments: ["\u{1b}[D", "\u{1b}OD", "\u{1b}[1;5D"])
    func `an arrow ends a search and leaves what was found`(arrow: String) async throws {
        try await withRepl { terminal, _ in
            await terminal.enter("'first'", gives: #""first""#)
            await terminal.enter("2", gives: "2")
            terminal.press("\u{12}")
            await terminal.shows(part: "bck:")
            terminal.press("fir")
            await terminal.shows(part: "bck:fir")
            terminal.press(arrow)
            await terminal.shows("simulator> 'first'")
            terminal.press("\u{5} .. 'x'\n")
            await terminal.shows("simulator> 'first' .. 'x'", #""firstx""#, "simulator>")
        }
    }

    @Test func `a line with a secret is not kept`() async throws {
        try await withLiveRepl { terminal, folder, simulator in
            await terminal.enter("#'\(simulator.secret)'")
            await terminal.shows(part: "\(simulator.secret.count)")
            await terminal.enter("1 + 1")
            await terminal.shows(part: "1 + 1")
            await terminal.leave()

            let history = try folder.read("state/history")
            #expect(history == "1 + 1\n")
        }
    }

    @Test func `a line with what looks like a secret is not kept`() async throws {
        try await withRepl { terminal, folder in
            for line in [
                "t = { password = 'hunter2hunter' }", "u = 'bolt://neo4j:s3cret@db.example.com'",
                "f('ghp_abcdefghijklmnopqrstuv0123' x",
            ] {
                await terminal.enter(line)
                await terminal.prompts(after: line)
            }
            await terminal.enter("1 + 1", gives: "2")
            await terminal.leave()

            let history = try folder.read("state/history")
            #expect(history == "1 + 1\n")
        }
    }

    // MARK: Paste

    @Test func `pasted lines are one entry`() async throws {
        try await withRepl { terminal, _ in
            terminal.press("\u{1b}[200~function f(a)\r\treturn a * 2\rend\r\u{1b}[201~")
            await terminal.shows(
                "simulator> function f(a)", "        return a * 2", "end", "simulator>")
            await terminal.enter("f(21)", gives: "42")
        }
    }

    @Test func `a part of a line that is pasted stands where the cursor is, once`() async throws {
        try await withRepl { terminal, _ in
            terminal.press("\u{1b}[200~print('a')\u{1b}[201~")
            await terminal.shows("simulator> print('a')")
            terminal.press("\n")
            await terminal.shows("simulator> print('a')", "| a", "simulator>")
            terminal.press("'x'\u{1b}[D")
            await terminal.shows("simulator> 'x'")
            terminal.press("\u{1b}[200~yz\u{1b}[201~")
            await terminal.shows("simulator> 'xyz'")
            terminal.press("\u{3}")
            await terminal.shows("simulator> 'xyz'^C", "simulator>")
            let long = String(repeating: "w", count: 90)
            terminal.press("'\u{1b}[200~\(long)\u{1b}[201~'")
            await terminal.shows(
                "simulator> '" + String(repeating: "w", count: 68),
                String(repeating: "w", count: 22) + "'")
        }
    }

    @Test func `lines pasted without a mark around them are taken one by one`() async throws {
        try await withRepl { terminal, _ in
            terminal.press("function g()\n  return 5\nend\ng()\n")
            await terminal.shows("simulator> g()", "5", "simulator>")
        }
    }

    @Test func `a paste without an end waits for one`() async throws {
        try await withRepl { terminal, _ in
            terminal.press("\u{1b}[200~x = 1\ry = 2\u{1b}[201~")
            await terminal.shows("simulator> x = 1", "... y = 2")
            terminal.press(" + x\n")
            await terminal.shows("simulator> x = 1", "... y = 2 + x", "simulator>")
            await terminal.enter("y", gives: "3")
        }
    }

    @Test(arguments: [true, false])
    func `ten megabytes pasted are refused as a whole`(isMarked: Bool) async throws {
        try await withRepl { terminal, _ in
            let line = "x = '" + String(repeating: "a", count: 58) + "'\r"
            let lines = String(repeating: line, count: (10 << 20) / 64)
            let (begin, end) = isMarked ? ("\u{1b}[200~", "\u{1b}[201~") : ("", "")
            terminal.send(Array((begin + lines + end).utf8))
            await terminal.prompts(after: "error[limit_exceeded]: an entry is at most 256 KB")
            #expect(terminal.screen.contains { $0.hasPrefix("error[limit_exceeded]") })
            await terminal.shows("simulator>")
            await terminal.enter("1 + 1", gives: "2")
        }
    }

    // MARK: The terminal

    @Test func `wide characters keep their room`() async throws {
        try await withRepl(columns: 40) { terminal, _ in
            await terminal.enter("x = '日本語'")
            await terminal.shows("simulator> x = '日本語'", "simulator>")
            await terminal.enter("x", gives: #""日本語""#)
            terminal.press("'日本語x")
            await terminal.shows("simulator> '日本語x")
            terminal.press("\u{1b}[D\u{7f}")
            await terminal.shows("simulator> '日本x")
        }
    }

    @Test func `a line that is typed while the terminal is resized stays whole`() async throws {
        try await withRepl(columns: 40) { terminal, _ in
            let typed = "'" + String(repeating: "w", count: 60)
            terminal.press(typed)
            await terminal.shows(
                "simulator> '" + String(repeating: "w", count: 28),
                String(repeating: "w", count: 32))
            terminal.process.resize(columns: 60)
            terminal.press("'\n")
            await terminal.prompts(after: "\"wwwwww")
        }
    }

    @Test func `a line goes on after the session was in the background`() async throws {
        try await withRepl { terminal, _ in
            terminal.press("'half")
            await terminal.shows("simulator> 'half")
            let shown = terminal.written.unicodeScalars.count
            terminal.process.signal(SIGSTOP)
            terminal.process.makeTerminalPlain()
            terminal.process.signal(SIGCONT)
            // The line is drawn once more.
            #expect(
                await terminal.process.output.satisfies { output in
                    String(output.unicodeScalars.dropFirst(shown)).hasSuffix("simulator> 'half")
                })
            terminal.press("way")
            await terminal.shows("simulator> 'halfway")
            terminal.press("'\n")
            await terminal.shows("simulator> 'halfway'", "\"halfway\"", "simulator>")
        }
    }

    @Test func `a long line and a wide table fit into a narrow terminal`() async throws {
        try await withRepl(columns: 40) { terminal, _ in
            await terminal.enter("graphene.databases('dr')")
            await terminal.prompts(after: "archive")
            #expect(terminal.screen.allSatisfy { $0.count <= 40 })
        }
    }

    @Test(arguments: [["TERM": "dumb"], ["TERM": ""]])
    func `a terminal that cannot move its cursor is read plainly`(
        environment: [String: String]
    ) async throws {
        try await withRepl(environment: environment) { terminal, _ in
            await terminal.enter("1 + 1", gives: "2")
            terminal.press("half")
            await terminal.shows("simulator> half")
            terminal.press("\u{3}")
            await terminal.shows("simulator>")
            await terminal.enter("2 + 2", gives: "4")

            let result = await terminal.leave()

            #expect(!result.output.contains("\u{1b}"))
            #expect(result.status == 0)
        }
    }

    @Test func `a live prompt is red, unless no colour is wanted`() async throws {
        try await withLiveRepl { terminal, _, _ in
            await terminal.leave()
            #expect(terminal.written.contains("\u{1b}[31msim-client"))
        }
        try await withLiveRepl(environment: ["NO_COLOR": "1"]) { terminal, _, _ in
            await terminal.leave()
            #expect(!terminal.written.contains("\u{1b}[31m"))
            #expect(!terminal.written.contains("\u{1b}[0m"))
        }
    }
}
