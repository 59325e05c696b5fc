import LuaSyntax
import Testing

struct NameResolutionTests {
    /// Each use as its name, line of declaration and kind.
    private static func uses(_ source: String) throws -> [String] {
        let chunk = try Chunk(parsing: Array(source.utf8))
        let names = NameResolution(chunk)
        return names.uses.map { use in
            let name = use.name.text + (use.isAssigned ? "=" : "")
            func place(_ index: Int) -> Int {
                chunk.source.line(at: names.variables[index].local.name.range.lowerBound)
            }
            switch use.meaning {
            case .local(let index): return "\(name) local \(place(index))"
            case .upvalue(let index): return "\(name) upvalue \(place(index))"
            case .global: return "\(name) global"
            case .field(let index): return "\(name) field \(place(index))"
            case .environment: return "\(name) environment"
            }
        }
    }

    private static let sources: [(String, [String])] = [
        ("x = y", ["x= global", "y global"]),
        ("local x = x\nlocal x = x\nreturn x", ["x global", "x local 1", "x local 2"]),
        ("local x\nfunction f() x = 1 end", ["f= global", "x= upvalue 1"]),
        ("local function f() return f end", ["f upvalue 1"]),
        ("local f = function() return f end", ["f global"]),
        ("local f\nfunction f() end", ["f= local 1"]),
        (
            "local M = {}\nfunction M.a:b(c) return self, c end",
            ["M local 1", "self local 2", "c local 2"]
        ),
        ("do local x end\nreturn x", ["x global"]),
        ("repeat local x\nuntil x", ["x local 1"]),
        ("while x do local x end", ["x global"]),
        (
            "for i = i, i do\nlocal i = i end\nreturn i",
            ["i global", "i global", "i local 1", "i global"]
        ),
        ("for k, v in k do return k,\nv end", ["k global", "k local 1", "v local 1"]),
        ("if a then local a else return a end", ["a global", "a global"]),
        (
            "local x\nreturn function(y) return function() return x, y end end",
            ["x upvalue 1", "y upvalue 2"]
        ),
        (
            "x.y, z[x] = t.x{x = x, [x] = 1}:x()",
            ["x global", "z global", "x global", "t global", "x global", "x global"]
        ),
        ("local _ENV = _ENV\nx = y", ["_ENV environment", "x= field 1", "y field 1"]),
        ("_ENV.x = 1\n_ENV = {}", ["_ENV environment", "_ENV= environment"]),
        ("local function f(_ENV) return x end", ["x field 1"]),
    ]

    @Test(arguments: sources)
    func `each name is a local, an upvalue or a global`(
        source: String, expected: [String]
    ) throws {
        #expect(try Self.uses(source) == expected)
    }

    @Test func `a local's value can be followed`() throws {
        let source = "local g, h = graphene, f()\ng.pause(db)\nh = g"
        let chunk = try Chunk(parsing: Array(source.utf8))

        let names = NameResolution(chunk)

        let offset = try #require(source.utf8.firstRange(of: "g.pause".utf8))
        let use = source.utf8.distance(from: source.startIndex, to: offset.lowerBound)
        let variable = try #require(names.variable(at: use))
        #expect(!variable.isReassigned)
        #expect(variable.local.value.map { chunk.source.text($0.range) } == "graphene")
        #expect(names.variables.map(\.isReassigned) == [false, true])
    }

    @Test func `locals tell what they are`() throws {
        let source = """
            local a <const>, b = 1
            local function f(c) end
            function o:m() end
            for i = 1, 2 do end
            """

        let names = NameResolution(try Chunk(parsing: Array(source.utf8)))

        #expect(names.variables.map(\.local.name.text) == ["a", "b", "f", "c", "self", "i"])
        #expect(
            names.variables.map(\.local.role) == [
                .variable(.const), .variable(nil), .function, .parameter, .receiver, .loop,
            ])
    }
}

/// Counts what it is told of.
private struct Counter: SyntaxVisitor {
    var statements = 0
    var expressions = 0
    var depth = 0
    var deepest = 0

    mutating func visit(_ statement: Statement) { statements += 1 }
    mutating func visit(_ expression: Expression) { expressions += 1 }
    mutating func enterBlock() {
        depth += 1
        deepest = max(deepest, depth)
    }
    mutating func leaveBlock() { depth -= 1 }
}

struct SyntaxVisitorTests {
    @Test func `a visitor sees all that is in a tree`() throws {
        let source = """
            local a = 1 + 2
            while a do f(-a, {a, b = a, [a] = a}) end
            if a then elseif b then else goto e end
            for i = 1, 2, 3 do repeat until (a) end
            g = function() return a.b[c]:d"e" end
            ::e::
            """
        var counter = Counter()

        counter.walk(try Chunk(parsing: Array(source.utf8)))

        #expect(counter.statements == 10)
        #expect(counter.expressions == 26)
        #expect(counter.depth == 0)
        #expect(counter.deepest == 4)
    }
}
