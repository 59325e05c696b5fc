import Testing

/// `--allow`, `--deny`, `--target` and `--lua-path`.
@Suite(.timeLimit(.minutes(10)))
struct GrantCommandTests {
    private static let script = """
        graphene.pause "staging/orders"
        graphene.delete "staging/catalog"
        """

    private func run(_ options: [String], script: String = Self.script) async throws
        -> GrapheneProcess.Result
    {
        try await withFolder { folder in
            try folder.write(script, to: "script.lua")
            return try await graphene(
                ["run", "script.lua", "--simulator"] + options, in: folder.path)
        }
    }

    @Test(arguments: [
        (
            ["--allow", "read,pause"],
            "was not granted `delete` (`--allow read,pause` on the command line)"
        ),
        (["--deny", "delete"], "was not granted `delete` (`--deny delete` on the command line)"),
        (
            ["--target", "staging/o*"],
            "staging/catalog is outside of what may be changed, `staging/o*`"
        ),
    ])
    func `what was not granted is refused, and what was is done`(
        _ options: [String], _ message: String
    ) async throws {
        let result = try await run(options)

        #expect(result.status == 6)
        #expect(result.errors.contains("error[denied]"))
        #expect(result.errors.contains(message), "\(result.errors)")
        #expect(result.errors.contains("✓ pause staging/orders"))
    }

    @Test(arguments: [
        ["--allow", "read,pause,delete"], ["--allow", "read", "--allow", "pause,delete"],
        ["--deny", "api,restore"], ["--target", "staging/*"],
    ])
    func `what was granted is done`(_ options: [String]) async throws {
        #expect(try await run(options).status == 0)
    }

    @Test(arguments: [
        (["--allow", "pauze"], "did you mean `pause`?"), (["--deny", ""], "there is no effect ``"),
        (["--target", "staging"], "names no environment and database"),
        (["--lua-path", "nowhere"], "No such file or directory"),
        (["--lua-path", "script.lua"], "is no folder"),
    ])
    func `a slip is a usage error, and nothing is run`(
        _ options: [String], _ message: String
    ) async throws {
        let result = try await run(options)

        #expect(result.status == 2)
        #expect(result.errors.contains(message), "\(result.errors)")
        #expect(!result.errors.contains("pause staging/orders"))
    }

    @Test func `a folder of plain Lua modules is found from where the command runs`() async throws {
        try await withFolder { folder in
            try folder.write("return { double = function(n) return 2 * n end }", to: "twice.lua")
            let result = try await graphene(
                ["run", "--simulator", "--lua-path", folder.path, "-"],
                input: .text("return require('twice').double(21)"), in: "/")

            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output == "42\n")
        }
    }
}
