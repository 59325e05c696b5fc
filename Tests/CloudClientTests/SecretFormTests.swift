@testable import CloudClient
import Foundation
import JSONDocument
import Testing

/// Known secrets in whatever form they come.
struct SecretFormTests {
    private static let secret = "p/q+r=s\\t\"u%v hunter2-Hunter2"
    private let redaction = Redaction(known: [Secret(Self.secret)])

    private static func escaped(
        _ text: String = secret, _ escape: (Int, UInt8) -> String
    ) -> String {
        text.utf8.enumerated().map { escape($0.offset, $0.element) }.joined()
    }

    private static func hex(_ byte: UInt8) -> String { String(format: "%02x", byte) }
    private static func raw(_ byte: UInt8) -> String { String(Unicode.Scalar(byte)) }

    private static let forms = [
        secret, escaped { "%" + hex($1) }, escaped { "%" + hex($1).uppercased() },
        escaped { "\\u00" + hex($1) }, escaped { "\\u00" + hex($1).uppercased() },
        escaped { "\\\\\\u00" + hex($1) }, escaped { "\\x" + hex($1) },
        escaped { hex($1) }, escaped { hex($1).uppercased() },
        escaped { $0 % 2 == 0 ? hex($1) : hex($1).uppercased() },
        escaped { $0 % 3 == 0 ? "%" + hex($1) : $0 % 3 == 1 ? "\\u00" + hex($1) : raw($1) },
        escaped { ["/", "\"", "\\"].contains(raw($1)) ? "\\" + raw($1) : raw($1) },
        escaped { ["\"", "\\"].contains(raw($1)) ? "\\" + raw($1) : raw($1) },
        secret.replacing("%", with: "%25").replacing(" ", with: "+"),
        JSONValue.string(secret).text.dropFirst().dropLast().description,
    ]

    @Test(arguments: forms)
    func `each form is found, in the middle of other text`(form: String) {
        #expect(redaction.redact("before \(form) after") == "before *** after")
        #expect(redaction.redact("\(form) \(form)") == "*** ***")
    }

    @Test(arguments: ["p/q+r=s", "p%2Fq%2Br%3Ds", "p%2fq%2br%3Ds", "p\\/q+r\\u003ds"])
    func `a secret is found percent-encoded and escaped, of either case`(_ echo: String) {
        #expect(Redaction(known: [Secret("p/q+r=s")]).redact("a \(echo).") == "a ***.")
    }

    @Test(arguments: ["", "a", "ab", "abc", "me:"], ["", "z", "zzzzzz"])
    func `a secret inside a base64 text is found at any offset`(before: String, after: String) {
        let secret = "hunter2?~~~>hunter2"
        let redaction = Redaction(known: [Secret(secret)])
        let text = Data((before + secret + after).utf8).base64EncodedString()
        let ofURL = text.replacing("+", with: "-").replacing("/", with: "_").replacing(
            "=", with: "")
        let wrapped = text.prefix(6) + "\r\n" + text.dropFirst(6)
        let inURL = text.replacing("+", with: "%2B").replacing("/", with: "%2f")
        let inJSON =
            text.replacing("/", with: "\\/").prefix(6) + "\\n"
            + text.replacing("/", with: "\\/").dropFirst(6)

        for form in [text, ofURL, String(wrapped), inURL, String(inJSON)] {
            let redacted = redaction.redact(form)
            #expect(redacted.contains("***"), "\(form)")
            // What is left is of the text beside it, and at most a few bits of the secret.
            #expect(redacted.count <= (before.count + after.count) * 4 / 3 + 11, "\(redacted)")
        }
    }

    @Test(arguments: ["ä€-geheim😀", "passwörd"])
    func `a secret of other letters is found as JSON escapes them`(secret: String) {
        let redaction = Redaction(known: [Secret(secret)])
        let escaped = secret.utf16.map { unit in
            unit < 128 ? String(Unicode.Scalar(UInt8(unit))) : String(format: "\\u%04x", unit)
        }.joined()

        #expect(redaction.redact("[\(secret)]") == "[***]")
        #expect(redaction.redact("[\(escaped)]") == "[***]")
    }

    @Test func `a secret that stands in another is hidden with it`() {
        let redaction = Redaction(known: [
            Secret("hunter2"), Secret("x-hunter2-y"), Secret("y-zebra"),
        ])

        #expect(redaction.redact("x-hunter2-y") == "***")
        #expect(redaction.redact("x-hunter2-y-zebra!") == "***!")
        #expect(redaction.redact("x-hunter2-z") == "x-***-z")
    }

    @Test func `what is too short for a secret is left alone`() {
        let redaction = Redaction(known: [Secret("abc"), Secret("")])

        #expect(redaction.redact("abc 616263 YWJj") == "abc 616263 YWJj")
        #expect(Redaction(known: [Secret("abcd")]).redact("abcd %61bcd") == "*** ***")
    }

    @Test(arguments: ["", "a", "%", "\\", "\\u", "%7", "hunter", "hunter\\", "hunter%3", "\\u00"])
    func `a text that ends in the middle of a form is no secret`(text: String) {
        #expect(Redaction(known: [Secret("hunter2")]).redact(text) == text)
    }

    @Test(arguments: [
        ("say hunt", 4), ("say hunter2", 0), ("say h", 1), ("hunt\n", 0), ("hunt ", 0),
        ("%68unt", 6), ("hunter%3", 8), ("68756e74", 8), ("", 0), ("plain", 0),
    ])
    func `the beginning of a secret at the end of a piece is noticed`(text: String, count: Int) {
        #expect(Redaction(known: [Secret("hunter2")]).unfinished(Array(text.utf8)) == count)
    }

    @Test func `a document stays one, whatever is hidden in it`() {
        let redaction = Redaction(known: [Secret("12345678"), Secret("script")])
        let json: JSONValue = ["script": 9_123_456_780, "a": [1.5, "a script"], "token": "shown"]

        let hidden = redaction.redactTexts(json)

        #expect(hidden == ["***": "***", "a": [1.5, "a ***"], "token": "shown"])
    }
}
