import Diagnostics
import Testing

struct PrintableTests {
    @Test(arguments: [
        ("plain ü 漢", "plain ü 漢"), ("tab\tstays", "tab\tstays"), ("a\nb", "a\\u{a}b"),
        ("\u{1b}[2J", "\\u{1b}[2J"), ("a\u{202e}b", "a\\u{202e}b"), ("a\rb", "a\\u{d}b"),
        ("\u{7f}\u{9b}", "\\u{7f}\\u{9b}"), ("a\u{2028}b\u{2029}", "a\\u{2028}b\\u{2029}"),
        ("\u{2066}\u{200f}\u{61c}", "\\u{2066}\\u{200f}\\u{61c}"),
        ("prod\u{200b}uction\u{200d}", "prod\\u{200b}uction\\u{200d}"),
        ("\u{feff}\u{ad}\u{e0041}", "\\u{feff}\\u{ad}\\u{e0041}"),
        ("a\u{3164}b\u{34f}", "a\\u{3164}b\\u{34f}"), ("✔\u{fe0f} é", "✔\u{fe0f} é"),
    ])
    func `what would move the cursor or the words is escaped`(text: String, shown: String) {
        #expect(Printable.line(text) == shown)
        #expect(Printable.line(shown) == shown)
    }

    @Test func `a long text is cut`() {
        #expect(Printable.line("abcdef", limit: 3) == "abc…")
        #expect(Printable.line("abc", limit: 3) == "abc")
        #expect(Printable.line("äöü", limit: 3) == "äöü")
    }

    @Test(arguments: [
        ("one\n\ttwo\n", "one\n\ttwo\n"), ("a\r\nb", "a\\u{d}\nb"),
        ("\u{1b}]0;t\u{7}", "\\u{1b}]0;t\\u{7}"),
        ("👩\u{200d}🔧", "👩\u{200d}🔧"), ("a\u{202e}b", "a\\u{202e}b"),
    ])
    func `a text of several lines keeps its lines, tabs and joiners`(text: String, shown: String) {
        #expect(Printable.text(Array(text.utf8)) == shown)
    }

    @Test(
        arguments: [
            ([0xff], "\u{fffd}"), ([0x61, 0x9b, 0x62], "a\u{fffd}b"),
            ([0xe2, 0x82], "\u{fffd}"), ([0xc0, 0xaf], "\u{fffd}\u{fffd}"),
            ([0xed, 0xa0, 0x80], "\u{fffd}\u{fffd}\u{fffd}"),
        ] as [([UInt8], String)])
    func `bytes that are no UTF-8 are shown as such`(bytes: [UInt8], shown: String) {
        #expect(Printable.text(bytes) == shown)
    }
}
