import ScriptCheck
import Testing

/// What is found in small texts.
struct FindingTests {
    @Test(arguments: [
        ("local x = ", Finding.Code.syntax, 1, 11),
        ("graphene.clonee('a/b')", .unknownName, 1, 10),
        ("graphene.time.noww()", .unknownName, 1, 15),
        ("local g = graphene\ng.clonee('a/b')", .unknownName, 2, 3),
        ("graphene.pause('a/b', { timout = '5m' })", .unknownOption, 1, 25),
        ("graphene.databases { stat = 'running' }", .unknownOption, 1, 22),
        ("local f = graphene.pause\nf('a/b', { timout = 1 })", .unknownOption, 2, 12),
        ("graphene.map({}, print, { failures = 'colect' })", .wrongValue, 1, 38),
        ("graphene.pause('a/b', { timeout = 'soon' })", .wrongValue, 1, 35),
        ("graphene.pause(true)", .wrongValue, 1, 16),
        ("graphene.plans(1)", .wrongArguments, 1, 16),
        ("graphene.pause()", .wrongArguments, 1, 1),
        ("graphene:pause('a/b')", .wrongArguments, 1, 10),
        ("graphene.latest_snapshot('a/b')", .wrongArguments, 1, 1),
        ("graphene.pause('orders')", .bareName, 1, 16),
        ("pcall(graphene.pause, 'orders')", .bareName, 1, 23),
        ("local n = 'orders'\ngraphene.delete(n)", .bareName, 2, 17),
        ("table.sort({}, function(a) graphene.db(a) end)", .cannotWait, 1, 28),
        (
            "local function f(x) return graphene.db(x).state end\nreturn ('a'):gsub('a', f)",
            .cannotWait, 1, 28
        ),
        ("prnt('x')", .undeclaredGlobal, 1, 1),
        ("x = 1\nprint(x)", .assignedGlobal, 1, 1),
        ("os.execute('ls')", .absentName, 1, 1),
        ("return unpack {}", .absentName, 1, 8),
        ("string.trimm('x')", .unknownName, 1, 1),
        ("local p = graphene.params { a = { typ = 'string' } } return p", .unknownOption, 1, 35),
        ("local p = graphene.params { a = { type = 'text' } } return p", .wrongValue, 1, 42),
        ("local p = graphene.params { name = {} }\nreturn p.nam, p.name", .unknownParameter, 2, 10),
        ("local p = graphene.params { name = {} }", .unusedParameter, 1, 29),
        (
            "local p = graphene.params { db = { type = 'database' } }\nreturn p.db.stat",
            .unknownField, 2, 13
        ),
        ("return graphene.db('a/b').plann", .unknownField, 1, 27),
        ("local api_token = 'f3A9xkQ27LmZp0Ts8vWq'\nreturn api_token", .secretInText, 1, 19),
        ("return { auth = 'Bearer abcdefghijklmnopqrst' }", .secretInText, 1, 17),
        ("return { password = 'hunter2hunter' }", .secretInText, 1, 21),
        ("return 'ghp_abcdefghijklmnopqrstuv0123'", .secretInText, 1, 8),
        ("return 'bolt://neo4j:s3cret@db.example.com:24786'", .secretInText, 1, 8),
        ("local größe = 1", .syntax, 1, 9),
        ("return 'äöü', nothing", .undeclaredGlobal, 1, 15),
    ])
    func `what is wrong is told with its place`(
        text: String, code: Finding.Code, line: Int, column: Int
    ) throws {
        let findings = SourceReport(Array(text.utf8)).findings

        let finding = try #require(findings.first, "\(text)")
        #expect(findings.count == 1, "\(findings)")
        #expect(finding.code == code)
        #expect((finding.line, finding.column) == (line, column))
    }

    @Test(arguments: [
        "local g = graphene\nlocal pause = g.pause\npause('a/b', { timeout = '5m' })",
        "graphene.clone('a/b', { name = 'c' })", "graphene.pause(table.unpack({ 'a/b' }))",
        "function string.trim(s) return s end\nreturn string.trim('x')",
        "if jit == nil then print(math.pi) end jit = nil",
        "local p = graphene.params { a = {} }\nfor k in pairs(p) do print(k) end",
        "local t = {}\nfunction t:delete() end\nt:delete(1, 2, 3)",
        "graphene.map(graphene.databases('staging'), graphene.pause, { failures = 'collect' })",
        "return graphene.run.mode, graphene.json.null", "local password = 'env:DB_PASSWORD'",
        "#!/usr/bin/env graphene\nreturn 1", "local ok = os.getenv ~= nil",
        "local url = ('bolt://%s:%s@db:7687'):format('a', 'b')\nreturn url, 'http://a/b:c@d'",
        "local password = 'password'\nreturn password, 'ghp_'", "return 'bolt://neo4j@db:7687'",
        "graphene.status('orders')", "local _ENV = { x = 1 }\nreturn x, y",
    ])
    func `what is right is left alone`(text: String) {
        let findings = SourceReport(Array(text.utf8)).findings.filter {
            ![.absentName, .assignedGlobal].contains($0.code)
        }

        #expect(findings.isEmpty)
    }

    @Test func `a name that is only probed for is a warning`() {
        let findings = SourceReport(Array("return os.exit".utf8)).findings

        #expect(findings.map(\.severity) == [.warning])
    }

    @Test func `a secret is not shown`() {
        let text = "local token = 'f3A9xkQ27LmZp0Ts8vWq' undeclared()"

        let findings = SourceReport(Array(text.utf8)).findings

        #expect(findings.count == 2)
        #expect(findings.allSatisfy { !$0.excerpt.contains("f3A9") })
    }

    @Test(arguments: [[0x1b, 0x4c, 0x75, 0x61], [0x2d, 0x2d, 0xff]] as [[UInt8]])
    func `what is no text is refused`(bytes: [UInt8]) {
        #expect(SourceReport(bytes).findings.map(\.code) == [.unreadable])
    }
}
