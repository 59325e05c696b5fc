import Diagnostics
import ScriptHost
import Testing

@testable import REPL

struct EntryTests {
    private func entry(_ lines: [String]) -> Entry? {
        var buffer = EntryBuffer(number: 3)
        for (index, line) in lines.enumerated() {
            switch buffer.add(line) {
            case .entry(let entry): return index == lines.count - 1 ? entry : nil
            case .nothing, .incomplete: continue
            case .wrong: return nil
            }
        }
        return nil
    }

    @Test(arguments: [
        ["1 + 1"], ["x = 1"], ["local x = 1"], ["for i = 1, 2 do", "  print(i)", "end"],
        ["x = [[", "text", "]]"], ["f(", "1)"], ["function f()", "", "end"], ["", "  ", "1"],
    ])
    func `an entry is ready with the line that ends it`(lines: [String]) {
        #expect(
            entry(lines)?.text
                == lines.drop { $0.allSatisfy(\.isWhitespace) }
                .joined(separator: "\n"))
        #expect(entry(lines)?.name == "entry 3")
    }

    @Test func `locals of the top level become the session's`() {
        #expect(entry(["local x <const>, y = 1, 2"])?.source.contains("local") == false)
        #expect(entry(["do local x = 1 end"])?.source.contains("local x = 1") == true)
        #expect(entry(["1 + 1"])?.source == "return 1 + 1")
    }

    @Test func `what is no Lua is told with its line`() throws {
        var buffer = EntryBuffer(number: 2)
        _ = buffer.add("do")

        guard case .wrong(let failure) = buffer.add("x = = 1") else {
            Issue.record("it was taken")
            return
        }

        #expect(failure.code == .usage)
        #expect(failure.place == ScriptPlace(script: "entry 2", line: 2))
        #expect(buffer.unfinished?.message.contains("the input ends") == true)
    }

    @Test func `an entry has a size`() {
        var buffer = EntryBuffer(number: 1)

        guard case .wrong(let failure) = buffer.add(String(repeating: "x", count: 300_000)) else {
            Issue.record("it was taken")
            return
        }
        #expect(failure.code == .limitExceeded)
    }

    @Test func `what succeeded is a script`() {
        var saved = SavedScript()
        for entry in [
            "local db = graphene.db 'staging/orders'", "db.state", "graphene.pause(db)",
            "graphene.db 'id:abc'", "print(_)",
        ] { saved.add(entry) }

        #expect(
            saved.text(naming: ["abc": "production/orders"]) == """
                local db = graphene.db 'staging/orders'
                local _ = db.state
                graphene.pause(db)
                _ = graphene.db 'production/orders'
                print(_)

                """)
    }

    @Test(arguments: [
        (".help", SessionCommand.help), (".vars ", .variables), (".history", .history(20)),
        (".history 3", .history(3)), (".save a b.lua", .save("a b.lua")), (".load x", .load("x")),
        (".reset", .reset), (".exit", .exit),
    ])
    func `commands begin with a dot`(line: String, command: SessionCommand) throws {
        #expect(try SessionCommand(line) == command)
    }

    @Test(arguments: ["print(1)", ".5 + 1", "..", "x.y"])
    func `and Lua does not`(line: String) throws {
        #expect(try SessionCommand(line) == nil)
    }

    @Test(arguments: [
        (".vers", "there is no command `.vers`; did you mean `.vars`?"),
        (".save", ".save needs a file"), (".history x", ".history takes a number, not `x`"),
        (".exit now", ".exit takes nothing more"),
    ])
    func `a slip is told`(line: String, message: String) {
        #expect { _ = try SessionCommand(line) } throws: {
            ($0 as? SessionCommand.Failure)?.message == message
        }
    }
}
