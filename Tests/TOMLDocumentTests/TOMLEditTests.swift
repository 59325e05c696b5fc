import Testing

@testable import TOMLDocument

struct TOMLEditTests {
    private static let document = """
        # ours
        protect = ["production/*"]   # never

        [dependencies]
        # checks of the data team
        checks = { git = "https://a/checks", version = "^1.4", allow = ["read"] } # pinned?
        naming = { path = "../naming" }

        [grants]  # what we may do
        effects = [
          "read",  # all of it
        ]
        """

    private func edited(
        _ document: String = document, _ change: (inout TOMLEdit) -> Bool
    ) throws -> String {
        var edit = TOMLEdit(Array(document.utf8))
        let isChanged = change(&edit)
        #expect(isChanged)
        let text = String(decoding: edit.bytes, as: UTF8.self)
        _ = try LocatedValue(parsing: edit.bytes, from: "graphene.toml")
        return text
    }

    @Test func `a value inside of braces is replaced, and all else stays`() throws {
        let text = try edited {
            $0.replace(["dependencies", "checks", "version"], with: "\"^1.5.0\"")
        }

        #expect(text == Self.document.replacing("^1.4", with: "^1.5.0"))
    }

    @Test func `a list on several lines is replaced whole`() throws {
        let text = try edited { $0.replace(["grants", "effects"], with: "[]") }

        #expect(text.hasSuffix("[grants]  # what we may do\neffects = []"))
    }

    @Test func `a key is added behind the last of its table`() throws {
        let text = try edited {
            $0.append("runbook", "{ path = \"../r\" }", to: ["dependencies"])
            return true
        }

        let line = "naming = { path = \"../naming\" }\n"
        #expect(
            text == Self.document.replacing(line, with: line + "runbook = { path = \"../r\" }\n")
                + "\n")
    }

    @Test(arguments: ["", "protect = []", "[grants]\neffects = []\n"])
    func `a table that lacks is made at the end`(document: String) throws {
        let text = try edited(document) {
            $0.append("a", "1", to: ["dependencies"])
            return true
        }

        #expect(text.hasPrefix(document))
        #expect(text.hasSuffix("[dependencies]\na = 1\n"))
    }

    @Test func `a key goes with its line and no other`() throws {
        let text = try edited { $0.remove(["dependencies", "checks"]) }

        #expect(!text.contains("https://a/checks"))
        #expect(text.contains("[dependencies]\n# checks of the data team\nnaming"))
    }

    @Test func `a table goes with its header`() throws {
        let document = "[dependencies.a]\ngit = 'x'\n# b's\n[dependencies.b]\ngit = 'y'\n"

        let text = try edited(document) { $0.remove(["dependencies", "a"]) }

        #expect(text == "# b's\n[dependencies.b]\ngit = 'y'\n")
    }

    @Test func `the last line may lack its end`() throws {
        let text = try edited("[dependencies]\na = 1") {
            $0.append("b", "2", to: ["dependencies"])
            return true
        }

        #expect(text == "[dependencies]\na = 1\nb = 2\n")
    }

    @Test func `what is not there is not changed`() {
        var edit = TOMLEdit(Array(Self.document.utf8))

        let isReplaced = edit.replace(["dependencies", "other"], with: "1")
        let isRemoved = edit.remove(["dependencies", "checks", "version"])

        #expect(!isReplaced && !isRemoved)
        #expect(edit.bytes == Array(Self.document.utf8))
    }

    @Test(arguments: ["plain", "a \"b\" \\ c", "tab\tand\nline", "\u{1}\u{7f}", "ü"])
    func `a text that is written is read as it was`(text: String) throws {
        let document = "a = \(TOMLText.quoted(text))\nb = \(TOMLText.list([text, text]))"

        let table = try ClosedTable(
            LocatedValue(parsing: Array(document.utf8), from: "f"), "it", keys: ["a", "b"])

        #expect(try table.strings("b").map(\.value) == [text, text])
        guard case .string(let read) = table["a"]?.content else {
            Issue.record("no text")
            return
        }
        #expect(read == text)
    }
}
