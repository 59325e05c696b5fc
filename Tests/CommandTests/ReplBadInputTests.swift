import Foundation
import Testing

/// What nobody should type at `graphene repl`, and what comes of it.
@Suite(.timeLimit(.minutes(10)))
struct ReplBadInputTests {
    @Test func `a NUL and what is no UTF-8 do no harm`() async throws {
        try await withRepl { terminal, _ in
            terminal.send(Array("'a".utf8) + [0, 0xff, 0xe9] + Array("b'\n".utf8))
            await terminal.shows(
                "simulator> 'a\u{fffd}\u{fffd}b'", "\"a\u{fffd}\u{fffd}b\"", "simulator>")
            await terminal.enter("1 + 1", gives: "2")
        }
    }

    @Test func `a pasted NUL is kept and shown, and a byte that is no UTF-8 is marked as such`()
        async throws
    {
        try await withRepl { terminal, _ in
            terminal.send(
                Array("\u{1b}[200~x = 'a".utf8) + [0, 0xff] + Array("'\n\u{1b}[201~".utf8))
            await terminal.shows(#"simulator> x = 'a\u{0}\#u{fffd}'"#, "simulator>")
            await terminal.enter("#x", gives: "5")
        }
    }

    @Test func `a table that holds itself is shown once`() async throws {
        try await withRepl { terminal, _ in
            await terminal.enter("t = {}")
            await terminal.shows("simulator> t = {}", "simulator>")
            await terminal.enter("t.t = t")
            await terminal.shows("simulator> t.t = t", "simulator>")
            await terminal.enter("t", gives: "{t = <cycle>}")
        }
    }

    @Test func `of a million entries the first thousand are shown`() async throws {
        try await withRepl { terminal, _ in
            await terminal.enter("t = {} for i = 1, 1e6 do t[i] = i end")
            await terminal.prompts(after: "1e6")
            await terminal.enter("t")
            await terminal.shows("  999,", "  1000,", "  …,", "}", "simulator>")
        }
    }

    @Test(arguments: ["__tostring", "__index", "__pairs"])
    func `a value that raises or loops when it is looked at ends no session`(
        event: String
    ) async throws {
        try await withRepl(["--simulator", "--cpu", "1s"]) { terminal, _ in
            let use = ["__tostring": "tostring(v)", "__index": "v.x", "__pairs": "pairs(v)"][event]
            await terminal.enter(
                "function new(f) return setmetatable({ 1 }, { \(event) = f }) end")
            await terminal.prompts(after: "function new")
            await terminal.enter("v = new(function() error 'no' end)")
            await terminal.prompts(after: "error 'no'")
            await terminal.enter("v", gives: "{1}")
            await terminal.enter(use ?? "")
            await terminal.prompts(after: "error[script]: no")
            await terminal.enter("v = new(function() while true do end end)")
            await terminal.prompts(after: "while true")
            await terminal.enter(use ?? "")
            await terminal.prompts(after: "error[time_limit]")
            await terminal.enter("6 * 7", gives: "42")
        }
    }

    // MARK: The history

    @Test(arguments: ["full disk", "no folder"])
    func `a history that cannot be kept is said once, and changes nothing else`(
        problem: String
    ) async throws {
        try await withFolder { folder in
            if problem == "full disk" {
                try FileManager.default.createDirectory(
                    atPath: folder.path + "/state", withIntermediateDirectories: false)
                try FileManager.default.createSymbolicLink(
                    atPath: folder.path + "/state/history", withDestinationPath: "/dev/full")
            } else {
                try folder.write("a file, and no folder", to: "state")
            }
            let terminal = try ReplTerminal(in: folder.path)
            await terminal.shows("simulator>")
            await terminal.enter("1 + 1")
            await terminal.prompts(after: "warning: the history cannot be kept in ")
            await terminal.enter("2 + 2", gives: "4")
            await terminal.enter(".history 2", gives: "2 + 2", ".history 2")

            let result = await terminal.leave()

            #expect(result.status == 0)
            #expect(terminal.screen.count { $0.contains("the history cannot be kept") } == 1)
        }
    }
}
