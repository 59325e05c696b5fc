import ScriptLibrary
import Testing

struct DifferenceTests {
    @Test func `a changed line is shown with three on either side`() {
        let old = (1...12).map { "line \($0)" }.joined(separator: "\n")

        let difference = LineDifference(from: old, to: old.replacing("line 6", with: "new\nlines"))

        #expect(
            difference.lines == [
                "@@ -3,7 +3,8 @@", " line 3", " line 4", " line 5", "-line 6", "+new", "+lines",
                " line 7", " line 8", " line 9",
            ])
        #expect((difference.added, difference.removed) == (2, 1))
    }

    @Test func `a new text is added from its first line on`() {
        let difference = LineDifference(from: "", to: "a\nb\n")

        #expect(difference.lines == ["@@ -0,0 +1,2 @@", "+a", "+b"])
    }

    @Test func `the same text differs in nothing`() {
        #expect(LineDifference(from: "a\nb\n", to: "a\nb\n").lines.isEmpty)
    }

    @Test func `what is large is counted alone`() {
        let text = String(repeating: "x\n", count: 30_000)

        let difference = LineDifference(from: "", to: text)

        #expect(difference.lines == ["@@ 0 lines became 30000 @@"])
    }

    @Test func `a version's files are compared by their paths`() throws {
        let old = try LibraryTree([
            .init(path: "a.lua", bytes: Array("1\n".utf8)), .init(path: "b", bytes: [0, 1]),
            .init(path: "c.lua", bytes: Array("c\n".utf8)),
        ])
        let new = try LibraryTree([
            .init(path: "a.lua", bytes: Array("2\n".utf8)), .init(path: "b", bytes: [0, 2]),
            .init(path: "d.lua", bytes: Array("d\n".utf8)),
        ])

        let comparison = TreeComparison(from: old, to: new)

        #expect(comparison.files.map(\.path) == ["a.lua", "b", "c.lua", "d.lua"])
        #expect(comparison.files.map(\.kind) == [.changed, .changed, .removed, .added])
        #expect(comparison.files[1].difference == nil)
        #expect((comparison.added, comparison.removed) == (2, 2))
    }
}
