import Foundation
import Glibc
import Testing

/// Scripts that are none, do not end, or take too much.
@Suite(.timeLimit(.minutes(10)))
struct BadScriptTests {
    @Test func `a syntax error shows the line`() async throws {
        let result = try await run("local x = 1\nif x then\n  print(x\nend\n")

        #expect(result.status == 2)
        #expect(result.output.isEmpty)
        try expectGolden("syntax-error.txt", result.errors)
    }

    @Test(arguments: [
        ("/nonexistent.lua", "cannot read the script /nonexistent.lua: No such file or directory"),
        ("/tmp", "cannot run /tmp: it is a directory"),
        ("/dev/zero", "it is larger than 1 MB"),
    ])
    func `what is no script is refused`(path: String, words: String) async throws {
        let result = try await graphene(["run", "--simulator", path])

        #expect(result.status == 2)
        #expect(result.errors.contains(words), "\(result.errors)")
    }

    @Test func `a name without its end is recognised`() async throws {
        try await withFolder { folder in
            try folder.write("", to: "a.lua")

            let result = try await graphene(["run", "--simulator", "a"], in: folder.path)

            #expect(result.status == 2)
            #expect(result.errors.contains("hint: did you mean `a.lua`?"))
        }
    }

    @Test func `a file of 100 MB is refused`() async throws {
        try await withFolder { folder in
            try folder.write("", to: "big.lua")
            truncate(folder.path + "/big.lua", 100 << 20)

            let result = try await graphene(["run", "--simulator", "big.lua"], in: folder.path)

            #expect(result.status == 2)
            #expect(result.errors.contains("larger than 1 MB"))
        }
    }

    @Test func `compiled Lua is refused`() async throws {
        let result = try await run("\u{1b}LuaT")

        #expect(result.status == 2)
        #expect(result.errors.contains("compiled Lua"))
    }

    @Test(arguments: [
        ("error(nil)", "the script raised nil"), ("error({a = 1})", "{a = 1}"),
        ("error(42)", "error[script]: 42"), ("error('text')", "error[script]: text"),
        (
            "error(setmetatable({}, {__tostring = function() error('no') end}))",
            "its __tostring failed"
        ),
        ("error(true)", "the script raised true"), ("local x = nil + 1", "arithmetic on a nil"),
        ("graphene.fail('enough', {code = 'unhealthy'})", "error[unhealthy]: enough"),
    ])
    func `whatever is raised is one clear error`(script: String, words: String) async throws {
        let result = try await run(script)

        #expect(result.status == (script.contains("unhealthy") ? 7 : 1))
        #expect(result.errors.contains(words), "\(result.errors)")
        #expect(result.errors.contains("at: script.lua:1\n    1 | "), "\(result.errors)")
    }

    @Test(arguments: [
        ("return print", "`result` must be something that JSON can hold, not a function"),
        (
            "return { a = { 1/0 } }",
            "`result[\"a\"][1]` must be a finite number, not the number inf"
        ),
    ])
    func `a result that cannot be shown is named`(script: String, words: String) async throws {
        let result = try await run(script)

        #expect(result.status == 2)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains(words), "\(result.errors)")
    }

    @Test(arguments: [
        "while true do end", "while true do pcall(function() while true do end end) end",
        "return (('a'):rep(30) .. 'b'):find(('a?'):rep(30) .. ('a*'):rep(30) .. '$x')",
        "local t = setmetatable({}, {__close = function() while true do end end})\n"
            + "local x <close> = t while true do end",
    ])
    func `a script that never ends is ended`(script: String) async throws {
        let result = try await run(script, ["--cpu", "100ms"])

        #expect(result.status == 124)
        #expect(result.errors.contains("error[time_limit]"), "\(result.errors)")
    }

    @Test(arguments: [
        "local t = {} while true do t[#t + 1] = ('x'):rep(1000) .. #t end",
        "local s = 'x' while true do s = s .. s end",
        "local t = {} for i = 1, 1e9 do t[i] = i end",
    ])
    func `a script that takes all memory is stopped at its cap`(script: String) async throws {
        let result = try await run(script, ["--memory", "16"])

        #expect(result.status == 1)
        #expect(result.errors.contains("error[memory_limit]"), "\(result.errors)")
    }

    @Test(arguments: ["print", "io.stderr.write", "graphene.log.info", "graphene.output"])
    func `a script cannot print without end`(function: String) async throws {
        let call =
            switch function {
            case "io.stderr.write": "io.stderr:write(s)"
            case "graphene.output": "graphene.output('k' .. i, s)"
            default: "\(function)(s)"
            }

        let result = try await run(
            "local s = ('x'):rep(1 << 20) for i = 1, 1024 do \(call) end", ["--max-output", "3"])

        #expect(result.status == 6)
        #expect(result.errors.contains("error[limit_exceeded]"), "\(result.errors.suffix(500))")
        #expect(result.output.utf8.count <= 4 << 20)
    }

    @Test func `a reader that has gone does not stop a run`() async throws {
        try await withFolder { folder in
            try folder.write(
                "local s = ('x'):rep(1 << 20) for i = 1, 8 do print(s) end\n"
                    + "return graphene.pause('staging/orders').state", to: "a.lua")
            let shell = "{ '\(GrapheneProcess.path)' run --simulator a.lua; echo $? >&2; } | true"

            let result = try await graphene(
                ["-c", shell], in: folder.path, executable: "/bin/bash")

            #expect(result.errors.contains("standard output was closed"), "\(result.errors)")
            #expect(result.errors.contains("✓ pause staging/orders"))
            #expect(result.errors.hasSuffix("0\n"))
        }
    }

    @Test func `printing without end into a closed pipe ends too`() async throws {
        try await withFolder { folder in
            try folder.write(
                "local s = ('x'):rep(1 << 20) for i = 1, 1024 do print(s) end", to: "a.lua")
            let shell = "{ '\(GrapheneProcess.path)' run --simulator a.lua; echo $? >&2; } | true"

            let result = try await graphene(
                ["-c", shell], in: folder.path, executable: "/bin/bash")

            #expect(result.errors.contains("standard output was closed"), "\(result.errors)")
            #expect(result.errors.contains("error[limit_exceeded]"), "\(result.errors)")
            #expect(result.errors.hasSuffix("6\n"))
        }
    }

    /// Runs a script with a `graphene` that has another script process, or none, beside it.
    private func runAlone(
        _ prepare: (WorkingFolder) throws -> Void
    ) async throws -> GrapheneProcess.Result {
        try await withFolder(in: GrapheneProcess.folder) { folder in
            // A link of the file, since a symbolic one leads back to the built folder.
            let copy = folder.path + "/graphene"
            #expect(link(GrapheneProcess.path, copy) == 0)
            try folder.write("return 1", to: "a.lua")
            try prepare(folder)
            return try await graphene(
                ["run", "--simulator", "a.lua"], in: folder.path, executable: copy)
        }
    }

    @Test(arguments: [false, true])
    func `without a script process it says what to install`(isThere: Bool) async throws {
        let result = try await runAlone { folder in
            if isThere { try folder.write("not executable", to: "graphene-vm") }
        }

        #expect(result.status == 70)
        #expect(result.errors.contains("cannot start the script process"), "\(result.errors)")
        #expect(result.errors.contains("side by side"))
    }

    @Test func `another program in the script process's place is told apart`() async throws {
        let result = try await runAlone { folder in
            symlink("/bin/true", folder.path + "/graphene-vm")
        }

        #expect(result.status == 70)
        #expect(result.errors.contains("error[vm_crashed]"), "\(result.errors)")
    }
}
