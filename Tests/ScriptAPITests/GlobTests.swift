import ScriptWire
import Testing

@testable import ScriptAPI

struct GlobTests {
    @Test(arguments: [
        ("orders", "orders", true), ("ord*", "orders", true), ("*", "", true), ("?", "a", true),
        ("*_dr", "orders_dr", true), ("a*b*c", "a-b-b-c", true), ("ord", "orders", false),
        ("?", "", false), ("*x", "orders", false), ("a.c", "abc", false),
        ("**a**", "banana", true),
    ])
    func `a pattern matches the whole name`(pattern: String, name: String, matches: Bool) {
        #expect(Glob(pattern).matches(name) == matches)
    }

    @Test func `a hostile pattern takes no time`() {
        let pattern = String(repeating: "*a", count: 60) + "b"

        #expect(!Glob(pattern).matches(String(repeating: "a", count: 2_000)))
    }
}

struct LuaPatternTests {
    @Test(arguments: [
        ("%d+", "123", true), ("%d+", "12x", false), ("^[a-z_]+$", "orders_dr", true),
        ("[^%s]+", "a b", false), ("v%d+%.%d+", "v5.20", true), ("a-b", "aaab", true),
        ("%u%l*", "Orders", true), ("x?y", "y", true), ("[%w-]+", "a-1", true),
        (".*", "", true), ("[]]", "]", true), ("%x%x", "fG", false), ("[a-c]", "d", false),
    ])
    func `a Lua pattern matches the whole text`(
        pattern: String, text: String, matches: Bool
    ) throws {
        #expect(try LuaPattern(.text(pattern)).matches(text) == matches)
    }

    @Test(arguments: ["(a)", "%b()", "%f[a]", "[a", "%", "%1", "[b-a]"])
    func `what the patterns cannot do is refused`(pattern: String) {
        #expect(throws: ArgumentMismatch.self) { try LuaPattern(.text(pattern)) }
    }

    @Test func `a pattern is as long as a person writes one, whatever the text`() throws {
        let optional = try LuaPattern(.text(String(repeating: "a?", count: 500)))

        #expect(throws: ArgumentMismatch.self) {
            try LuaPattern(.text(String(repeating: "a", count: 1_001)))
        }
        #expect(!optional.matches(String(repeating: "a", count: 1_000_000)))
        #expect(try LuaPattern(".*").matches(String(repeating: "a", count: 1_000_000)))
    }

    @Test(.timeLimit(.minutes(1)))
    func `a pattern that tries a long text again and again is given up`() throws {
        let pattern = try LuaPattern(.text(String(repeating: ".-", count: 400) + "b"))

        #expect(!pattern.matches(String(repeating: "a", count: 1_000_000)))
    }

    @Test func `a pattern that takes too long matches nothing`() throws {
        let pattern = try LuaPattern(.text(String(repeating: "a*", count: 30) + "b"))

        #expect(!pattern.matches(String(repeating: "a", count: 200)))
    }
}
