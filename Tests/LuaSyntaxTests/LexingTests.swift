import LuaSyntax
import Testing

/// What one expression is.
private func kind(of expression: String) throws -> Expression.Kind? {
    let chunk = try Chunk(parsing: Array("return \(expression)".utf8))
    guard case .return(let values) = chunk.block.statements.first?.kind else { return nil }
    return values.first?.kind
}

struct StringTests {
    private static let strings: [(String, [UInt8])] = [
        (#""a'b""#, Array("a'b".utf8)), (#"'a"b'"#, Array(#"a"b"#.utf8)), ("''", []),
        (#""\a\b\f\n\r\t\v\\\"\'""#, [7, 8, 12, 10, 13, 9, 11, 92, 34, 39]),
        (#""\0\00\000\9z\99\2555""#, [0, 0, 0, 9, 122, 99, 255, 53]),
        (#""\x41\xfF""#, [0x41, 0xff]), (#""a\z  b""#, [97, 98]),
        ("\"a\\z \n\t\r\n b\"", [97, 98]),
        ("\"a\\\nb\"", [97, 10, 98]), ("\"a\\\r\nb\"", [97, 10, 98]),
        ("\"a\\\n\rb\"", [97, 10, 98]), ("\"a\\\rb\"", [97, 10, 98]),
        (#""\u{0}\u{7f}\u{80}\u{7ff}""#, [0, 0x7f, 0xc2, 0x80, 0xdf, 0xbf]),
        (#""\u{20AC}\u{1F600}""#, Array("€😀".utf8)),
        (#""\u{1fffff}""#, [0xf7, 0xbf, 0xbf, 0xbf]),
        (#""\u{200000}""#, [0xf8, 0x88, 0x80, 0x80, 0x80]),
        (#""\u{7FFFFFFF}""#, [0xfd, 0xbf, 0xbf, 0xbf, 0xbf, 0xbf]),
        ("[[]]", []), ("[[a]b]]", Array("a]b".utf8)), ("[==[a]]]=]b]==]", Array("a]]]=]b".utf8)),
        ("[[\n\na\n]]", [10, 97, 10]), ("[[\r\na\r\nb\n\rc\rd]]", Array("a\nb\nc\nd".utf8)),
        (#"[[\n]]"#, [92, 110]), ("\"é\"", [0xc3, 0xa9]),
    ]

    @Test(arguments: strings)
    func `a string is decoded`(text: String, expected: [UInt8]) throws {
        guard case .string(let bytes) = try kind(of: text) else {
            Issue.record("it is no string")
            return
        }

        #expect(bytes == expected)
    }

    @Test func `a string may be no UTF-8`() throws {
        let chunk = try Chunk(parsing: Array("return \"".utf8) + [0xff, 0xfe] + Array("\"".utf8))

        guard case .return(let values) = chunk.block.statements.first?.kind,
            case .string(let bytes) = values.first?.kind
        else {
            Issue.record("it is no string")
            return
        }
        #expect(bytes == [0xff, 0xfe])
    }
}

struct NumeralTests {
    private static let integers: [(String, Int64)] = [
        ("0", 0), ("007", 7), ("9223372036854775807", .max), ("0xff", 255), ("0XA", 10),
        ("0xffffffffffffffff", -1), ("0x10000000000000001", 1), ("0x1e", 30),
    ]

    @Test(arguments: integers)
    func `an integer is read, a hexadecimal one wraps around`(
        text: String, expected: Int64
    ) throws {
        guard case .integer(expected) = try kind(of: text) else {
            Issue.record("it is not \(expected)")
            return
        }
    }

    private static let numbers: [(String, Double)] = [
        ("0.0", 0), ("3.", 3), (".5", 0.5), ("1e2", 100), ("1E+2", 100), ("25e-1", 2.5),
        ("9223372036854775808", 0x1p63), ("1e999", .infinity), ("0x.8", 0.5), ("0xA.8", 10.5),
        ("0x1p4", 16), ("0x1P-1", 0.5), ("0x.8p1", 1), ("0xa.", 10),
    ]

    @Test(arguments: numbers)
    func `a float is read, also from an integer too large`(text: String, expected: Double) throws {
        guard case .number(expected) = try kind(of: text) else {
            Issue.record("it is not \(expected)")
            return
        }
    }
}

struct CommentTests {
    @Test func `comments are kept where they stand`() throws {
        let source = "-- a\nx = 1 --[[b\nc]] y = 2 --[=c\n--[==[d]==]"

        let chunk = try Chunk(parsing: Array(source.utf8))

        #expect(
            chunk.comments.map { chunk.source.text($0.range) } == [
                "-- a", "--[[b\nc]]", "--[=c", "--[==[d]==]",
            ])
        #expect(chunk.comments.map(\.isLong) == [false, true, false, true])
    }
}

struct PositionTests {
    @Test(arguments: [
        (0, 1, 1, 1), (1, 1, 2, 2), (2, 2, 1, 1), (3, 2, 2, 2), (4, 3, 1, 1), (6, 3, 3, 2),
        (8, 4, 1, 1),
        (11, 5, 1, 1),
    ])
    func `an offset has a line and a column in bytes and in characters`(
        offset: Int, line: Int, column: Int, characterColumn: Int
    ) {
        let source = SourceText(Array("a\n\n\rüx\ré\n".utf8))

        let position = source.position(at: offset)

        #expect(position.offset == offset)
        #expect(position.line == line)
        #expect(position.column == column)
        #expect(position.characterColumn == characterColumn)
    }

    @Test func `a line is given without its break`() {
        let source = SourceText(Array("a\n\n\rüx\ré\n".utf8))

        #expect((0...6).map(source.text(ofLine:)) == ["", "a", "", "üx", "é", "", ""])
        #expect(source.lineCount == 5)
    }
}
