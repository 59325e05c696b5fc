import LuaSyntax
import Testing

struct NestingTests {
    /// What is repeated before and behind, and how often stock Lua takes it.
    private static let nestings: [(before: String, inner: String, after: String, limit: Int)] = [
        ("(", "return X1", ")", 196), ("not ", "return X1", "", 196), ("{", "return X", "}", 197),
        ("do ", "X", " end", 198), ("function() return ", "return X1", " end", 98),
        ("1 ^ ", "return X1", "", 196), ("f(", "X", ")", 198), ("if a then ", "X", " end", 197),
        ("a, ", "Xa = 1", "", 196),
    ]

    private static func source(
        _ nesting: (before: String, inner: String, after: String, limit: Int), _ count: Int
    ) -> String {
        nesting.inner.replacing(
            "X", with: String(repeating: nesting.before, count: count), maxReplacements: 1)
            + String(repeating: nesting.after, count: count)
    }

    @Test(arguments: nestings)
    func `a source may be as deep as for stock Lua`(
        nesting: (before: String, inner: String, after: String, limit: Int)
    ) throws {
        let deepest = Self.source(nesting, nesting.limit)
        let tooDeep = Self.source(nesting, nesting.limit + 1)

        #expect(try StockLua.compiles(deepest))
        #expect(try !StockLua.compiles(tooDeep))
        #expect(throws: Never.self) { try Chunk(parsing: Array(deepest.utf8)) }
        #expect(throws: SyntaxFailure.self) { try Chunk(parsing: Array(tooDeep.utf8)) }
    }

    @Test(arguments: ["(", "not ", "{", "- ", "function() return ", "a .. ", "a ^ ", "f{", "a["])
    func `a source without end is refused for its depth`(opening: String) {
        let source = "return " + String(repeating: opening, count: 100_000)

        let failure = #expect(throws: SyntaxFailure.self) {
            try Chunk(parsing: Array(source.utf8))
        }

        #expect(failure?.message.hasPrefix("C stack overflow") == true)
    }

    @Test(arguments: [
        ("return ", "a and ", "a"), ("f", "()", ""), ("x", ".a", " = 1"), ("return ", "1 + ", "1"),
        ("if a then ", "elseif a then ", "end"), ("return {", "1, ", "}"), ("", "f();", ""),
        ("", "x = x\n", "x = 1"),
    ])
    func `a chain may be of any length`(before: String, link: String, after: String) throws {
        let source = before + String(repeating: link, count: 100_000) + after

        let chunk = try Chunk(parsing: Array(source.utf8))

        #expect(source.utf8.count - chunk.block.range.upperBound <= 1)
    }

    @Test func `labels and jumps are as many as stock Lua takes`() {
        let source = { (count: Int) in
            let jumps = (1...count).map { "goto a\($0) " }.joined()
            return jumps + (1...count).map { "::a\($0):: x() " }.joined()
        }

        #expect(throws: Never.self) { try Chunk(parsing: Array(source(32_767).utf8)) }
        #expect(throws: SyntaxFailure.self) { try Chunk(parsing: Array(source(32_768).utf8)) }
    }
}
