import LuaSyntax
import Testing

private func entry(_ text: String) -> SessionEntry {
    SessionEntry(Array(text.utf8), closer: "__close")
}

private func runnable(_ text: String) -> SessionChunk? {
    switch entry(text) {
    case .expressions(let chunk), .block(let chunk): chunk
    case .incomplete, .invalid: nil
    }
}

struct SessionEntryTests {
    private enum Kind { case incomplete, invalid, expressions, block }

    private static let entries: [(String, Kind)] = [
        ("1 + 1", .expressions), ("f()", .expressions), ("x, y", .expressions),
        ("#t", .expressions),
        ("x;", .expressions), ("function() end", .expressions), ("x -- c", .expressions),
        ("...", .expressions), ("", .block), ("-- c", .block), ("x = 1", .block),
        ("f() g()", .block), ("return 1", .block), ("local x", .block), ("#x = 1", .invalid),
        ("1 +", .incomplete), ("f(", .incomplete), ("if x then", .incomplete), ("{", .incomplete),
        ("x =", .incomplete), ("[[a", .incomplete), ("--[[ a", .incomplete),
        ("function f()", .incomplete), ("for i = 1, 2 do\n  print(i)", .incomplete),
        ("'a", .invalid), ("1 + )", .invalid), ("x = = 1", .invalid), ("end", .invalid),
        ("break", .invalid), ("goto a", .invalid), ("goto a ::a::", .block),
    ]

    @Test(arguments: entries)
    private func `an entry is told by its text`(text: String, expected: Kind) {
        let kind: Kind =
            switch entry(text) {
            case .incomplete: .incomplete
            case .invalid: .invalid
            case .expressions: .expressions
            case .block: .block
            }

        #expect(kind == expected)
    }

    @Test(arguments: [
        ("1 + )", "unexpected symbol near ')'"), ("x = = 1", "unexpected symbol near '='"),
        ("if x then else else end", "'end' expected near 'else'"),
    ])
    func `a fault is told of the reading that came further`(text: String, message: String) {
        guard case .invalid(let failure) = entry(text) else {
            Issue.record("it is valid")
            return
        }

        #expect(failure.message == message)
    }
}

struct SessionChunkTests {
    private static let rewritings: [(String, String, [String])] = [
        ("1 + 1", "return 1 + 1", []),
        ("local x = 1", ";     x = 1", ["x"]),
        ("local x, y = f()", ";     x, y = f()", ["x", "y"]),
        ("local x", ";     x = nil", ["x"]),
        ("local x, y -- c", ";     x, y = nil -- c", ["x", "y"]),
        ("local x <const> = 1", ";     x         = 1", ["x"]),
        ("local x <\nconst --c\n> = 1", ";     x  \n         \n  = 1", ["x"]),
        ("local function f() return f end", ";     function f() return f end", ["f"]),
        ("local x = 1 local x = x", ";     x = 1 ;     x = x", ["x"]),
        ("local x, x = 1, 2", ";     ({}).x, x = 1, 2", ["x"]),
        ("f()\nlocal x = 1", "f()\n;     x = 1", ["x"]),
        ("do local x = 1 end", "do local x = 1 end", []),
        ("if a then local x end", "if a then local x end", []),
        ("function f() local x end", "function f() local x end", []),
        ("local x = function() local y end", ";     x = function() local y end", ["x"]),
        ("return 1", "return 1", []),
        ("local _ENV = {}\nlocal x = 1", "local _ENV = {}\nlocal x = 1", []),
        (
            "local x = 1; do local _ENV = t; y(x) end", "local x = 1; do local _ENV = t; y(x) end",
            []
        ),
        ("_ENV = {} local x = 1", "_ENV = {} local x = 1", []),
        ("local x = 'é' y = [[\nlocal z]]", ";     x = 'é' y = [[\nlocal z]]", ["x"]),
    ]

    @Test(arguments: rewritings)
    func `top-level locals become globals of the session`(
        text: String, rewritten: String, variables: [String]
    ) throws {
        let chunk = try #require(runnable(text))

        #expect(String(decoding: chunk.source, as: UTF8.self) == rewritten)
        #expect(chunk.variables == variables)
        #expect(chunk.closing == [])
    }

    @Test(arguments: [
        ("local x <close> = v", ";     x         = v; x = __close(\"x\", x)", ["x"]),
        ("local x <close>", ";     x         = nil; x = __close(\"x\", x)", ["x"]),
        (
            "local a, x <close>, b = f(); (g)()",
            ";     a, x        , b = f(); x = __close(\"x\", x); (g)()", ["x"]
        ),
        ("do local x <close> = v end", "do local x <close> = v end", []),
    ])
    func `what is to be closed is given to the closer`(
        text: String, rewritten: String, closing: [String]
    ) throws {
        let chunk = try #require(runnable(text))

        #expect(String(decoding: chunk.source, as: UTF8.self) == rewritten)
        #expect(chunk.closing == closing)
    }

    /// Entries, and what the last of them returns.
    private static let sessions: [([String], String)] = [
        (["local x, y = (function() return 1, 2 end)()", "x + y"], "3"),
        (["local x = 1; function f() return x end", "x = 2", "f()"], "2"),
        (["local function f(n) return n == 0 and 1 or n * f(n - 1) end", "f(5)"], "120"),
        (["local x <const> = 1", "x = 2", "x"], "2"), (["x = 1", "local x", "x"], "nil"),
        (["local x = 1", "local x = x + 1", "do local x = 9 end return x"], "2"),
        (["local x, x = 1, 2", "x"], "2"), (["local a, b = 1, 2", "local a, b = b, a", "a"], "2"),
        (["local i = 0 ::again:: i = i + 1 if i < 3 then goto again end", "i"], "3"),
        (["local x <close> = 'v'", "closed.x"], "v"),
        (["local a, b <close> = 1, 2", "closed.b"], "2"),
        (["local x = 1\n\nlocal y\n= z.w"], "error 4"),
    ]

    @Test(arguments: sessions)
    func `entries run one after the other as one session`(
        entries: [String], expected: String
    ) throws {
        let sources = try entries.map { try #require(runnable($0)).source }

        #expect(try StockLua.session(sources) == expected)
    }
}
