import Testing

/// `graphene repl` without a terminal.
@Suite(.timeLimit(.minutes(10)))
struct ReplFileTests {
    @Test func `standard input is read an entry at a time, and results are printed only`()
        async throws
    {
        let result = try await graphene(
            ["repl", "--simulator"],
            input: .text("x = 20\nfor i = 1, 2 do\n  x = x + i\nend\n\nx\nprint('p')\n"))

        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output == "23\np\n")
        #expect(result.errors.isEmpty)
    }

    @Test(arguments: [
        ("1\nerror 'no'\n2\n", Int32(1), "1\n"), ("1\nx = = 2\n3\n", 2, "1\n"),
        ("1\nfor i = 1, 2 do\n", 2, "1\n"), ("x = 'abc\n1\n", 2, ""), ("x = [[abc\n", 2, ""),
        ("graphene.db 'no/such'\n1\n", 5, ""),
    ])
    func `the first error ends it`(input: String, status: Int32, output: String) async throws {
        let result = try await graphene(["repl", "--simulator"], input: .bytes(Array(input.utf8)))

        #expect(result.status == status, "\(result.errors)")
        #expect(result.output == output)
        #expect(result.errors.hasPrefix("error["))
    }

    @Test(arguments: ["#!/usr/bin/env graphene\n1\n", "\u{feff}1\n", "\u{feff}#!x\n1\n"])
    func `a file may begin as Lua's own loader lets one`(input: String) async throws {
        let result = try await graphene(["repl", "--simulator"], input: .text(input))

        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output == "1\n")
    }

    @Test(arguments: [".help", ".load a.lua", ".exit"])
    func `a command for a terminal is refused as such`(line: String) async throws {
        let result = try await graphene(["repl", "--simulator"], input: .text("1\n\(line)\n"))

        #expect(result.status == 2)
        #expect(result.output == "1\n")
        #expect(
            result.errors.hasPrefix(
                "error[usage]: `.\(line.dropFirst().prefix(4))` is a command for"))
    }

    @Test func `what disrupts a live database is named`() async throws {
        try await withSimulator { simulator in
            let pause = "graphene.pause('staging/orders').state\n"
            let refused = try await graphene(
                ["repl"], environment: simulator.environment, input: .text(pause))
            let named = try await graphene(
                ["repl", "--on", "staging/orders"], environment: simulator.environment,
                input: .text(pause))

            #expect(refused.status == 6)
            #expect(refused.errors.contains("`--on staging/orders`"), "\(refused.errors)")
            #expect(named.output == "\"paused\"\n", "\(named.errors)")
        }
    }

    @Test func `a NUL is a character as any other`() async throws {
        let result = try await graphene(
            ["repl", "--simulator"], input: .bytes(Array("print('a\0b')\n#'\0'\n".utf8)))

        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output == "a\\u{0}b\n1\n")
    }

    @Test func `bytes that are no UTF-8 are refused with what to write instead`() async throws {
        let result = try await graphene(
            ["repl", "--simulator"], input: .bytes(Array("1\nx = '".utf8) + [0xe9, 0x27, 10]))

        #expect(result.status == 2)
        #expect(result.output == "1\n")
        #expect(
            result.errors
                == "error[usage]: an entry is no UTF-8\n  hint: write other bytes as \"\\xE9\"\n")
    }

    @Test func `ten megabytes in one line are refused before they are all read`() async throws {
        let result = try await graphene(
            ["repl", "--simulator"],
            input: .bytes(Array("x = '".utf8) + Array(repeating: 0x61, count: 10 << 20)))

        #expect(result.status == 6)
        #expect(result.errors.hasPrefix("error[limit_exceeded]: an entry is at most 256 KB"))
    }
}
