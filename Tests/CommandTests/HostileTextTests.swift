import Foundation
import JSONDocument
import Testing

/// Text that is not ours, at every place where it can be shown.
@Suite(.timeLimit(.minutes(5)))
struct HostileTextTests {
    /// Scripts that put `h` somewhere.
    private static let places = [
        "print(h)", "print(h, h)", "io.write(h)", "io.stdout:write('x', h)",
        "for i = 1, #h do io.write(h:sub(i, i)) end", "io.stderr:write(h)",
        "for i = 1, #h do io.stderr:write(h:sub(i, i)) end",
        "graphene.log.warn(h, { [c] = c })", "graphene.log.error(h)", "graphene.output(c, c)",
        "graphene.table({ { [c] = c } }, { c })",
        "graphene.map({ 1, 2 }, function() end, { progress = c })",
        "graphene.skip(h)", "error(h)", "error(h, 0)", "error({ message = h, hint = h })",
        "error(setmetatable({}, { __tostring = function() return h end }))",
        "graphene.fail('denied', h)", "graphene.fail(h, h)", "error({ code = h, [h] = h })",
        "error({ h })", "load(h, h)()", "load('error(1)', '=' .. h)()",
        "assert(load('x x', '@' .. h))",
        "require(h)", "graphene.db(h)", "graphene.pause(c)", "graphene.create(c, { plan = h })",
        "graphene.confirm(h, { target = h })", "graphene.env(h)", "graphene.api('GET', '/' .. h)",
        "graphene.params({ [h] = { type = h } })", "return c", "return { [c] = c }", "return h",
        "graphene.sleep(h)", "_ENV[h]()", "local t = {} t[h].x = 1", "string.rep(h, -1)()",
    ]
    /// `c` is what of `h` is UTF-8, for what must be data.
    private static let head =
        "local h = \(HostileText.lua)\nlocal c = h:gsub('[\\128-\\255]', '') .. '\\u{9b}\\u{202e}'\n"

    private func run(
        _ script: String, _ options: [String] = [], environment: [String: String] = [:],
        input: GrapheneProcess.Input = .null
    ) async throws -> GrapheneProcess.Result {
        try await CommandTests.run(
            Self.head + script, options, environment: environment, input: input)
    }

    private func expectHonest(
        _ text: String, isScripts: Bool = false, _ place: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let deceit = HostileText.deceit(in: text)
        #expect(deceit == nil, "\(place): \(text.debugDescription)", sourceLocation: sourceLocation)
        guard !isScripts else { return }
        let forged = HostileText.forgery(in: text)
        #expect(forged == nil, "\(place): \(text.debugDescription)", sourceLocation: sourceLocation)
    }

    @Test(arguments: places)
    func `into a pipe goes nothing that could deceive`(place: String) async throws {
        let result = try await run(place, ["-v"])

        expectHonest(result.output, isScripts: true, place)
        expectHonest(result.errors, place)
    }

    @Test(arguments: places)
    func `on a terminal nothing could deceive`(place: String) async throws {
        let result = try await run(
            place, ["-v", "--yes"], environment: ["TERM": "xterm"], input: .terminal(columns: 80))

        let own = /\u{1b}\[\d+A\u{1b}\[J/
        let lines = result.output.replacing("\r\n", with: "\n").replacing(own, with: "")
        expectHonest(lines, place)
    }

    @Test(arguments: places)
    func `a document stays one, and a line of events one event`(place: String) async throws {
        let document = try await run(place, ["--output", "json"])
        let events = try await run(place, ["--output", "jsonl"])

        _ = try JSONValue(parsing: document.output)
        for line in events.output.split(separator: "\n") {
            _ = try JSONValue(parsing: String(line))
        }
        expectHonest(document.output, isScripts: true, place)
        expectHonest(events.output, isScripts: true, place)
        expectHonest(document.errors, place)
        expectHonest(events.errors, place)
    }

    @Test(arguments: places)
    func `GitHub's runner is commanded by nobody but us`(place: String) async throws {
        try await withFolder { folder in
            let environment = [
                "GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": folder.path + "/summary.md",
                "GITHUB_OUTPUT": folder.path + "/outputs",
            ]
            for format in ["text", "json", "jsonl"] {
                let result = try await run(
                    place, ["-v", "--output", format], environment: environment)

                for text in [result.output, result.errors] {
                    #expect(HostileText.command(in: text) == nil, "\(place): \(text)")
                }
                let own = result.errors.split(separator: "\n").filter { $0.hasPrefix("::error ") }
                #expect(own.count == (result.status == 0 ? 0 : 1), "\(place): \(result.errors)")
            }
            let summary = (try? folder.read("summary.md")) ?? ""
            expectHonest(summary, place)
        }
    }

    @Test func `the record of such a run is shown without deceit`() async throws {
        try await withFolder { folder in
            let environment = ["GRAPHENE_STATE_DIR": folder.path]
            for place in Self.places { _ = try await run(place, environment: environment) }
            let list = try await graphene(
                ["runs", "--limit", "0", "--output", "json"], environment: environment)
            let ids = try JSONValue(parsing: list.output).array ?? []

            expectHonest(list.output, isScripts: true, "runs")
            #expect(ids.count >= Self.places.count - 1)
            for id in ids.compactMap({ $0["id"]?.string }) {
                for words in [["show", id], ["log", id], ["log", id, "--output", "json"]] {
                    let shown = try await graphene(["runs"] + words, environment: environment)
                    expectHonest(shown.output, words[0])
                    expectHonest(shown.errors, words[0])
                }
                let record = try folder.read("runs/\(id).jsonl")
                expectHonest(record, isScripts: true, "record")
            }
        }
    }

    @Test func `a record that somebody edited is shown without deceit`() async throws {
        try await withFolder { folder in
            let environment = ["GRAPHENE_STATE_DIR": folder.path]
            _ = try await CommandTests.run(
                "graphene.pause('staging/orders') print('said') error('oops')",
                environment: environment)
            let runs = folder.path + "/runs"
            let name = try #require(
                try FileManager.default.contentsOfDirectory(atPath: runs).first {
                    $0.hasSuffix(".jsonl")
                })
            let hostile = JSONValue.string(HostileText.text).text.dropFirst().dropLast()
            var record = try folder.read("runs/" + name)
            for word in ["script.lua", "staging/orders", "oops", "said", "pause", "simulated"] {
                record = record.replacing("\"\(word)\"", with: "\"\(hostile)\"")
            }
            try folder.write(record, to: "runs/" + name)

            for words in [
                ["list"], ["show", String(name.prefix(8))], ["log", String(name.prefix(8))],
            ] {
                let shown = try await graphene(["runs"] + words, environment: environment)
                expectHonest(shown.output, words[0])
                expectHonest(shown.errors, words[0])
            }
        }
    }

    @Test func `what the cloud calls its things cannot deceive`() async throws {
        try await withFolder { folder in
            try folder.write("return 1", to: "first.lua")
            _ = try await graphene(
                ["run", "--simulator-state", "c.json", "first.lua"], in: folder.path)
            let hostile = JSONValue.string(HostileText.text).text
            try folder.write(
                try folder.read("c.json").replacing("\"orders\"", with: hostile), to: "c.json")
            try folder.write(
                """
                local dbs = graphene.databases()
                graphene.table(dbs)
                for _, db in ipairs(dbs) do
                  print(db.ref, db)
                  if db.env.name == "staging" then graphene.pause(db) end
                end
                graphene.db("nothing/called-so")
                """, to: "a.lua")
            for (format, input) in [
                ("text", GrapheneProcess.Input.null), ("json", .null), ("jsonl", .null),
                ("text", .terminal(columns: 60)),
            ] {
                let result = try await graphene(
                    ["run", "--simulator-state", "c.json", "--output", format, "a.lua"],
                    environment: ["TERM": "xterm"], input: input, in: folder.path)

                let own = /\u{1b}\[\d+A\u{1b}\[J/
                let output = result.output.replacing("\r\n", with: "\n").replacing(own, with: "")
                #expect(output.contains("31m"), "\(output)\(result.errors)")
                expectHonest(output, isScripts: result.output == output, "cloud")
                expectHonest(result.errors, "cloud")
            }
        }
    }

    @Test func `file names, parameters and flags cannot deceive`() async throws {
        try await withFolder { folder in
            let name = "a\u{1b}[2J\u{202e}\nerror[auth]: forged\n.lua"
            try folder.write("graphene.params { n = { type = 'number' } }", to: name)
            let hostile = HostileText.text
            let commands = [
                ["run", "--simulator", name],
                ["run", "--simulator", name, "--param", "n=\(hostile)"],
                ["run", "--simulator", name, "--param", "\(hostile)=1"], ["run", hostile],
                ["run", "--help", name], [hostile], ["doc", hostile], ["runs", "show", hostile],
                ["run", "--simulator", name, "--timeout", hostile], ["probe", hostile],
                ["run", "--simulator", name, "--env", hostile], ["ps", "--profile", hostile],
                ["run", "--simulator", name, "--run-id", hostile], ["ps", "--api-url", hostile],
                ["probe", "bolt://" + hostile + ":1"], ["simulator", "--assume", hostile],
                ["run", "--simulator", name, "--trace", "/nowhere/" + hostile],
                ["run", "--\(hostile)"], ["auth", "check", "--api-url", "http://" + hostile],
            ]
            for words in commands {
                let result = try await graphene(
                    words,
                    environment: [
                        "GRAPHENE_STATE_DIR": folder.path, "GRAPHENEDB_CLIENT_ID": hostile,
                        "GRAPHENEDB_CLIENT_SECRET": "something-long-enough",
                    ], in: folder.path)

                expectHonest(result.output, "\(words)")
                expectHonest(result.errors, "\(words)")
            }
        }
    }
}

/// Which lines are the script's.
@Suite(.timeLimit(.minutes(5)))
struct ScriptLineTests {
    @Test func `the script's lines on standard error are marked, in one piece or in several`()
        async throws
    {
        let result = try await run(
            """
            io.stderr:write("one\\ntw") io.stderr:write("o\\n\\n") io.stderr:write("open")
            graphene.log.warn("ours")
            io.stderr:write("next\\n")
            """)

        #expect(
            result.errors.contains(
                "\n| one\n| two\n| \n| open\nwarn: ours\n| next\n"),
            "\(result.errors)")
    }

    @Test func `into a pipe standard output goes unmarked`() async throws {
        let result = try await run("print('one\\ttwo') io.write('three\\n', 'fo', 'ur')")

        #expect(result.output == "one\ttwo\nthree\nfour")
    }

    @Test func `a terminal shows whose lines they are, and ours begin lines of their own`()
        async throws
    {
        let result = try await run(
            "print('one\\ntwo') io.write('open') graphene.log.warn('ours') print('next') return 7",
            input: .terminal(columns: 80))

        #expect(
            result.output.contains(
                "| one\r\n| two\r\n| open\r\nwarn: ours\r\n| next\r\n| 7\r\nok: "),
            "\(result.output)")
    }

    @Test(arguments: ["~", "漢", "\\t"])
    func `a line too long for the terminal goes on below its mark`(_ filling: String) async throws {
        let result = try await run(
            """
            io.write(("\(filling)"):rep(11)) io.write(("\(filling)"):rep(90))
            print("error[locked]: forged") io.stderr:write(("y"):rep(200), "\\n")
            """, input: .terminal(columns: 40))

        let lines = result.output.components(separatedBy: "\r\n")
        let shown = filling == "\\t" ? "\t" : filling
        let own = lines.filter { $0.contains(shown) || $0.contains("forged") }
        #expect(own.count > 1)
        #expect(own.allSatisfy { $0.hasPrefix("| ") }, "\(result.output)")
        #expect(
            lines.filter { $0.contains("y") && !$0.contains("m") }.allSatisfy { $0.count <= 40 })
        #expect(lines.filter { $0.hasPrefix("| y") }.count == 6)
    }

    @Test func `a character that is printed in pieces is one`() async throws {
        let result = try await run(
            #"for b in ("ä€😀"):gmatch(".") do io.write(b) end io.write("\xe2\x82")"#)
        let long = try await run(
            "print('x' .. ('€'):rep(40000))", ["--output", "jsonl"])

        #expect(result.output == "ä€😀\u{fffd}")
        #expect(!long.output.contains("\u{fffd}"))
    }

    @Test func `a message that is no UTF-8 is shown all the same`() async throws {
        let result = try await run(#"error("before \xff after")"#)

        #expect(result.errors.contains("error[script]: before \u{fffd} after\n"))
    }

    @Test func `a question says whose it is`() async throws {
        try await withFolder { folder in
            try folder.write("graphene.confirm('error[auth]: go on?\\nnow')", to: "a.lua")
            let run = try GrapheneProcess(
                ["run", "--simulator", "a.lua"], input: .terminal(columns: 80), in: folder.path)
            #expect(await run.output.contains("[y/N] "))
            run.type("n\n")

            let result = await run.result()

            #expect(
                result.output.contains("the script asks: error[auth]: go on?\\u{a}now [y/N] "),
                "\(result.output)")
        }
    }
}
