import LuaSyntax
import Testing

struct FailureTests {
    private static let failures: [(String, String, String, Int)] = [
        ("x = = 1", "unexpected symbol near '='", "=", 1),
        ("if x then\n\nfoo(", "unexpected symbol near <eof>", "", 3),
        ("if x then\n\n", "'end' expected (to close 'if' at line 1) near <eof>", "", 3),
        ("x = é", #"unexpected symbol near '<\195>'"#, "\u{fffd}", 1),
        ("x = 'a\nb'", "unfinished string near ''a'", "'a", 1),
        ("x = \"a\\qb\"", #"invalid escape sequence near '"a\q'"#, #""a\q"#, 1),
        ("x = 3x", "malformed number near '3x'", "3x", 1),
        ("goto a\nx()\n", "no visible label 'a' for <goto> at line 1", "goto a", 3),
        ("\nbreak\n", "break outside loop at line 2", "break", 3),
        ("::a:: x()\n::a::", "label 'a' already defined on line 1", "a", 2),
        (
            "goto a; local b; ::a:: c()",
            "<goto a> at line 1 jumps into the scope of local 'b'", "goto a", 1
        ),
        ("local a <const> = 1; b, a = 2", "attempt to assign to const variable 'a'", "a", 1),
        ("local a <constant> = 1", "unknown attribute 'constant'", "constant", 1),
        (
            "local a <close>, b <close> = x",
            "multiple to-be-closed variables in local list", "b", 1
        ),
        (
            "function f() return ... end", "cannot use '...' outside a vararg function near '...'",
            "...", 1
        ),
    ]

    @Test(arguments: failures)
    func `a failure has Lua's words, its range and its line`(
        source: String, message: String, text: String, line: Int
    ) throws {
        let failure = try #require(
            #expect(throws: SyntaxFailure.self) { try Chunk(parsing: Array(source.utf8)) })

        #expect(failure.message == message)
        #expect(SourceText(Array(source.utf8)).text(failure.range) == text)
        #expect(failure.line == line)
    }

    @Test(arguments: [
        "if x then", "x =", "f(", "x = {", "x = [[a", "--[[ a", "x = [==[ a ]]", "local", "a.b:",
        "function f()", "repeat x()", "x = 1 +", "return function() if a then", "x = not", "for",
        "while true do\n\n", "x", "local a <", "goto",
    ])
    func `a source that more text could end is incomplete`(source: String) {
        let failure = #expect(throws: SyntaxFailure.self) {
            try Chunk(parsing: Array(source.utf8))
        }

        #expect(failure?.isIncomplete == true)
    }

    @Test(arguments: [
        "x = 'a", "x = \"a\\", "x = 'a\\z ", "x = 3e", "x = [=", "break", "goto a",
        "x = = (", "end", "local a <const> = 1; a = 2", "return 1 x",
        "local " + (1...201).map { "a\($0)" }.joined(separator: ","),
        "return " + String(repeating: "(", count: 300),
    ])
    func `a source that no more text mends is not incomplete`(source: String) {
        let failure = #expect(throws: SyntaxFailure.self) {
            try Chunk(parsing: Array(source.utf8))
        }

        #expect(failure?.isIncomplete == false)
    }

    @Test func `what a message quotes is cut when it is long`() {
        let source = "x = y " + String(repeating: "z", count: 10_000)

        let failure = #expect(throws: SyntaxFailure.self) {
            try Chunk(parsing: Array(source.utf8))
        }

        #expect(failure?.message.utf8.count ?? .max < 200)
    }
}
