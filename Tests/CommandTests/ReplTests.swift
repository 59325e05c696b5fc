import Foundation
import Glibc
import JSONDocument
import Testing

/// `graphene repl` at a real pseudo-terminal.
@Suite(.timeLimit(.minutes(10)))
struct ReplTests {
    /// A session at a terminal, and what is typed there.
    private final class Session: Sendable {
        let process: GrapheneProcess
        let columns: UInt16

        init(
            _ options: [String] = ["--simulator"], columns: UInt16 = 80, in folder: String,
            environment: [String: String] = [:]
        ) throws {
            self.columns = columns
            var all = ["TERM": "xterm", "GRAPHENE_STATE_DIR": folder + "/state"]
            all.merge(environment) { $1 }
            process = try GrapheneProcess(
                ["repl"] + options, environment: all, input: .terminal(columns: columns), in: folder
            )
        }

        func type(_ text: String) { process.type(text) }

        var screen: [String] {
            TerminalScreen(process.output.text, columns: Int(columns)).lines
        }

        /// Waits until the screen's last lines are these.
        func shows(_ lines: String...) async -> Bool {
            await process.output.satisfies { [columns] output in
                TerminalScreen(output, columns: Int(columns)).lines.suffix(lines.count)
                    .elementsEqual(lines)
            }
        }

        /// Waits for a prompt behind a text.
        func prompts(after text: String) async -> Bool {
            await process.output.satisfies { [columns] output in
                let lines = TerminalScreen(output, columns: Int(columns)).lines
                return lines.contains { $0.contains(text) } && lines.last == "simulator>"
            }
        }

        /// Leaves, and waits for the end.
        func leave() async -> GrapheneProcess.Result {
            type("\u{4}")
            let result = await process.result()
            #expect(process.scriptProcesses.isEmpty)
            return result
        }
    }

    private func withSession(
        _ options: [String] = ["--simulator"], columns: UInt16 = 80,
        environment: [String: String] = [:],
        _ body: (Session, WorkingFolder) async throws -> Void
    ) async throws {
        try await withFolder { folder in
            let session = try Session(
                options, columns: columns, in: folder.path, environment: environment)
            #expect(await session.shows("simulator>"), "\(session.screen)")
            try await body(session, folder)
        }
    }

    @Test func `an entry is typed, its value shown, and Ctrl-D leaves`() async throws {
        try await withSession { session, _ in
            session.type("1 + 1\n")
            #expect(await session.shows("simulator> 1 + 1", "2", "simulator>"))
            session.type("x = 5\n")
            #expect(await session.shows("simulator> x = 5", "simulator>"))
            session.type("x, _\n")
            #expect(await session.shows("simulator> x, _", "5", "2", "simulator>"))

            let result = await session.leave()

            #expect(result.status == 0)
        }
    }

    @Test func `a local lasts, and a block goes on on the next line`() async throws {
        try await withSession { session, _ in
            session.type("local n = 3\n")
            #expect(await session.shows("simulator> local n = 3", "simulator>"))
            session.type("for i = 1, n do\n")
            #expect(await session.shows("simulator> for i = 1, n do", "..."))
            session.type("print(i) end\n")
            #expect(
                await session.shows("... print(i) end", "| 1", "| 2", "| 3", "simulator>"),
                "\(session.screen)")
            _ = await session.leave()
        }
    }

    @Test func `Tab completes names, and lists what is left`() async throws {
        try await withSession { session, _ in
            session.type("graphene.restar\t")
            #expect(await session.shows("simulator> graphene.restart"))
            session.type("('stag\t")
            #expect(
                await session.shows("simulator> graphene.restart('staging/"), "\(session.screen)")
            session.type("\t")
            #expect(
                await session.process.output.satisfies { output in
                    let lines = TerminalScreen(output).lines
                    return lines.suffix(2).first?.contains("staging/orders") == true
                        && lines.last == "simulator> graphene.restart('staging/"
                }, "\(session.screen)")
            session.type("\u{3}")
            #expect(await session.prompts(after: "^C"))
            _ = await session.leave()
        }
    }

    @Test func `Tab completes what the session's own names lead to`() async throws {
        try await withSession { session, _ in
            session.type("prices = { small = 1 }\n")
            #expect(await session.prompts(after: "small"))
            session.type("pric\t.s\t\n")
            #expect(await session.shows("simulator> prices.small", "1", "simulator>"))
            _ = await session.leave()
        }
    }

    @Test func `a tab at the beginning is room`() async throws {
        try await withSession { session, _ in
            session.type("do\n\tprint(1)\nend\n")
            #expect(
                await session.shows("...   print(1)", "... end", "| 1", "simulator>"),
                "\(session.screen)")
            _ = await session.leave()
        }
    }

    @Test func `what was typed is found again with Ctrl-R, also by the next session`() async throws
    {
        try await withFolder { folder in
            for number in 1...2 {
                let session = try Session(in: folder.path)
                #expect(await session.shows("simulator>"))
                if number == 1 {
                    session.type("'first of them'\n")
                    #expect(await session.prompts(after: "\"first of them\""))
                    session.type("'second'\n")
                    #expect(await session.prompts(after: "\"second\""))
                } else {
                    session.type("\u{12}first")
                    #expect(await session.process.output.contains("bck:"), "\(session.screen)")
                    session.type("\n")
                    #expect(await session.prompts(after: "\"first of them\""), "\(session.screen)")
                }
                _ = await session.leave()
            }
            let history = try String(
                contentsOfFile: folder.path + "/state/history", encoding: .utf8)
            let mode = try FileManager.default.attributesOfItem(
                atPath: folder.path + "/state/history")[.posixPermissions]

            #expect(history == "'first of them'\n'second'\n'first of them'\n")
            #expect(mode as? Int == 0o600)
        }
    }

    @Test func `Ctrl-C at the prompt gives up the line, and the lines before it`() async throws {
        try await withSession { session, _ in
            session.type("for i = 1, 2 do\n")
            #expect(await session.shows("simulator> for i = 1, 2 do", "..."))
            session.type("half")
            #expect(await session.shows("simulator> for i = 1, 2 do", "... half"))
            session.type("\u{3}")
            #expect(await session.shows("... half^C", "simulator>"), "\(session.screen)")
            session.type("1\n")
            #expect(await session.shows("simulator> 1", "1", "simulator>"))
            _ = await session.leave()
        }
    }

    @Test(arguments: [
        "print 'in it' graphene.sleep(0) while true do end",
        "print 'in it' graphene.sleep(0) return ('a'):rep(30000):find('.-.-.-.-b')",
    ])
    func `Ctrl-C stops an entry that never waits, never the session`(entry: String) async throws {
        try await withSession { session, _ in
            session.type(entry + "\n")
            #expect(await session.process.output.contains("| in it"))
            session.type("\u{3}")
            #expect(await session.process.output.contains("error[cancelled]: the entry was"))
            session.type("6 * 7\n")
            #expect(
                await session.shows("simulator> 6 * 7", "42", "simulator>"), "\(session.screen)")
            let result = await session.leave()
            #expect(result.status == 0)
        }
    }

    @Test func `pasted lines are one entry, with a mark around them or not`() async throws {
        try await withSession { session, _ in
            session.type("\u{1b}[200~function f(a)\r\treturn a * 2\rend\r\u{1b}[201~")
            #expect(await session.prompts(after: "end"), "\(session.screen)")
            session.type("f(21)\n")
            #expect(
                await session.shows("simulator> f(21)", "42", "simulator>"), "\(session.screen)")
            session.type("function g()\n  return 5\nend\ng()\n")
            #expect(await session.shows("simulator> g()", "5", "simulator>"), "\(session.screen)")
            _ = await session.leave()
        }
    }

    @Test func `a paste without an end waits for one`() async throws {
        try await withSession { session, _ in
            session.type("\u{1b}[200~x = 1\ry = 2\u{1b}[201~")
            #expect(await session.shows("simulator> x = 1", "... y = 2"), "\(session.screen)")
            session.type(" + x\n")
            #expect(await session.shows("... y = 2 + x", "simulator>"))
            session.type("y\n")
            #expect(await session.shows("simulator> y", "3", "simulator>"))
            _ = await session.leave()
        }
    }

    @Test func `wide characters and a resized terminal keep the line whole`() async throws {
        try await withSession(columns: 40) { session, _ in
            session.type("x = '日本語'\n")
            #expect(await session.prompts(after: "日本語"))
            session.type("x\n")
            #expect(await session.shows("simulator> x", #""日本語""#, "simulator>"))
            session.type("'" + String(repeating: "w", count: 60))
            #expect(await session.process.output.contains("wwww"))
            session.process.resize(columns: 60)
            session.type("'\n")
            #expect(await session.process.output.contains("\"wwwwww"), "\(session.screen)")
            _ = await session.leave()
        }
    }

    @Test(arguments: [["TERM": "dumb"], ["TERM": ""]])
    func `a terminal that cannot move its cursor is read plainly`(
        environment: [String: String]
    ) async throws {
        try await withFolder { folder in
            let session = try Session(in: folder.path, environment: environment)
            #expect(await session.shows("simulator>"))
            session.type("1 + 1\n")
            #expect(await session.shows("simulator> 1 + 1", "2", "simulator>"), "\(session.screen)")
            session.type("half")
            #expect(await session.shows("simulator> for i = 1, 2 do", "... half"))
            session.type("\u{3}")
            #expect(await session.shows("simulator>"))
            let result = await session.leave()
            #expect(!result.output.contains("\u{1b}"))
            #expect(result.status == 0)
        }
    }

    @Test func `commands begin with a dot`() async throws {
        try await withSession { session, folder in
            session.type("local db = graphene.db 'staging/orders'\n")
            #expect(await session.prompts(after: "staging/orders"))
            session.type("error 'no'\n")
            #expect(await session.prompts(after: "error[script]: no"))
            session.type("graphene.pause(db)\n")
            #expect(await session.prompts(after: "staging/orders (paused)"))
            session.type(".vars\n")
            #expect(
                await session.prompts(after: "db     staging/orders (running)"), "\(session.screen)"
            )
            session.type(".save steps.lua\n")
            #expect(await session.prompts(after: "saved 2 entries in steps.lua"))
            session.type(".reset\n.load steps.lua\ndb.name\n")
            #expect(await session.prompts(after: "\"orders\""), "\(session.screen)")
            session.type(".history 2\n")
            #expect(await session.prompts(after: ".history 2"))
            session.type(".exit\n")

            let result = await session.process.result()

            #expect(result.status == 0)
            let saved = try String(contentsOfFile: folder.path + "/steps.lua", encoding: .utf8)
            #expect(
                saved == "local db = graphene.db 'staging/orders'\ngraphene.pause(db)\n")
        }
    }

    @Test func `help is at hand`() async throws {
        try await withSession { session, _ in
            session.type("help 'pause'\n")
            #expect(await session.prompts(after: "graphene.pause(db, opts?)"))
            session.type(".help\n")
            #expect(await session.prompts(after: ".save FILE"))
            _ = await session.leave()
        }
    }

    // MARK: A live cloud

    @Test func `a change on a live cloud asks, and a is for this verb and target`() async throws {
        try await withSimulator { simulator in
            try await withFolder { folder in
                var environment = simulator.environment
                environment["TERM"] = "xterm"
                let process = try GrapheneProcess(
                    ["repl"], environment: environment, input: .terminal(columns: 120),
                    in: folder.path)
                #expect(await process.output.contains("live)> "), "\(process.output.text)")
                process.type("graphene.pause('staging/orders')\n")
                let question = "pause staging/orders (D, disrupts)? [y/n/a] "
                #expect(await process.output.contains(question), "\(process.output.text)")
                process.type("n\n")
                #expect(await process.output.contains("it was answered with no"))
                process.type("graphene.pause('staging/orders').state\n")
                #expect(await process.output.satisfies { $0.count(of: question) == 2 })
                process.type("a\n")
                #expect(await process.output.contains("\"paused\""), "\(process.output.text)")
                process.type("graphene.delete('staging/search')\n")
                #expect(
                    await process.output.contains(
                        "delete staging/search (X, destroys data)? [y/n] "))
                process.type("a\n")
                process.type("n\n")
                #expect(
                    await process.output.satisfies { $0.count(of: "answered with no") == 2 },
                    "\(process.output.text)")
                process.type("\u{4}")
                let result = await process.result()
                #expect(result.status == 0)
                #expect(result.output.contains("\u{1b}[31m"))
            }
        }
    }

    @Test func `Ctrl-C leaves an operation running as _op`() async throws {
        try await withSimulator { simulator in
            try await withFolder { folder in
                var environment = simulator.environment
                environment["TERM"] = "xterm"
                environment["NO_COLOR"] = "1"
                let process = try GrapheneProcess(
                    ["repl"], environment: environment, input: .terminal(columns: 120),
                    in: folder.path)
                #expect(await process.output.contains("(live)> "))
                process.type("graphene.clone('production/orders', 'dr')\n")
                #expect(await process.output.contains("[y/n/a] "))
                process.type("y\n")
                #expect(
                    await process.output.contains("running (operation "), "\(process.output.text)")
                process.type("\u{3}")
                #expect(await process.output.contains("`_op:wait()`"), "\(process.output.text)")
                process.type("_op\n")
                #expect(await process.output.contains("(accepted)"), "\(process.output.text)")
                process.type("\u{4}")
                let result = await process.result()
                #expect(result.status == 0)
                #expect(!result.output.contains("\u{1b}[31m"))
                #expect(result.output.contains("still running in the cloud:"))
            }
        }
    }

    // MARK: Without a terminal

    @Test func `standard input is read an entry at a time, and results are printed only`()
        async throws
    {
        let result = try await graphene(
            ["repl", "--simulator"],
            input: .text("x = 20\nfor i = 1, 2 do\n  x = x + i\nend\n\nx\nprint('p')\n"))

        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output == "23\np\n")
        #expect(result.errors.isEmpty)
    }

    @Test(arguments: [
        ("1\nerror 'no'\n2\n", Int32(1), "1\n"), ("1\nx = = 2\n3\n", 2, "1\n"),
        ("1\nfor i = 1, 2 do\n", 2, "1\n"), ("x = 'abc\n1\n", 2, ""), ("x = [[abc\n", 2, ""),
        ("graphene.db 'no/such'\n1\n", 5, ""), ("print('a\0b')\n", 2, ""),
    ])
    func `the first error ends it`(input: String, status: Int32, output: String) async throws {
        let result = try await graphene(["repl", "--simulator"], input: .text(input))

        #expect(result.status == status, "\(result.errors)")
        #expect(result.output == output)
        #expect(result.errors.hasPrefix("error["))
    }
}

extension String {
    fileprivate func count(of text: String) -> Int {
        split(separator: text, omittingEmptySubsequences: false).count - 1
    }
}
