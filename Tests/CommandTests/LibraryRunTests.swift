import Foundation
import Glibc
import JSONDocument
import Testing

/// `graphene run` in a project with libraries.
@Suite(.timeLimit(.minutes(10)))
struct LibraryRunTests {
    private func withProject(
        _ body: (LibraryProject) async throws -> Void
    ) async throws {
        try await withFolder { folder in
            let project = try LibraryProject(in: folder.path)
            _ = try await project.lib("init", "ops")
            let result = try await project.lib(
                "add", project.checks.url + "@1.4.0", "--allow", "read", "--yes")
            #expect(result.status == 0, "\(result.errors)")
            try await body(project)
        }
    }

    @Test func `a script requires what is locked, and can tell the version`() async throws {
        try await withProject { project in
            try project.write(
                "local c = require 'checks'\nreturn c.answer .. ' ' .. graphene.run.libraries.checks",
                to: "a.lua")

            let result = try await project.run("a.lua")

            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output == "1 1.4.0\n")
        }
    }

    @Test func `the record names the versions`() async throws {
        try await withProject { project in
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
        try await withProject { project in
            let manifest = try project.read("graphene.toml")
            try project.write(manifest.replacing("^1.4.0", with: "^1.5.0"), to: "graphene.toml")
            try project.write("return require('checks').answer", to: "a.lua")

            let result = try await project.run("a.lua")

            #expect(result.status == 2)
            #expect(result.errors.contains("checks is not locked as it is written here"))
        }
    }

    @Test func `what is not on the machine is exit 2, and says what gets it`() async throws {
        try await withProject { project in
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
        try await withProject { project in
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
        try await withProject { project in
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

    @Test func `a library beside the script has its own rights, and not the script's`() async throws
    {
        try await withProject { project in
            try FileManager.default.createDirectory(
                atPath: project.folder + "/naming", withIntermediateDirectories: true)
            try project.write(
                "[package]\nname = \"naming\"\nexports = { init = \"init.lua\" }\n",
                to: "naming/graphene.toml")
            try project.write(
                "return function() return graphene.pause('staging/orders') end\n",
                to: "naming/init.lua")
            _ = try await project.lib("add", "./naming")
            try project.write("return require('naming')()", to: "a.lua")

            let result = try await project.run("a.lua")
            let frozen = try await project.run("a.lua", "--frozen")

            #expect(result.status == 6)
            #expect(result.errors.contains("error[denied]"))
            #expect(frozen.status == 2)
            #expect(frozen.errors.contains("naming is the folder naming, which no lock holds"))
        }
    }

    @Test func `two majors of one library stand side by side`() async throws {
        try await withProject { project in
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
        try await withProject { project in
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
        try await withProject { project in
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
        try await withProject { project in
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
        try await withProject { project in
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
        try await withProject { project in
            let result = try await project.run("checks/look")
            let slip = try await project.run("checks/lok")

            #expect(result.output == "looked\n", "\(result.errors)")
            #expect(slip.status == 5)
            #expect(slip.errors.contains("checks 1.4.0 has no script `lok`; did you mean `look`?"))
        }
    }

    @Test func `a library's script has what its project lets it have, whoever lets it have more`()
        async throws
    {
        try await withProject { project in
            try project.checks.release(
                "v1.6.0",
                [
                    "graphene.toml": """
                    [package]
                    name = "checks"
                    exports = { init = "init.lua" }
                    scripts = { look = "look.lua", ask = "ask.lua" }

                    """,
                    "init.lua": "return {}\n", "look.lua": "graphene.pause 'staging/orders'\n",
                    "ask.lua": "return graphene.env 'HOME'\n",
                ])
            let bold = try LibraryRepository("bold", in: project.root)
            try bold.release(
                "v1.0.0",
                [
                    "graphene.toml": """
                    [package]
                    name = "bold"
                    exports = { init = "init.lua" }
                    [dependencies]
                    checks = { git = "\(project.checks.url)", version = "^1.6", allow = ["pause"] }

                    """, "init.lua": "return require 'checks'\n",
                ])
            let added = try await project.lib("add", bold.url, "--allow", "pause", "--yes")
            let manifest = try project.read("graphene.toml")
            try project.write(manifest + "\n[grants]\nenv = [\"HOME\"]\n", to: "graphene.toml")
            try project.write("return graphene.env('HOME') ~= nil", to: "own.lua")

            let look = try await project.run("checks/look")
            let ask = try await project.run("checks/ask")
            let granted = try await project.run("checks/ask", "--env", "HOME")
            let own = try await project.run("own.lua")

            #expect(added.status == 0, "\(added.errors)")
            #expect(look.status == 6, "\(look.errors)")
            #expect(look.errors.contains("this run was not granted `pause`"))
            #expect(ask.status == 6, "\(ask.output)\(ask.errors)")
            #expect(granted.status == 0, "\(granted.errors)")
            #expect(own.output == "true\n", "\(own.errors)")
        }
    }

    @Test func `a lock that was changed by hand grants a library of a library no more`()
        async throws
    {
        try await withProject { project in
            for (name, file, text) in [
                (
                    "deep", "graphene.toml",
                    "[package]\nname = \"deep\"\nexports = { init = \"init.lua\" }\n"
                ),
                ("deep", "init.lua", "return function() graphene.pause 'staging/orders' end\n"),
                (
                    "bold", "graphene.toml",
                    "[package]\nname = \"bold\"\nexports = { init = \"init.lua\" }\n"
                        + "[dependencies]\ndeep = { path = \"../deep\" }\n"
                ),
                ("bold", "init.lua", "return require 'deep'\n"),
            ] {
                try FileManager.default.createDirectory(
                    atPath: "\(project.folder)/\(name)", withIntermediateDirectories: true)
                try project.write(text, to: "\(name)/\(file)")
            }
            let added = try await project.lib("add", "./bold", "--allow", "pause", "--yes")
            try project.write("require 'bold' ()", to: "a.lua")
            let lock = try project.read("graphene.lock")
            let edited = lock.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                guard line.contains("{ name = \"deep\"") else { return String(line) }
                return String(line).replacing("allow = []", with: "allow = [\"pause\"]")
            }
            try project.write(edited.joined(separator: "\n"), to: "graphene.lock")

            let result = try await project.run("a.lua")

            #expect(added.status == 0, "\(added.errors)")
            #expect(try project.read("graphene.lock") != lock)
            #expect(result.status == 6, "\(result.errors)")
            #expect(result.errors.contains("the library deep 0.0.0 was not granted `pause`"))
        }
    }

    @Test func `the line that a denial names grants it once it is pasted and locked`() async throws
    {
        try await withProject { project in
            let manifest = "[package]\nname = \"checks\"\nexports = { init = \"init.lua\" }\n"
            try project.checks.release(
                "v1.6.0",
                [
                    "graphene.toml": manifest,
                    "init.lua": "return function() graphene.resume 'staging/orders' end\n",
                ])
            _ = try await project.lib("add", "checks@1.6.0")
            try project.write("require('checks')()", to: "a.lua")
            let denied = try await project.run("a.lua")

            let words = denied.errors.split(separator: "`")
            let line = try #require(words.first { $0.hasPrefix("checks = {") })
            let lines = try project.read("graphene.toml").split(separator: "\n")
            try project.write(
                lines.map { $0.hasPrefix("checks = {") ? line : $0 }.joined(separator: "\n"),
                to: "graphene.toml")
            let locked = try await project.lib("add", "--allow", "resume", "--yes")
            let result = try await project.run("a.lua")

            #expect(denied.errors.contains("and lock that with `graphene lib add`"))
            #expect(locked.status == 0, "\(locked.errors)")
            #expect(result.status == 0, "\(result.errors)")
        }
    }

    @Test func `a plain module is not the script's module of a folder that is called alike`()
        async throws
    {
        try await withFolder { folder in
            for (name, text) in [
                ("a.lua", "return require('own') ~= require('thief'), require('own').may"),
                ("lib/own.lua", "return { may = pcall(graphene.pause, 'staging/orders') }"),
                ("plain/thief.lua", "return require 'own'"),
            ] {
                let file = URL(filePath: folder.path + "/" + name)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try folder.write(text, to: name)
            }

            let result = try await graphene(
                ["run", "--simulator", "a.lua", "--lua-path", "plain", "--lua-path", "lib"],
                environment: LibraryRepository.environment(folder.path), in: folder.path)

            #expect(result.output == "[true,true]\n", "\(result.errors)")
        }
    }

    @Test func `a library may do what it was granted, and an error names its version`() async throws
    {
        try await withProject { project in
            try project.checks.release(
                "v1.6.0",
                [
                    "graphene.toml":
                        "[package]\nname = \"checks\"\nexports = { init = \"init.lua\" }\n",
                    "init.lua": "return function(db) return graphene.pause(db) end\n",
                ])
            _ = try await project.lib("add", "checks@1.6.0")
            try project.write("return require('checks')('staging/orders')", to: "a.lua")

            let result = try await project.run("a.lua")

            #expect(result.status == 6)
            #expect(result.errors.contains("error[denied]"))
            #expect(result.errors.contains("checks 1.6.0"))
        }
    }

    @Test func `a project's grants say what its scripts may do, where, and what they may read`()
        async throws
    {
        try await withProject { project in
            let manifest = try project.read("graphene.toml")
            try project.write(
                manifest + """

                    [grants]
                    effects = ["read", "pause"]
                    targets = ["staging/*"]
                    env = ["RELEASE"]

                    """, to: "graphene.toml")
            try project.write(
                """
                graphene.pause "staging/orders"
                local _, place = pcall(graphene.pause, "production/orders")
                local _, effect = pcall(graphene.restart, "staging/orders")
                local read, other = pcall(graphene.env, "HOME")
                return { graphene.env "RELEASE", place.code, effect.code, read and other or "none" }
                """, to: "a.lua")
            _ = try await project.lib("add", "--allow", "read", "--yes")
            let environment = LibraryRepository.environment(project.root)
                .merging(["RELEASE": "7"]) { $1 }

            let result = try await graphene(
                ["run", "--simulator", "--output", "json", "a.lua"], environment: environment,
                in: project.folder)

            let values = try JSONValue(parsing: result.output)["result"]?.array ?? []
            #expect(
                values.map(\.string) == ["7", "denied", "denied", "none"], "\(result.errors)")
        }
    }

    @Test func `what a library may do does not grow by an edit, but by a yes`() async throws {
        try await withProject { project in
            let manifest = try project.read("graphene.toml")
            let lock = try project.read("graphene.lock")
            try project.write("return 1", to: "a.lua")
            let narrow = manifest + "\n[grants]\neffects = ['pause']\n"
            try project.write(narrow, to: "graphene.toml")
            let narrowed = try await project.lib("add")

            try project.write(manifest, to: "graphene.toml")
            let widened = try await project.run("a.lua")
            let silent = try await project.lib("add")
            let agreed = try await project.lib("add", "--allow", "read", "--yes")
            try project.write(
                lock.replacing("granted = [\"read\"]", with: "granted = [\"delete\"]"),
                to: "graphene.lock")
            let edited = try await project.run("a.lua")

            #expect(narrowed.output.contains("may       nothing  (no more: read)"))
            #expect(widened.status == 2)
            #expect(widened.errors.contains("is locked with the grants nothing, and graphene.toml"))
            #expect(silent.status == 6)
            #expect(agreed.status == 0, "\(agreed.errors)")
            #expect(edited.status == 2)
            #expect(
                edited.errors.contains("with the grants delete, and graphene.toml gives it read"))
        }
    }

    @Test func `an update rehearses scripts, and shows which end differently`() async throws {
        try await withProject { project in
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
        try await withProject { project in
            try project.write(
                "local p = graphene.params { n = { type = 'integer', required = true } }\n"
                    + "return require('checks').answer * p.n", to: "a.lua")
            _ = try await project.run("a.lua", "--param", "n=21")

            let result = try await project.lib("update")

            #expect(result.output.contains("result: 21 -> 42\n"), "\(result.output)")
            #expect(result.output.contains("with those of run "))
        }
    }

    @Test func `the modules of libraries have pages`() async throws {
        try await withProject { project in
            try project.checks.release(
                "v1.7.0",
                [
                    "graphene.toml":
                        "[package]\nname = \"checks\"\nexports = { dr = \"dr.lua\" }\n",
                    "dr.lua": """
                    -- Recovers.
                    local M = {}
                    --- Fails over.
                    ---@param db string the database
                    ---@return boolean ok whether it did
                    function M.fail_over(db) return true end
                    return M

                    """,
                ])
            _ = try await project.lib("add", "checks@1.7.0")

            let page = try await graphene(
                ["doc", "checks.dr"], environment: LibraryRepository.environment(project.root),
                in: project.folder)
            let help = try await graphene(
                ["repl", "--simulator"],
                environment: LibraryRepository.environment(project.root),
                input: .text("help 'checks.dr'\n"), in: project.folder)

            #expect(help.output == page.output, "\(help.errors)")
            #expect(
                page.output == """
                    checks.dr  (checks 1.7.0)

                    Recovers.

                    checks.dr.fail_over(db)
                      Fails over.
                      db  string  the database
                      returns  boolean  ok whether it did

                    """, "\(page.errors)")
        }
    }

    @Test func `help explains a function of a library, by its name and by itself`() async throws {
        try await withProject { project in
            try project.checks.release(
                "v1.7.0",
                [
                    "graphene.toml":
                        "[package]\nname = \"checks\"\nexports = { dr = \"dr.lua\" }\n",
                    "dr.lua": """
                    local M = {}
                    --- Fails over.
                    ---@param db string the database
                    function M.fail_over(db) return true end
                    return M

                    """,
                ])
            _ = try await project.lib("add", "checks@1.7.0")
            let text = """
                checks.dr.fail_over(db)
                  Fails over.
                  db  string  the database

                  Of checks 1.7.0.

                """
            let environment = LibraryRepository.environment(project.root)

            let page = try await graphene(
                ["doc", "checks.dr.fail_over"], environment: environment, in: project.folder)
            let mistyped = try await graphene(
                ["doc", "checks.dr.fail_ovr"], environment: environment, in: project.folder)
            let named = try await graphene(
                ["repl", "--simulator"], environment: environment,
                input: .text("help 'checks.dr.fail_over'\n"), in: project.folder)
            let given = try await graphene(
                ["repl", "--simulator"], environment: environment,
                input: .text("help(require('checks.dr').fail_over)\n"), in: project.folder)
            let module = try await graphene(
                ["repl", "--simulator"], environment: environment,
                input: .text("help(require 'checks.dr')\n"), in: project.folder)

            #expect(page.output == text, "\(page.errors)")
            #expect(
                mistyped.errors.contains("did you mean `checks.dr.fail_over`?"),
                "\(mistyped.errors)")
            #expect(named.output == text, "\(named.errors)")
            #expect(given.output == text, "\(given.errors)")
            #expect(module.output.hasPrefix("checks.dr  (checks 1.7.0)\n"), "\(module.errors)")
        }
    }

    @Test(arguments: ["changed", "added", "missing"])
    func `a run whose library is not the locked one is exit 2, and names the file`(
        manner: String
    ) async throws {
        try await withProject { project in
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
