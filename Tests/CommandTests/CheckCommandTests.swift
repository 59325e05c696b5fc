import Foundation
import JSONDocument
import Testing

/// `graphene check`, which reads scripts and runs none.
@Suite(.timeLimit(.minutes(10)))
struct CheckCommandTests {
    @Test func `a clean script is exit 0 and tells what it reaches`() async throws {
        let result = try await check("graphene.pause('staging/orders')")

        #expect(result.status == 0)
        #expect(result.errors.isEmpty)
        #expect(result.output.contains("pause  staging/orders  line 1\n"), "\(result.output)")
        #expect(result.output.hasSuffix("checked 1 file: nothing to find fault with\n"))
    }

    @Test func `an error is exit 2, with its place and a caret`() async throws {
        let result = try await check("graphene.clonee('a/b')")

        #expect(result.status == 2)
        let words = """
            a.lua:1:10: error[unknown_name]: there is no graphene.clonee; did you mean \
            `graphene.clone`?
              1 | graphene.clonee('a/b')
                |          ^^^^^^
            """
        #expect(result.output.contains(words), "\(result.output)")
    }

    @Test func `a warning alone is exit 0`() async throws {
        let result = try await check("x = 1")

        #expect(result.status == 0)
        #expect(result.output.contains("a.lua:1:1: warning[assigned_global]"))
    }

    @Test func `nothing is run`() async throws {
        let result = try await check("print('it ran') while true do end")

        #expect(result.status == 0)
        #expect(!result.output.contains("it ran\n"))
    }

    @Test(arguments: [
        ("/nonexistent.lua", "cannot check /nonexistent.lua: No such file or directory"),
        (".", "there is no script in ."),
    ])
    func `a path without scripts is exit 2`(path: String, words: String) async throws {
        let result = try await withFolder { folder in
            try await graphene(["check", path], in: folder.path)
        }

        #expect(result.status == 2)
        #expect(result.errors.contains(words), "\(result.errors)")
    }

    @Test func `a file that is far too large is told so`() async throws {
        let result = try await withFolder { folder in
            let path = folder.path + "/a.lua"
            _ = FileManager.default.createFile(atPath: path, contents: nil)
            try FileHandle(forWritingTo: URL(filePath: path)).truncate(atOffset: 100 << 20)
            return try await graphene(["check", "a.lua"], in: folder.path)
        }

        #expect(result.status == 2)
        #expect(result.output.contains("a.lua:1:1: error[unreadable]: this is larger than 1 MB"))
    }

    @Test func `folders give their scripts and JSON is one document`() async throws {
        let result = try await withFolder { folder in
            try FileManager.default.createDirectory(
                atPath: folder.path + "/lib", withIntermediateDirectories: true)
            try folder.write("require 'm'", to: "a.lua")
            try folder.write("graphene.delete('a/b')", to: "lib/m.lua")
            return try await graphene(["check", ".", "--output", "json"], in: folder.path)
        }

        #expect(result.status == 0, "\(result.output)")
        let document = try JSONValue(parsing: result.output)
        #expect(document["scripts"]?.array?.compactMap { $0["script"] } == ["a.lua"])
        let reaches = document["scripts"]?.array?.first?["reaches"]?.array ?? []
        #expect(reaches.map { $0["file"] } == ["lib/m.lua"])
        #expect(reaches.map { $0["class"] } == ["X"])
    }

    @Test func `a finding becomes an annotation that begins no command of its own`() async throws {
        let result = try await check(
            "graphene.api('GET', '/x', { ['q%\\n::warning::x'] = 1 })",
            environment: ["GITHUB_ACTIONS": "true"])

        #expect(result.status == 2)
        let lines = result.errors.split(separator: "\n")
        #expect(lines.count == 1)
        #expect(lines[0].hasPrefix("::error title=graphene%3A unknown_option,file=a.lua,line=1,"))
    }

    @Test func `what scripts have of the standard library is known`() async throws {
        let script = """
            for name, value in pairs(_G) do
              if type(value) == "table" and name ~= "_G" and name ~= "graphene" then
                for field in pairs(value) do print(("print(%s.%s)"):format(name, field)) end
              end
              print(("print(%s)"):format(name))
            end
            """
        let uses = try await run(script)

        let result = try await check(uses.output)

        #expect(uses.output.split(separator: "\n").count > 100)
        #expect(result.status == 0, "\(result.output)")
    }

    private func check(
        _ script: String, environment: [String: String] = [:]
    ) async throws -> GrapheneProcess.Result {
        try await withFolder { folder in
            try folder.write(script, to: "a.lua")
            return try await graphene(
                ["check", "a.lua"], environment: environment, in: folder.path)
        }
    }
}
