import Foundation
import Testing

/// What `graphene complete` answers to the shells' scripts.
@Suite(.timeLimit(.minutes(10)))
struct CompletionTests {
    /// The words offered, without their notes.
    private func words(
        _ line: [String], environment: [String: String] = [:], in folder: String = "/"
    ) async throws -> [String] {
        let result = try await graphene(
            ["complete", "fish", "--"] + line, environment: environment, in: folder)
        #expect(result.status == 0)
        #expect(result.errors.isEmpty, "\(result.errors)")
        return result.output.split(separator: "\n").map { line in
            String(line.prefix { $0 != "\t" })
        }
    }

    @Test(arguments: [
        (["ex"], ["words", "explain"]),
        (["explain", "loc"], ["words", "locked"]),
        (["doc", "time.p"], ["words", "time.parse"]),
        (["doc", "dura"], ["words", "duration", "durations"]),
        (["completion", ""], ["words", "bash", "zsh", "fish"]),
        (["run", "--sim"], ["words", "--simulator", "--simulator-state"]),
        (["run", "--simulator", "--sim"], ["words", "--simulator-state"]),
        (["run", "--output", "j"], ["words", "json", "jsonl"]),
        (["run", "--output=j"], ["words", "--output=json", "--output=jsonl"]),
        (["run", "--report", ""], ["files"]),
        (["run", ""], ["files:lua"]),
        (["run", "--limit", "del"], ["words", "delete="]),
        (["types", ""], ["folders"]),
        (["check", ""], ["files:lua"]),
        (["check", "a.lua", ""], ["files:lua"]),
        (["repl", "--limit", "del"], ["words", "delete="]),
        (["runs", "list", "--limit", "del"], ["words"]),
        (["auth", ""], ["words", "check"]),
        (["run", "--assume", "state_p"], ["words", "state_paused="]),
        (["run", "--simulator", "--on", "dr/a"], ["words", "dr/archive"]),
        (["run", "--simulator-state", "c.json", "--on", "dr/a"], ["words", "dr/archive"]),
        (["run", "--simulator", "--on", "fin"], ["words"]),
        (["run", "--", "--sim"], ["files:lua"]),
        (["nonsense", ""], ["words"]),
        (["run", "a.lua", "b.lua", ""], ["words"]),
        (["run", "--bogus", "--sim"], ["words", "--simulator", "--simulator-state"]),
        (["comp"], ["words", "completion"]),
    ])
    func `the words that fit are offered`(line: [String], expected: [String]) async throws {
        #expect(try await words(line) == expected)
    }

    @Test func `a word has a note that says what it means`() async throws {
        let result = try await graphene(["complete", "zsh", "--", "explain", "locked"])

        #expect(result.output.contains("locked\tSomebody else's operation is running"))
    }

    private static let script = """
        local p = graphene.params {
          db = { type = "database", required = true, help = "what is copied" },
          size = { type = "enum", values = { "DS1", "DS2" }, default = "DS1" },
          quick = { type = "boolean", default = false },
        }
        """

    @Test func `a script's own parameters are offered, and their values`() async throws {
        try await withFolder { folder in
            try folder.write(Self.script, to: "a.lua")
            func offered(_ word: String, _ before: [String] = []) async throws -> [String] {
                try await words(
                    ["run", "--simulator", "a.lua"] + before + ["--param", word], in: folder.path)
            }

            #expect(try await offered("") == ["words", "db=", "quick=", "size="])
            #expect(try await offered("", ["--param", "db=x/y"]) == ["words", "quick=", "size="])
            #expect(try await offered("size=") == ["words", "size=DS1", "size=DS2"])
            #expect(try await offered("quick=t") == ["words", "quick=true"])
            #expect(try await offered("db=dr/a") == ["words", "db=dr/archive"])
            #expect(try await offered("nothing=") == ["words"])
        }
    }

    @Test(arguments: [
        "local x = ", "while true do end", "error('no')", "graphene.pause('a/b')", "\u{0}",
        "return 1",
    ])
    func `a script that cannot be asked has no parameters, and nothing is said`(
        script: String
    ) async throws {
        try await withFolder { folder in
            try folder.write(script, to: "a.lua")

            let offered = try await words(["run", "a.lua", "--param", ""], in: folder.path)

            #expect(offered == ["words"])
        }
        #expect(try await words(["run", "/nonexistent.lua", "--param", ""]) == ["words"])
    }

    @Test func `what ps has seen is offered afterwards, without a cloud`() async throws {
        try await withFolder { cache in
            let environment = try await withSimulator { simulator in
                let environment = simulator.environment.merging(["XDG_CACHE_HOME": cache.path]) {
                    $1
                }
                let before = try await words(["ps", ""], environment: environment)
                let listed = try await graphene(["ps"], environment: environment)
                #expect(before == ["words"])
                #expect(listed.status == 0)
                return environment
            }

            let databases = try await words(["ps", "staging/o"], environment: environment)
            let all = try await words(["ps", ""], environment: environment)
            let probe = try await words(["probe", "dr/"], environment: environment)
            let on = try await words(["run", "a.lua", "--on", "dr/a"], environment: environment)

            #expect(databases == ["words", "staging/orders"])
            #expect(all.prefix(4) == ["words", "dr", "production", "staging"])
            #expect(probe == ["words", "dr/archive", "dr/drill-october"])
            #expect(on == ["words", "dr/archive"])
        }
    }

    @Test func `profiles are offered by name`() async throws {
        try await withFolder { folder in
            try folder.write("[profiles.prod]\n[profiles.play]\n", to: "config.toml")
            chmod(folder.path + "/config.toml", 0o600)
            let environment = ["GRAPHENE_CONFIG": folder.path + "/config.toml"]

            let offered = try await words(["ps", "--profile", "p"], environment: environment)

            #expect(offered == ["words", "prod", "play"])
        }
    }
}
