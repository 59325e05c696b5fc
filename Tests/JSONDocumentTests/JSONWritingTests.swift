import JSONDocument
import Testing

struct JSONWritingTests {
    private static let documents: [(JSONValue, String)] = [
        (JSONValue.null, "null"), (true, "true"), (.integer(.min), "-9223372036854775808"),
        (.number(2), "2.0"), (.number(0.1), "0.1"), (.number(1e100), "1e+100"),
        (.number(.infinity), "null"), (.number(.nan), "null"),
        ("a/b \"ü\" \\ 😀", #""a/b \"ü\" \\ 😀""#),
        ("\n\r\t\u{1}\u{1f}", #""\n\r\t\u0001\u001f""#), ([], "[]"), ([:], "{}"),
        (["b": 1, "a": [1, nil], "é": [:]], #"{"a":[1,null],"b":1,"é":{}}"#),
    ]

    @Test(arguments: documents)
    func `a document is written on one line`(value: JSONValue, text: String) {
        #expect(value.text == text)
    }

    @Test func `an indented document has a line for each value`() {
        let value: JSONValue = ["a": [1, ["b": true]], "c": [], "d": [:]]

        #expect(
            value.indentedText == """
                {
                  "a": [
                    1,
                    {
                      "b": true
                    }
                  ],
                  "c": [],
                  "d": {}
                }
                """)
    }

    @Test(
        arguments: [
            JSONValue.number(Double.leastNonzeroMagnitude), .number(1.7976931348623157e308),
            .number(-0.0),
            .number(1 / 3),
            .number(9007199254740992), .integer(.max), "\u{0}\u{2028}\u{ffff}",
            [[[[]]]], ["x": ["y": ["z": [nil, false, 1.5]]]],
        ] as [JSONValue])
    func `what is written is read as the same value`(value: JSONValue) throws {
        #expect(try JSONValue(parsing: value.text) == value)
        #expect(try JSONValue(parsing: value.indentedText) == value)
    }
}

struct JSONVisibilityTests {
    @Test(arguments: [
        ("\u{7f}\u{9b}31m", #""\u007f\u009b31m""#), ("a\u{202e}b\u{2028}", #""a\u202eb\u2028""#),
        ("\u{200b}\u{feff}\u{3164}", #""\u200b\ufeff\u3164""#), ("\u{e0041}", #""\udb40\udc41""#),
        ("é漢😀✔\u{fe0f}", "\"é漢😀✔\u{fe0f}\""),
    ])
    func `what cannot be seen is written as an escape, and read back`(
        text: String, written: String
    ) throws {
        let json = JSONValue.string(text)

        #expect(json.text == written)
        #expect(try JSONValue(parsing: written) == json)
    }
}
