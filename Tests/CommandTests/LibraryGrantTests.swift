import Foundation
import JSONDocument
import Testing

/// What libraries may do in a run of a project.
@Suite(.timeLimit(.minutes(10)))
struct LibraryGrantTests {
    @Test func `a library beside the script has its own rights, and not the script's`() async throws
    {
        try await withRunningProject { project in
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

    @Test func `a library's script has what its project lets it have, whoever lets it have more`()
        async throws
    {
        try await withRunningProject { project in
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
        try await withRunningProject { project in
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
            // In both places, as somebody does who knows that a lock has to agree with itself.
            let edited = lock.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                guard line.contains("{ name = \"deep\"") else { return String(line) }
                return String(line).replacing("allow = []", with: "allow = [\"pause\"]")
            }
            .joined(separator: "\n")
            try project.write(edited, to: "graphene.lock")
            let halfway = try await project.run("a.lua")
            try project.write(
                edited.replacing("granted = []", with: "granted = [\"pause\"]"),
                to: "graphene.lock")

            let result = try await project.run("a.lua")

            #expect(halfway.status == 2)
            #expect(halfway.errors.contains("deep 0.0.0 is locked with the grants nothing"))
            #expect(added.status == 0, "\(added.errors)")
            #expect(result.status == 6, "\(result.errors)")
            #expect(result.errors.contains("the library deep 0.0.0 was not granted `pause`"))
        }
    }

    @Test func `the line that a denial names grants it once it is pasted and locked`() async throws
    {
        try await withRunningProject { project in
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
        try await withRunningProject { project in
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
        try await withRunningProject { project in
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
        try await withRunningProject { project in
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
}
