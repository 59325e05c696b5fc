import AccountConfiguration
import ScriptHost
import Testing

@testable import REPL

struct CompletionTests {
    private static let account: CachedNames = {
        var names = CachedNames()
        names.environments = ["dr", "production", "staging"]
        names.databases = ["production/catalog", "production/orders", "staging/orders"]
        names.snapshots = ["production/orders@before-upgrade"]
        names.plans = ["DS1", "DS2"]
        names.versions = ["5.26.1"]
        return names
    }()

    /// What the session's names lead to.
    private static func names(_ path: [String]) -> NamesFound {
        func field(_ name: String, _ kind: String = "string", isMethod: Bool = false)
            -> NamesFound.Name
        {
            .init(name: name, kind: kind, isMethod: isMethod)
        }
        switch path {
        case []:
            return NamesFound(
                kind: "table",
                names: [field("graphene"), field("print"), field("prices"), field("db")])
        case ["db"]:
            return NamesFound(
                kind: "database",
                names: [
                    field("state"), field("name"), field("pause", "function", isMethod: true),
                    field("restart", "function", isMethod: true),
                ])
        case ["dbs"]: return NamesFound(kind: "table", names: [])
        case ["dbs", NamesFound.anElement]: return names(["db"])
        case ["string"]:
            return NamesFound(kind: "table", names: [field("format", "function")])
        case ["prices"]:
            return NamesFound(
                kind: "table",
                names: [field("small"), field("not a name"), field("end"), field("of", "function")])
        default: return NamesFound(kind: "nil", names: [])
        }
    }

    private func complete(_ text: String, after: String = "") -> Completion {
        Completer(account: Self.account, lookUp: Self.names).complete(
            CompletionRequest(before: text, after: after))
    }

    @Test(arguments: [
        ("graphene.clo", ["clone"]),
        ("graphene.time.", ["ago", "human", "now", "parse", "since", "stopwatch"]),
        ("x = graphene.json.d", ["decode"]),
        ("pri", ["prices", "print"]),
        ("whi", ["while"]),
        ("db.", ["name", "state"]),
        ("db:", ["pause", "restart"]),
        ("prices.", ["of", "small"]),
        ("prices:", ["of"]),
        ("graphene.db('a/b').bolt_", ["bolt_port", "bolt_url"]),
        ("graphene.db('a/b'):swi", ["switch_dns"]),
        ("graphene.databases()[1].sta", ["state"]),
        ("graphene.operation('a/b', 'c'):w", ["wait"]),
        ("graphene.run.mo", ["mode"]),
        ("dbs[2]:pau", ["pause"]), ("dbs[#dbs].sta", ["state"]), ("('%d'):for", ["format"]),
        ("graphene.nothing.", []), ("nobody.", []), ("(1 + 2).", []), ("x = ", []), ("", []),
    ])
    func `names, fields and methods`(text: String, candidates: [String]) {
        #expect(complete(text).candidates == candidates)
    }

    @Test(arguments: [
        ("graphene.clone('a/b', 'dr', { time", ["timeout"]),
        ("graphene.clone('a/b', 'dr', { timeout = 3, time", []),
        ("graphene.databases { st", ["state"]),
        ("graphene.databases({ env = 'x', st", ["state"]),
        ("db:pause { wai", ["wait"]),
        ("graphene.clone('a/b', { name = 'x',\n  loc", ["locked_timeout"]),
        ("t = { pri", ["prices", "print"]),
    ])
    func `option keys`(text: String, candidates: [String]) {
        #expect(complete(text).candidates == candidates)
    }

    @Test(arguments: [
        ("graphene.pause('sta", ["staging/orders"]),
        ("graphene.pause \"production/", ["production/catalog", "production/orders"]),
        ("graphene.clone('production/orders', \"s", ["staging"]),
        ("graphene.databases('pr", ["production"]),
        ("graphene.databases { env = 'd", ["dr"]),
        ("db:resize('", ["DS1", "DS2"]),
        ("graphene.databases { state = '", ["failed", "paused", "running"]),
        ("graphene.wait(db, 'pau", ["paused"]),
        ("graphene.create('x', { plan = 'DS2", ["DS2"]),
        ("graphene.create('x', { version = '", ["5.26.1"]),
        (
            "graphene.restore('staging/orders', 'production/orders@",
            [
                "production/orders@before-upgrade"
            ]
        ),
        ("graphene.map(list, f, { failures = '", ["collect", "stop"]),
        ("help 'pau", ["pause"]), ("help 'dura", ["duration", "durations"]),
        ("help('operat", ["operation", "operation.wait"]),
        ("print('sta", []), ("-- graphene.pause('sta", []), ("[[ graphene.pau", []),
    ])
    func `texts`(text: String, candidates: [String]) {
        #expect(complete(text).candidates == candidates)
    }

    @Test(arguments: [
        (".", [".exit", ".help", ".history", ".load", ".reset", ".save", ".vars"], nil),
        (".h", [".help", ".history"], nil), (".lo", [".load"], ".load "),
        (".load s", ["scripts/", "steps.lua"], nil),
        (".save st", ["steps.lua"], "steps.lua"), (".vars s", [], nil), (".5", [], nil),
        ("x = 1\n.lo", ["local"], "local"),
    ])
    func `commands, and the files that they take`(
        text: String, candidates: [String], insertion: String?
    ) {
        let completer = Completer(
            account: Self.account, lookUp: Self.names, files: { _ in ["scripts/", "steps.lua"] })

        let completion = completer.complete(CompletionRequest(before: text))

        #expect(completion.candidates == candidates)
        #expect(completion.insertion == insertion)
    }

    @Test func `wide names stand in columns too`() {
        let completion = Completion(["数据", "ab", "c"], typed: "")

        #expect(completion.listing(columns: 12) == "ab    数据\nc")
    }

    @Test func `a single way on is taken, with what follows it`() {
        #expect(complete("graphene.pause('stag").insertion == "staging/orders'")
        #expect(complete("graphene.pause('stag", after: "')").insertion == "staging/orders")
        #expect(complete("db:pause { wai").insertion == "wait = ")
        #expect(complete("graphene.clo").insertion == "clone")
        #expect(complete("graphene.clone").insertion == nil)
    }

    @Test func `of several the beginning that they share is taken`() {
        let completion = complete("graphene.pause('prod")

        #expect(completion.insertion == "production/")
        #expect(completion.replaced == 4)
        #expect(complete("graphene.pause('production/").insertion == nil)
    }

    @Test func `candidates are listed in columns, downwards`() {
        let completion = Completion(["a1", "a2", "a3", "a4", "a5"], typed: "a")

        #expect(completion.listing(columns: 12) == "a1  a3  a5\na2  a4")
        #expect(completion.listing(columns: 3) == "a1\na2\na3\na4\na5")
    }

    @Test func `a thousand databases are all offered`() {
        var names = CachedNames()
        names.databases = (0..<1_000).map { "production/database_\($0)" }
        let completer = Completer(account: names, lookUp: Self.names)

        let completion = completer.complete(
            CompletionRequest(before: "graphene.pause('production/data"))

        #expect(completion.candidates.count == 1_000)
    }

    @Test(arguments: ["require 'graph_", "local dr = require(\"graph_", "help 'graph_"])
    func `modules of libraries are offered where one is named`(_ text: String) {
        let completer = Completer(
            account: Self.account, modules: ["graph_ops", "graph_ops.dr"],
            libraryPages: ["graph_ops", "graph_ops.dr"], lookUp: Self.names)

        let completion = completer.complete(CompletionRequest(before: text))

        #expect(completion.candidates == ["graph_ops", "graph_ops.dr"])
    }
}
