import JSONDocument
import ScriptAPI
import ScriptCheck
import Testing

/// What a source could reach.
struct ReachTests {
    @Test(arguments: [
        ("graphene.pause('a/b')", "pause", Reach.Target.named("a/b")),
        ("local g = graphene\ng.pause('a/b')", "pause", .named("a/b")),
        ("local pause = graphene.pause\npause('a/b')", "pause", .named("a/b")),
        ("local g = require 'graphene'\ng.delete('a/b')", "delete", .named("a/b")),
        ("return function(db) db:pause() end", "pause", .computed("db")),
        (
            "local p = graphene.params { db = { type = 'database' } }\np.db:pause()", "pause",
            .parameter("db")
        ),
        (
            "local p = graphene.params { env = {} }\ngraphene.databases { env = p.env }",
            "databases", .parameter("env")
        ),
        ("graphene.map({}, graphene.pause)", "pause", .handedOn),
        ("pcall(graphene.pause, 'a/b')", "pause", .named("a/b")),
        ("graphene['pause']('a/b')", "pause", .named("a/b")),
        (
            "graphene.create('n', { env = 'e', plan = 'P', version = '5', edition = 'x' })",
            "create", .named("e/n")
        ),
        ("graphene.api('GET', '/x')", "api", .named("/x")),
    ])
    func `a call is followed to its function`(
        text: String, verb: String, target: Reach.Target
    ) {
        let reaches = SourceReport(Array(text.utf8)).reaches

        #expect(reaches.map(\.verb) == [verb])
        #expect(reaches.map(\.target) == [target])
    }

    @Test(arguments: [
        ("graphene.pause(graphene.db('a/b'))", Reach.Target.named("a/b")),
        ("local db = graphene.db('a/b')\ndb:pause()", .named("a/b")),
        ("local db = graphene.find_db('a/b')\ngraphene.pause(db:refresh())", .named("a/b")),
        (
            "local p = graphene.params { db = {} }\nlocal db = graphene.db(p.db)\n"
                + "graphene.pause(db)", .parameter("db")
        ),
    ])
    func `a database that was looked up is what it was looked up by`(
        text: String, target: Reach.Target
    ) {
        let reaches = SourceReport(Array(text.utf8)).reaches

        #expect(reaches.first { $0.verb == "pause" }?.target == target)
    }

    @Test(arguments: ["local x = ", "\u{1b}Lua"])
    func `what cannot be read is not said to reach nothing`(text: String) {
        let files = ["a.lua": "require 'm'", "m.lua": text]
        var check = ScriptCheck { path in
            files[path].map { .source(Array($0.utf8)) } ?? .absent
        }
        let report = check.check(["a.lua"])
        let alone = check.check(["m.lua"])

        #expect(report.reachText.contains("not known what it reaches: m.lua cannot be read\n"))
        #expect(alone.reachText.contains("not known what it reaches: it cannot be read\n"))
        #expect(!report.reachText.contains("reaches nothing"))
        #expect(report.document["scripts"]?.array?.first?["unknown"]?.array?.count == 1)
    }

    @Test func `a request that only reads is a read`() {
        let text = "graphene.api('GET', '/x') graphene.api('POST', '/x')"

        #expect(SourceReport(Array(text.utf8)).reaches.map(\.effect) == [.read, .destructive])
    }

    @Test(arguments: [
        "local name = ...\ngraphene[name]('a/b')", "print(graphene)",
        "load('return 1')()", "require(...)", "local n = ...\nreturn _G[n]",
    ])
    func `what only a run can tell is told`(text: String) {
        #expect(SourceReport(Array(text.utf8)).unknowns.count == 1)
    }

    @Test func `a module's calls are a script's own`() {
        let files = [
            "a.lua": "local m = require 'm'\nm.go()", "lib/m.lua": "local n = require 'n.o'",
            "lib/n/o/init.lua": "graphene.delete('a/b')",
        ]
        var check = ScriptCheck { path in
            files[path].map { .source(Array($0.utf8)) } ?? .absent
        }

        let report = check.check(["a.lua"])

        #expect(report.findings.isEmpty)
        #expect(report.scripts.flatMap(\.modules).map(\.path) == ["lib/m.lua", "lib/n/o/init.lua"])
        let reaches = report.scripts.flatMap { report.reaches(of: $0) }
        #expect(reaches.map(\.path) == ["lib/n/o/init.lua"])
    }

    @Test func `a module in a folder of lib finds what its script does`() {
        let files = [
            "a/lib/book/init.lua": "require 'book.names'\nrequire 'other'\nrequire 'beside'",
            "a/lib/book/names.lua": "", "a/lib/other.lua": "", "a/beside.lua": "",
        ]
        var check = ScriptCheck { path in
            files[path].map { .source(Array($0.utf8)) } ?? .absent
        }

        #expect(check.check(["a/lib/book/init.lua"]).findings.isEmpty)
    }

    @Test(arguments: [
        ("m.stop()", ["`m.stop` is deprecated: use `pause`"]),
        ("local f = m.halt", ["`m.halt` is deprecated"]),
        ("m:finish()", ["`m.finish` is deprecated"]), ("m.pause()", []), ("m.nothing()", []),
        ("m.open()", []), ("m.deep.open()", []),
    ])
    func `a function that its module calls deprecated is warned of`(
        use: String, messages: [String]
    ) {
        let module = """
            local M = {}
            ---@deprecated use `pause`
            function M.stop() end
            ---Halts.
            ---@deprecated
            M.halt = function() end
            ---@deprecated
            function M:finish() end
            ---Pauses.
            function M.pause() end
            M.deep = {}
            ---@deprecated
            function M.deep.open() end
            return M
            """
        let files = ["a.lua": "local m = require 'm'\n\(use)", "lib/m.lua": module]
        var check = ScriptCheck { path in
            files[path].map { .source(Array($0.utf8)) } ?? .absent
        }

        let findings = check.check(["a.lua"]).findings.map(\.finding)

        #expect(findings.map(\.message) == messages)
        #expect(findings.allSatisfy { $0.code == .deprecatedName && $0.severity == .warning })
        #expect(findings.allSatisfy { $0.line == 2 })
    }

    @Test func `a module that is not there is an error`() {
        var check = ScriptCheck { $0 == "a.lua" ? .source(Array("require 'm'".utf8)) : .absent }

        #expect(check.check(["a.lua"]).findings.map(\.finding.code) == [.noModule])
    }
}
