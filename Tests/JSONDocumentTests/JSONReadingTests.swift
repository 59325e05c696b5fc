import JSONDocument
import Testing

struct JSONReadingTests {
    private static let documents: [(String, JSONValue)] = [
        ("null", JSONValue.null), ("true", true), (" false\n", false), ("0", 0), ("-0", 0),
        ("-12", -12), ("9223372036854775807", .integer(.max)),
        ("-9223372036854775808", .integer(.min)), ("9223372036854775808", .number(0x1p63)),
        ("2.0", .number(2)), ("1e2", .number(100)), ("1E+2", .number(100)), ("-1.5e-1", -0.15),
        (#""""#, ""), (#""a\/b\\\"""#, #"a/b\""#), (#""\b\f\n\r\t""#, "\u{8}\u{c}\n\r\t"),
        (#""\u00e9\u0000""#, "é\0"), (#""\ud83d\uDE00""#, "😀"), ("\"ü漢😀\"", "ü漢😀"),
        ("[]", []), ("[ 1 , [ ] ]", [1, []]), ("{}", [:]),
        (#"{ "a" : { "b" : null } }"#, ["a": ["b": nil]]),
        ("\u{feff}[1]", [1]), (#"{"":1}"#, ["": 1]),
    ]

    @Test(arguments: documents)
    func `a document is read`(text: String, expected: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == expected)
    }

    private static let refusals: [(String, String)] = [
        ("", "a value is missing at line 1, column 1"),
        ("  ", "a value is missing at line 1, column 3"),
        (#"{"a":1,}"#, "a key in quotes is missing at line 1, column 8"),
        ("[1,]", "a value is missing at line 1, column 4"),
        ("[1 2]", "`,` or `]` is missing at line 1, column 4"),
        (#"{"a" 1}"#, "`:` is missing at line 1, column 6"),
        (#"{"a":1 "b":2}"#, "`,` or `}` is missing at line 1, column 8"),
        (#"{"a":1,"a":2}"#, "a key is there twice at line 1, column 8"),
        (#"{"a":1,"\u0061":2}"#, "a key is there twice at line 1, column 8"),
        ("{a:1}", "a key in quotes is missing at line 1, column 2"),
        ("{\n  \"ü\": nul\n}", "a value is missing at line 2, column 8"),
        ("[1] x", "there is more after the document at line 1, column 5"),
        ("01", "there is more after the document at line 1, column 2"),
        ("-", "a digit is missing at line 1, column 2"),
        ("1.", "a digit is missing at line 1, column 3"),
        (".5", "a value is missing at line 1, column 1"),
        ("+1", "a value is missing at line 1, column 1"),
        ("1e", "a digit is missing at line 1, column 3"),
        ("NaN", "a value is missing at line 1, column 1"),
        ("[1e999]", "a number is too large at line 1, column 2"),
        ("\"abc", "a string has no end at line 1, column 1"),
        ("\"a\nb\"", "a control character is not written as an escape at line 1, column 3"),
        (#""\x41""#, "there is no such escape at line 1, column 2"),
        (#""\u12g4""#, "a hexadecimal digit is missing at line 1, column 6"),
        (#""\ud800""#, "half of a pair of surrogates stands alone at line 1, column 2"),
        (#""\ude00""#, "half of a pair of surrogates stands alone at line 1, column 2"),
        (#""\ud800\u0041""#, "half of a pair of surrogates stands alone at line 1, column 2"),
        ("'a'", "a value is missing at line 1, column 1"),
        ("[", "a value is missing at line 1, column 2"),
        ("// c\n1", "a value is missing at line 1, column 1"),
    ]

    @Test(arguments: refusals)
    func `what is no JSON is refused with its place`(text: String, reason: String) {
        let failure = #expect(throws: JSONFailure.self) { try JSONValue(parsing: text) }

        #expect(failure?.description == "it is not JSON: " + reason)
    }

    @Test(
        arguments: [
            [0x22, 0xff, 0x22], [0x22, 0xc0, 0x80, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22],
        ] as [[UInt8]])
    func `a string that is not UTF-8 is refused`(bytes: [UInt8]) {
        let failure = #expect(throws: JSONFailure.self) { try JSONValue(parsing: bytes) }

        #expect(failure?.description.contains("a string is not UTF-8 at line 1, column 1") == true)
    }

    @Test func `the depth has a limit`() throws {
        let deepest = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)

        _ = try JSONValue(parsing: deepest)
        #expect(throws: JSONFailure.self) { try JSONValue(parsing: "[" + deepest + "]") }
        #expect(throws: JSONFailure.self) {
            try JSONValue(parsing: String(repeating: "{\"a\":", count: 1_000_000))
        }
        #expect(throws: JSONFailure.self) { try JSONValue(parsing: "[[[1]]]", maximumDepth: 2) }
    }

    @Test func `a failure never quotes the text`() {
        let failure = #expect(throws: JSONFailure.self) {
            try JSONValue(parsing: #"{"secret": hunter2}"#)
        }

        #expect(failure?.description.contains("hunter2") == false)
    }
}
