import JSONDocument
import Testing

/// `--param`, `--params` and `graphene run SCRIPT --help`.
@Suite(.timeLimit(.minutes(10)))
struct ParameterCommandTests {
    private static let everyType = """
        #!/usr/bin/env -S graphene run
        -- Shows every type of parameter.
        --
        -- And a second paragraph.
        local p = graphene.params {
          db = { type = "database", required = true, help = "the database" },
          s = { type = "string", pattern = "^%a+$", help = "letters" },
          i = { type = "integer", default = 3, min = 1, max = 9 },
          n = { type = "number" }, b = { type = "boolean", default = false },
          e = { type = "enum", values = { "one", "two" }, default = "one" },
          l = { type = "list" }, m = { type = "map" }, d = { type = "duration", default = "5m" },
          t = { type = "time" }, v = { type = "version" }, sn = { type = "snapshot" },
          env = { type = "environment", default = "staging" }, se = { type = "secret" },
        }
        graphene.pause(p.db)
        return p.i
        """

    private func help(_ script: String) async throws -> GrapheneProcess.Result {
        try await withFolder { folder in
            try folder.write(script, to: "script.lua")
            return try await graphene(["run", "script.lua", "--help"], in: folder.path)
        }
    }

    @Test func `the help of a script is its comment and its parameters`() async throws {
        let result = try await help(Self.everyType)

        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.isEmpty)
        try expectGolden("script-help.txt", result.output)
    }

    @Test(arguments: ["-- Does little.\nreturn 1", "-- Does little.\ngraphene.pause('a/b')"])
    func `a script without parameters says so`(script: String) async throws {
        let result = try await help(script)

        #expect(result.status == 0)
        #expect(result.output.hasPrefix("Does little.\n"))
        #expect(result.output.contains("This script takes no parameters."))
    }

    @Test func `an effect before the parameters is told to wait`() async throws {
        let result = try await help("graphene.db('staging/orders')\nlocal p = graphene.params{}")

        #expect(result.status == 2)
        try expectGolden("help-early-effect.txt", result.errors)
    }

    @Test func `a script that does not come to its parameters says so in time`() async throws {
        let result = try await help("while true do end\nlocal p = graphene.params {}")

        #expect(result.status == 2)
        try expectGolden("help-endless.txt", result.errors)
    }

    @Test(arguments: ["\n", "\r\n"], ["", "\u{feff}"])
    func `the help takes any editor's text`(lineEnd: String, mark: String) async throws {
        let lines = ["-- One.", "--", "-- Two.", "local p = graphene.params { a = 1 }"]

        let result = try await help(mark + lines.joined(separator: lineEnd))

        #expect(result.status == 2)
        let good = try await help(mark + lines.dropLast().joined(separator: lineEnd))
        #expect(good.output.hasPrefix("One.\n\nTwo.\n\nUSAGE: "), "\(good.output)")
    }

    @Test func `the help of standard input is called like it`() async throws {
        let result = try await graphene(
            ["run", "-", "--help"], input: .text("graphene.params{}"))

        #expect(result.output.hasPrefix("USAGE: graphene run - "))
    }

    @Test func `the help of a script with a syntax error is the error`() async throws {
        let result = try await help("local x = = 1")

        #expect(result.status == 2)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains("script.lua:1"), "\(result.errors)")
    }

    @Test(arguments: [
        ([], "`db` is missing"), (["i=x"], "`i` must be an integer"),
        (["i=10"], "`i` must be at most 9"), (["ii=4"], "no parameter \"ii\"; did you mean `i`?"),
        (["s=1"], "`s`"), (["e=three"], "`e`"), (["d=soon"], "`d`"), (["t=noon"], "`t`"),
        (["b=maybe"], "`b`"), (["se=hunter2"], "`se` must be `env:NAME` or `file:PATH`"),
        (["se=env:NOT_SET"], "NOT_SET is not set"), (["se=env:GRAPHENEDB_CLIENT_SECRET"], "secret"),
        (["i=1", "i=2"], "`i` must be given once"),
    ])
    func `a wrong parameter is refused before any effect`(
        texts: [String], words: String
    ) async throws {
        let given = (texts.isEmpty ? [] : ["db=staging/orders"]) + texts

        let result = try await run(
            Self.everyType, ["--output", "json"] + given.flatMap { ["--param", $0] })

        #expect(result.status == 2)
        let document = try JSONValue(parsing: result.output)
        #expect(document["effects"] == .array([]))
        let message = document["error"]?["message"]?.string ?? ""
        #expect(message.contains(words), "\(message)")
        #expect(!result.errors.contains("hunter2"))
    }

    @Test(arguments: [
        ("{", "it is not JSON"), ("[1]", "are no JSON object"), (#"{"db":1}"#, "`db`"),
        (#"{"db":"staging/orders","i":"5"}"#, "`i` must be an integer"),
    ])
    func `a wrong file of parameters is refused`(text: String, words: String) async throws {
        try await withFolder { folder in
            try folder.write(Self.everyType, to: "script.lua")
            try folder.write(text, to: "p.json")

            let result = try await graphene(
                ["run", "--simulator", "script.lua", "--params", "p.json"], in: folder.path)

            #expect(result.status == 2)
            #expect(result.errors.contains(words), "\(result.errors)")
        }
    }

    @Test func `a parameter of the command line wins over the file's`() async throws {
        try await withFolder { folder in
            try folder.write(Self.everyType, to: "script.lua")
            try folder.write(#"{"db":"staging/orders","i":5}"#, to: "p.json")
            let arguments = ["run", "--simulator", "script.lua", "--params", "p.json"]

            let file = try await graphene(arguments, in: folder.path)
            let both = try await graphene(arguments + ["--param", "i=6"], in: folder.path)

            #expect((file.output, both.output) == ("5\n", "6\n"))
        }
    }

    @Test(arguments: ["return 1", "graphene.pause('staging/orders')"])
    func `a parameter that no declaration takes is refused`(script: String) async throws {
        let result = try await run(script, ["--output", "json", "--param", "a=b"])

        #expect(result.status == 2)
        let effects = try JSONValue(parsing: result.output)["effects"]?.array ?? []
        #expect(effects.allSatisfy { $0["outcome"] == "not_done" })
    }

    @Test func `parameters are declared before anything is done`() async throws {
        let result = try await run("graphene.db('staging/orders') graphene.params{}")

        #expect(result.status == 2)
        #expect(result.errors.contains("graphene.params comes after graphene.db (line 1)"))
    }

    @Test func `a script sees the variables it was given and no others`() async throws {
        let script =
            "return {graphene.env('A', 'none'), graphene.env('B', 'none'), os.getenv == nil}"
        let environment = ["A": "1", "C": "3"]

        let granted = try await run(script, ["--env", "A", "--env", "B"], environment: environment)
        let refused = try await run("return graphene.env('C')", environment: environment)

        #expect(granted.output.filter { !$0.isWhitespace } == #"["1","none",true]"#)
        #expect(refused.status == 6)
        #expect(refused.errors.contains("hint: allow it with `--env C`"))
    }
}
