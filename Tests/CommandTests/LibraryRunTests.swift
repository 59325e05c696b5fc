import Foundation
import JSONDocument
import Testing

/// `graphene run` in a project with libraries.
@Suite(.timeLimit(.minutes(10)))
struct LibraryRunTests {
    @Test func `a script requires what is locked, and can tell the version`() async throws {
        try await withRunningProject { project in
            try project.write(
                "local c = require 'checks'\nreturn c.answer .. ' ' .. graphene.run.libraries.checks",
                to: "a.lua")

            let result = try await project.run("a.lua")

            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output == "1 1.4.0\n")
        }
    }

    @Test func `a check knows the modules of the libraries, and what they reach`() async throws {
        try await withRunningProject { project in
            try project.checks.release(
                "v1.6.0",
                [
                    "graphene.toml": """
                    [package]
                    name = "checks"
                    exports = { init = "lua/init.lua", dr = "lua/dr.lua" }
                    """, "lua/init.lua": "return require('steps')\n",
                    "lua/steps.lua":
                        "x = 1\nreturn function(db) return graphene.pause(db) end\n",
                    "lua/dr.lua": "return {}\n",
                ])
            let environment = LibraryRepository.environment(project.root)
            func check() async throws -> GrapheneProcess.Result {
                try await graphene(
                    ["check", "a.lua"], environment: environment, in: project.folder)
            }
            _ = try await project.lib("add", "checks@1.6.0")
            try project.write("require('checks')('staging/orders')\n", to: "a.lua")

            let whole = try await check()
            try project.write("require 'checks.rd'\n", to: "a.lua")
            let mistyped = try await check()
            project.forgetCache()
            let missing = try await check()

            #expect(whole.status == 0, "\(whole.output)")
            #expect(whole.output.contains("pause"), "\(whole.output)")
            #expect(whole.output.contains("checks@1.6.0/lua/steps.lua:2"), "\(whole.output)")
            #expect(whole.output.contains("checked 1 file: nothing to find fault with"))
            #expect(mistyped.status == 2)
            #expect(
                mistyped.output.contains(
                    "a.lua:1:9: error[no_module]: the library checks 1.6.0 exports no module "
                        + "checks.rd; did you mean `checks.dr`?"), "\(mistyped.output)")
            #expect(missing.status == 2)
            #expect(missing.output.contains("`graphene lib fetch` gets it"), "\(missing.output)")
        }
    }

    @Test func `the record names the versions`() async throws {
        try await withRunningProject { project in
            try project.write("return 1", to: "a.lua")

            let result = try await project.run("a.lua", "--output", "json")
            let id = try JSONValue(parsing: result.output)["run"]?["id"]?.string ?? ""
            let shown = try await graphene(
                ["runs", "show", id], environment: LibraryRepository.environment(project.root))

            let run = try JSONValue(parsing: result.output)["run"]
            #expect(run?["libraries"]?["checks"]?.string == "1.4.0")
            #expect(shown.output.contains("with the libraries checks 1.4.0\n"))
        }
    }

    @Test func `what is not locked is exit 2`() async throws {
        try await withRunningProject { project in
            let manifest = try project.read("graphene.toml")
            try project.write(manifest.replacing("^1.4.0", with: "^1.5.0"), to: "graphene.toml")
            try project.write("return require('checks').answer", to: "a.lua")

            let result = try await project.run("a.lua")

            #expect(result.status == 2)
            #expect(result.errors.contains("checks is not locked as it is written here"))
        }
    }

    @Test func `what is not on the machine is exit 2, and says what gets it`() async throws {
        try await withRunningProject { project in
            try project.write("return require('checks').answer", to: "a.lua")
            let environment = LibraryRepository.environment(project.root)
                .merging(["XDG_CACHE_HOME": project.root + "/other"]) { $1 }

            let missing = try await graphene(
                ["run", "--simulator", "a.lua"], environment: environment, in: project.folder)
            let fetched = try await graphene(
                ["lib", "fetch"], environment: environment, in: project.folder)
            let there = try await graphene(
                ["run", "--simulator", "a.lua"], environment: environment, in: project.folder)

            #expect(missing.status == 2)
            #expect(missing.errors.contains("hint: `graphene lib fetch` gets it"))
            #expect(fetched.status == 0, "\(fetched.errors)")
            #expect(there.output == "1\n")
        }
    }

    @Test(arguments: [false, true], ["graphene.toml", "init.lua"])
    func `a library that was damaged is exit 2, although nothing requires it`(
        isVendored: Bool, file: String
    ) async throws {
        try await withRunningProject { project in
            try project.write("return 1", to: "a.lua")
            if isVendored { _ = try await project.lib("vendor") }
            let whole = try await project.run("a.lua")

            try project.damage(file, isVendored: isVendored)
            let damaged = try await project.run("a.lua")

            #expect(whole.output == "1\n", "\(whole.errors)")
            #expect(damaged.status == 2)
            #expect(damaged.errors.contains("error[integrity]: the library in "))
            #expect(damaged.errors.contains(" is not the locked one: `\(file)` was changed"))
        }
    }

    @Test func `a folder that says what cannot be is exit 2, although nothing requires it`()
        async throws
    {
        try await withRunningProject { project in
            try FileManager.default.createDirectory(
                atPath: project.folder + "/naming", withIntermediateDirectories: true)
            try project.write("[package]\nname = \"naming\"\n", to: "naming/graphene.toml")
            _ = try await project.lib("add", "./naming")
            try project.write("return 1", to: "a.lua")
            try project.write("[package]\nname = 1\n", to: "naming/graphene.toml")

            let result = try await project.run("a.lua")

            #expect(result.status == 2)
            #expect(result.errors.contains("error[config]: naming "), "\(result.errors)")
            #expect(result.errors.contains("graphene.toml:2: "), "\(result.errors)")
        }
    }

    @Test func `two majors of one library stand side by side`() async throws {
        try await withRunningProject { project in
            try project.checks.release(
                "v2.0.0",
                [
                    "graphene.toml":
                        "[package]\nname = \"checks\"\nexports = { init = \"init.lua\" }\n",
                    "init.lua": "return { answer = 20 }\n",
                ])
            let added = try await project.lib(
                "add", project.checks.url + "@2.0.0", "--as", "checks-two")
            try project.write(
                "return require('checks').answer + require('checks_two').answer", to: "a.lua")

            let result = try await project.run("a.lua")

            #expect(added.status == 0, "\(added.errors)")
            #expect(result.output == "21\n", "\(result.errors)")
        }
    }

    @Test func `libraries may require each other`() async throws {
        try await withRunningProject { project in
            let naming = try LibraryRepository("naming", in: project.root)
            func manifest(_ name: String, _ other: LibraryRepository) -> String {
                "[package]\nname = '\(name)'\nexports = { init = 'init.lua', more = 'more.lua' }\n"
                    + "[dependencies]\n\(other.name) = { git = '\(other.url)', version = '^1.0' }\n"
            }
            try naming.release(
                "v1.0.0",
                [
                    "graphene.toml": manifest("naming", project.checks),
                    "init.lua": "return require('checks.more') .. 'n'", "more.lua": "return 'm'",
                ])
            try project.checks.release(
                "v1.8.0",
                [
                    "graphene.toml": manifest("checks", naming),
                    "init.lua": "return require('naming') .. 'c'", "more.lua": "return 'k'",
                ])
            let added = try await project.lib("add", "checks@1.8.0")
            try project.write("return require 'checks'", to: "a.lua")

            let result = try await project.run("a.lua")

            #expect(added.status == 0, "\(added.errors)")
            #expect(result.output == "knc\n", "\(result.errors)")
        }
    }

    @Test func `scripts and modules of the project are found by its name, from below it`()
        async throws
    {
        try await withRunningProject { project in
            for name in ["lua", "scripts", "scripts/deep"] {
                mkdir("\(project.folder)/\(name)", 0o755)
            }
            let manifest = try project.read("graphene.toml")
            try project.write(
                manifest.replacing("\"ops\"", with: "\"graph-ops\"")
                    .replacing("exports = {}", with: "exports = { dr = \"lua/dr.lua\" }")
                    .replacing("scripts = {}", with: "scripts = { look = \"scripts/look.lua\" }"),
                to: "graphene.toml")
            try project.write("return 'dr'", to: "lua/dr.lua")
            try project.write(
                "return require('graph_ops.dr') .. require('checks').answer",
                to: "scripts/look.lua")
            let environment = LibraryRepository.environment(project.root)

            let named = try await graphene(
                ["run", "--simulator", "graph_ops/look"], environment: environment,
                in: project.folder + "/scripts/deep")
            let file = try await graphene(
                ["run", "--simulator", "../look.lua"], environment: environment,
                in: project.folder + "/scripts/deep")

            #expect(named.output == "dr1\n", "\(named.errors)")
            #expect(file.output == "dr1\n", "\(file.errors)")
        }
    }

    @Test func `no project is looked for above the repository's root`() async throws {
        try await withRunningProject { project in
            mkdir(project.folder + "/other", 0o755)
            mkdir(project.folder + "/other/.git", 0o755)
            try project.write("return (pcall(require, 'checks'))", to: "other/a.lua")

            let result = try await project.run("other/a.lua")
            let listed = try await graphene(
                ["lib", "list"], environment: LibraryRepository.environment(project.root),
                in: project.folder + "/other")

            #expect(result.output == "false\n", "\(result.errors)")
            #expect(listed.status == 2)
            #expect(listed.errors.contains("there is no project here"))
        }
    }

    @Test func `a library may be of a tag or of a commit`() async throws {
        try await withRunningProject { project in
            try project.checks.release(
                "nightly",
                [
                    "graphene.toml":
                        "[package]\nname = \"checks\"\nexports = { init = \"init.lua\" }\n",
                    "init.lua": "return { answer = 7 }\n",
                ])
            let commit = try String(
                contentsOfFile: project.root + "/checks.git/refs/heads/main", encoding: .utf8
            ).trimmingCharacters(in: .newlines)
            try project.write("return require('checks').answer", to: "a.lua")

            var outputs: [String] = []
            for revision in ["nightly", "1.5.0", commit] {
                let added = try await project.lib("add", "checks@" + revision)
                #expect(added.status == 0, "\(added.errors)")
                outputs.append(try await project.run("a.lua").output)
            }

            #expect(outputs == ["7\n", "2\n", "7\n"])
            #expect(try project.read("graphene.toml").contains("commit = \"\(commit)\""))
        }
    }

    @Test func `a library's script is run by its name`() async throws {
        try await withRunningProject { project in
            let result = try await project.run("checks/look")
            let slip = try await project.run("checks/lok")

            #expect(result.output == "looked\n", "\(result.errors)")
            #expect(slip.status == 5)
            #expect(slip.errors.contains("checks 1.4.0 has no script `lok`; did you mean `look`?"))
        }
    }

    @Test func `an update rehearses scripts, and shows which end differently`() async throws {
        try await withRunningProject { project in
            project.forgetCache()
            try project.write("return require('checks').answer", to: "a.lua")
            try project.write("require('checks')\nreturn 0", to: "b.lua")
            try project.write(
                "graphene.params { db = { type = 'string', required = true } }\nrequire 'checks'",
                to: "c.lua")

            let result = try await project.lib("update")

            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.contains("rehearsal: 1 of 3 scripts end as before\n"))
            #expect(result.output.contains("  a.lua ends differently, with its defaults:\n"))
            #expect(result.output.contains("    result: 1 -> 2\n"))
            #expect(result.output.contains("  c.lua: not rehearsed with its defaults: "))
        }
    }

    @Test func `a rehearsal takes the parameters of the last run`() async throws {
        try await withRunningProject { project in
            try project.write(
                "local p = graphene.params { n = { type = 'integer', required = true } }\n"
                    + "return require('checks').answer * p.n", to: "a.lua")
            _ = try await project.run("a.lua", "--param", "n=21")

            let result = try await project.lib("update")

            #expect(result.output.contains("result: 21 -> 42\n"), "\(result.output)")
            #expect(result.output.contains("with those of run "))
        }
    }

    @Test(arguments: ["changed", "added", "missing"])
    func `a run whose library is not the locked one is exit 2, and names the file`(
        manner: String
    ) async throws {
        try await withRunningProject { project in
            _ = try await project.lib("vendor")
            let folder = "vendor/graphene/checks-1.4.0"
            try project.write("return require('checks').answer", to: "a.lua")
            let whole = try await project.run("a.lua")
            switch manner {
            case "changed": try project.write("return { answer = 9 }\n", to: folder + "/init.lua")
            case "added": try project.write("", to: folder + "/more.lua")
            default: unlink("\(project.folder)/\(folder)/look.lua")
            }

            let result = try await project.run("a.lua")

            #expect(whole.output == "1\n", "\(whole.errors)")
            #expect(result.status == 2)
            #expect(result.output == "")
            let name = ["changed": "init.lua", "added": "more.lua"][manner] ?? "look.lua"
            #expect(result.errors.contains("error[integrity]"))
            #expect(result.errors.contains("`\(name)`"), "\(result.errors)")
        }
    }
}
