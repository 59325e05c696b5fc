import Testing

@testable import TOMLDocument

struct TOMLLinesTests {
    private static let document = """
        # a comment = "x"
        default_profile = "a # b"

        [profiles.prod]   # here
        "api_url" = 'x]'
        protect = [
          "one/*",  # [not this]
          "two/[x]",
        ]
        limits = { delete = 1, restore = 2 }
          
        text = \"\"\"
        [profiles.fake]
        delete = 9 \\\"\"\"
        \"\"\"
        nested.key . deep = [[1,
          2], [3]]
        [profiles."a.b".limits]
        total = 0x10
        [[list]]
        x = 1
        [[list]]
        x = 2
        [list.sub]
        y = 1979-05-27T07:32:00Z
        """

    private static let expected: [(path: [String], line: Int?)] = [
        (["default_profile"], 2), (["profiles"], 4), (["profiles", "prod"], 4),
        (["profiles", "prod", "api_url"], 5), (["profiles", "prod", "protect"], 6),
        (["profiles", "prod", "protect", "#0"], 7), (["profiles", "prod", "protect", "#1"], 8),
        (["profiles", "prod", "limits", "delete"], 10),
        (["profiles", "prod", "limits", "restore"], 10), (["profiles", "fake"], nil),
        (["profiles", "prod", "delete"], nil),
        (["profiles", "prod", "nested", "key", "deep", "#0", "#1"], 17),
        (["profiles", "prod", "nested", "key", "deep", "#1"], 17),
        (["profiles", "a.b", "limits", "total"], 19), (["list", "#0", "x"], 21),
        (["list", "#1", "x"], 23), (["list", "#1", "sub", "y"], 25),
    ]

    @Test(arguments: expected)
    func `every key and element has its line`(path: [String], line: Int?) {
        let lines = TOMLLines(Array(Self.document.utf8))

        #expect(lines[path] == line)
    }

    @Test func `the same document is read by the parser, value by value`() throws {
        let value = try LocatedValue(parsing: Array(Self.document.utf8), from: "f")

        guard case .table(let members) = value.content else { return #expect(Bool(false)) }
        #expect(members.map(\.key) == ["default_profile", "profiles", "list"])
        #expect(members.map { "\($0.value.origin)" } == ["f:2", "f:4", "f:20"])
    }

    @Test(arguments: ["", "[", "a", "a =", "a = [", "a = {b", "\"", "'''", "[[", "a=\"\\"])
    func `a document that is cut off is read to its end`(text: String) {
        let lines = TOMLLines(Array(text.utf8))

        #expect(lines[["nothing"]] == nil)
    }

    @Test func `lines end with a carriage return too`() {
        let lines = TOMLLines(Array("\u{feff}a = 1\r\n\r\nb = 2\r\n".utf8))

        #expect(lines[["a"]] == 1)
        #expect(lines[["b"]] == 3)
    }
}
