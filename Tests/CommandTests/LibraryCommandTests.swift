import Foundation
import Glibc
import JSONDocument
import Testing

/// `graphene lib`.
@Suite(.timeLimit(.minutes(10)))
struct LibraryCommandTests {
    private func withProject(
        _ body: (LibraryProject) async throws -> Void
    ) async throws {
        try await withFolder { folder in
            let project = try LibraryProject(in: folder.path)
            let result = try await project.lib("init", "ops")
            #expect(result.status == 0, "\(result.errors)")
            try await body(project)
        }
    }

    @Test func `a library is added, listed, verified, compared and removed`() async throws {
        try await withProject { project in
            let added = try await project.lib("add", project.checks.url + "@1.4.0")
            let listed = try await project.lib("list", "--output", "json")
            let verified = try await project.lib("verify")
            let compared = try await project.lib("diff", "checks")
            let mistyped = try await project.lib("diff", "chekcs")
            let missing = try await project.lib("diff", "checks", "9.1.0")
            let removed = try await project.lib("remove", "checks")

            #expect(added.status == 0, "\(added.errors)")
            #expect(added.output.contains("checks 1.4.0: new, from file://"))
            #expect(added.output.contains("  asks for  read\n  may       nothing\n"))
            let row = try JSONValue(parsing: listed.output)["libraries"]?.array?.first
            #expect(row?["version"]?.string == "1.4.0")
            #expect(row?["newest"]?.string == "1.5.0")
            #expect(row?["outdated"]?.boolean == true)
            #expect(row?["state"]?.string == "at hand")
            #expect(verified.output.hasPrefix("checks 1.4.0: whole, in "))
            #expect(compared.output.contains("-return { answer = 1 }\n+return { answer = 2 }\n"))
            #expect(mistyped.status == 5)
            #expect(mistyped.errors.contains("no library `chekcs`; did you mean `checks`?"))
            #expect(missing.status == 5)
            #expect(missing.errors.contains(" has no version 9.1.0; the newest is 1."))
            #expect(removed.output.contains("checks 1.4.0: removed"))
            #expect(try !project.read("graphene.toml").contains("checks"))
        }
    }

    @Test func `a grant wants a yes, which the command line gives for what it names`() async throws
    {
        try await withProject { project in
            let before = try project.read("graphene.toml")

            let silent = try await project.lib("add", project.checks.url, "--allow", "read")
            let after = try project.read("graphene.toml")
            let named = try await project.lib("add", project.checks.url, "--allow", "read", "--yes")

            #expect(silent.status == 6)
            #expect(
                silent.errors.contains("nobody has agreed that checks 1.5.0 may read; nothing was"))
            #expect(silent.errors.contains("hint: if it is meant, add `--allow read --yes`"))
            #expect(after == before)
            #expect(named.status == 0, "\(named.errors)")
            #expect(named.output.contains("  may       read  (new: read)\n"))
            #expect(try project.read("graphene.lock").contains("granted = [\"read\"]"))
        }
    }

    @Test func `at a terminal a person is asked`() async throws {
        try await withProject { project in
            let process = try GrapheneProcess(
                ["lib", "add", project.checks.url, "--allow", "pause"],
                environment: LibraryRepository.environment(project.root),
                input: .terminal(columns: 100), in: project.folder)
            #expect(await process.output.contains("agree that checks 1.5.0 may pause? [y/N]"))
            process.type("y\n")
            let result = await process.result()

            #expect(result.status == 0, "\(result.output)")
            #expect(try project.read("graphene.toml").contains("allow = [\"pause\"]"))
        }
    }

    @Test func `an update shows what changes, and keeps what was granted`() async throws {
        try await withProject { project in
            _ = try await project.lib(
                "add", project.checks.url + "@1.4.0", "--allow", "read", "--yes")

            let result = try await project.lib("update")

            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.contains("checks 1.4.0 -> 1.5.0\n"))
            #expect(result.output.contains("  code      2 files changed, +2 -2"))
            #expect(result.output.contains("  asks for  read, delete  (new: delete)\n"))
            #expect(result.output.contains("  may       read\n"))
            #expect(try project.read("graphene.toml").contains("version = \"^1.5.0\""))
        }
    }

    @Test func `--frozen refuses a change, and says so`() async throws {
        try await withProject { project in
            let result = try await project.lib("add", project.checks.url, "--frozen")

            #expect(result.status == 2)
            #expect(result.errors.contains("--frozen refuses that; nothing was changed"))
            #expect(try !project.read("graphene.toml").contains("checks"))
        }
    }

    @Test func `what is locked is fetched, and what is vendored needs no repository`() async throws
    {
        try await withProject { project in
            _ = try await project.lib("add", project.checks.url)
            let lock = try project.read("graphene.lock")
            project.forgetCache()

            let missing = try await project.lib("verify")
            let fetched = try await project.lib("fetch")
            let vendored = try await project.lib("vendor")
            project.forgetCache()
            try FileManager.default.removeItem(atPath: project.root + "/checks.git")
            let verified = try await project.lib("verify")

            #expect(missing.status == 2)
            #expect(missing.errors.contains("`graphene lib fetch` gets it"))
            #expect(fetched.output == "checks 1.5.0: fetched\n", "\(fetched.errors)")
            #expect(vendored.status == 0, "\(vendored.errors)")
            #expect(verified.output.contains("/vendor/graphene/checks-1.5.0"), "\(verified.errors)")
            #expect(try project.read("graphene.lock") == lock)
        }
    }

    @Test func `a change says that what is vendored is as before`() async throws {
        try await withProject { project in
            _ = try await project.lib("add", project.checks.url + "@1.4.0")
            let quiet = try await project.lib("add", "checks", "--allow", "read", "--yes")
            _ = try await project.lib("vendor")

            let result = try await project.lib("add", "checks@1.5.0")

            #expect(!quiet.errors.contains("vendor"))
            #expect(
                result.errors
                    == "note: vendor/graphene has the libraries as they were; `graphene lib vendor` "
                    + "writes it anew\n")
        }
    }

    @Test func `a branch is no version, and that is said`() async throws {
        try await withProject { project in
            let result = try await project.lib("add", project.checks.url + "@main")

            #expect(result.status == 5)
            #expect(result.errors.contains("checks.git has no tag `main`\n"))
            #expect(result.errors.contains("a branch moves, and is not taken"))
        }
    }

    @Test func `a repository with 1,000,000 tags is refused in time, and its commits are taken`()
        async throws
    {
        try await withProject { project in
            let folder = project.root + "/checks.git"
            let commit = try String(contentsOfFile: folder + "/refs/heads/main", encoding: .utf8)
                .trimmingCharacters(in: .newlines)
            let tags = try Process.run(
                URL(filePath: "/bin/sh"),
                arguments: [
                    "-c",
                    "seq -f '\(commit) refs/tags/v9.%.0f.0' 1000000 > \(folder)/packed-refs",
                ])
            tags.waitUntilExit()

            let refused = try await project.lib("add", project.checks.url)
            let taken = try await project.lib("add", project.checks.url + "@" + commit)

            #expect(refused.status == 6)
            #expect(refused.errors.contains("the repository has more than 100000 tags"))
            #expect(refused.errors.contains("graphene lib add \(project.checks.url)@COMMIT"))
            #expect(taken.status == 0, "\(taken.errors)")
        }
    }

    @Test(arguments: [
        ("empty", 5, "empty.git has no versions: none of its tags is one"),
        ("gone", 5, "does not appear to be a git repository"),
    ])
    func `a repository that has nothing is exit 5, and named`(
        name: String, status: Int32, message: String
    ) async throws {
        try await withProject { project in
            if name == "empty" { _ = try LibraryRepository(name, in: project.root) }

            let result = try await project.lib("add", "file://\(project.root)/\(name).git")

            #expect(result.status == status)
            #expect(result.errors.contains(message), "\(result.errors)")
        }
    }

    @Test(arguments: [
        ("<<<<<<< ours\n", "", "two changes of the lock met in a merge"),
        ("", "format = 2", "the lock is of format 2"), ("cut", "", "damaged or only half there"),
    ])
    func `a lock that cannot be used is exit 2, and stays`(
        before: String, format: String, message: String
    ) async throws {
        try await withProject { project in
            _ = try await project.lib("add", project.checks.url)
            var lock = try project.read("graphene.lock")
            if !format.isEmpty { lock = lock.replacing("format = 1", with: format) }
            lock = before == "cut" ? String(lock.prefix(300)) : before + lock
            try project.write(lock, to: "graphene.lock")
            try project.write("return 1", to: "a.lua")

            let results = [
                try await project.run("a.lua"), try await project.lib("list"),
                try await project.lib("fetch"), try await project.lib("update"),
                try await project.lib("remove", "checks"),
            ]

            for result in results {
                #expect(result.status == 2)
                #expect(result.errors.contains(message), "\(result.errors)")
                #expect(result.errors.contains("  hint: "))
            }
            #expect(try project.read("graphene.lock") == lock)
        }
    }

    @Test func `a tag that has moved since the lock is exit 2, and named`() async throws {
        try await withProject { project in
            _ = try await project.lib("add", project.checks.url + "@1.4.0")
            project.forgetCache()
            try FileManager.default.removeItem(atPath: project.root + "/checks.git")
            try LibraryRepository("checks", in: project.root).release(
                "v1.4.0", ["graphene.toml": "[package]\nname = \"checks\"\n"])

            let fetched = try await project.lib("fetch")

            #expect(fetched.status == 2)
            #expect(fetched.errors.contains("error[integrity]: the tag v1.4.0 of "))
        }
    }

    @Test func `a file that was changed is exit 2, and named`() async throws {
        try await withProject { project in
            _ = try await project.lib("add", project.checks.url)
            _ = try await project.lib("vendor")
            try project.write("return 'evil'\n", to: "vendor/graphene/checks-1.5.0/init.lua")

            let result = try await project.lib("verify")

            #expect(result.status == 2)
            #expect(result.errors.contains("error[integrity]"))
            #expect(result.errors.contains("`init.lua` was changed"))
        }
    }

    @Test func `each library that was changed is named, in the lock's order`() async throws {
        try await withProject { project in
            let naming = try LibraryRepository("naming", in: project.root)
            try naming.release(
                "v1.0.0", ["graphene.toml": "[package]\nname = \"naming\"\n", "init.lua": "one"])
            _ = try await project.lib("add", project.checks.url)
            _ = try await project.lib("add", naming.url)
            _ = try await project.lib("vendor")
            let whole = try await project.lib("verify")
            try project.damage("init.lua", isVendored: true)

            let result = try await project.lib("verify")

            #expect(whole.status == 0)
            #expect(
                whole.output.split(separator: "\n").map { $0.prefix { $0 != "," } }
                    == ["checks 1.5.0: whole", "naming 1.0.0: whole"])
            #expect(result.status == 2)
            let lines = result.errors.split(separator: "\n")
            #expect(lines.count { $0.hasSuffix("`init.lua` was changed") } == 3, "\(lines)")
            #expect(lines.first?.hasPrefix("checks 1.5.0: the library in ") == true)
            #expect(lines.dropFirst().first?.hasPrefix("naming 1.0.0: the library in ") == true)
        }
    }

    @Test(arguments: ["init", "ls-remote", "fetch", "ls-tree", "cat-file"])
    func `Ctrl-C while git is at it changes nothing`(step: String) async throws {
        try await withProject { project in
            let before = try project.read("graphene.toml")
            let tools = project.root + "/tools"
            let signal = project.root + "/started"
            mkfifo(signal, 0o600)
            try FileManager.default.createDirectory(
                atPath: tools, withIntermediateDirectories: true)
            let text = """
                #!/bin/sh
                case " $* " in *" \(step) "*) echo > \(signal); exec sleep 600 ;; esac
                PATH=/usr/bin:/bin exec git "$@"

                """
            try Data(text.utf8).write(to: URL(filePath: tools + "/text"))
            // A program that a process about to become another one holds open cannot be run.
            let copy = try Process.run(
                URL(filePath: "/usr/bin/install"),
                arguments: ["-m", "755", tools + "/text", tools + "/git"])
            copy.waitUntilExit()
            let environment = LibraryRepository.environment(project.root)
                .merging(["PATH": "\(tools):/usr/bin:/bin"]) { $1 }

            let process = try GrapheneProcess(
                ["lib", "add", project.checks.url], environment: environment, in: project.folder)
            _ = try FileHandle(forReadingFrom: URL(filePath: signal)).readToEnd()
            process.signal(SIGINT)
            let result = await process.result()

            #expect(result.status == 130)
            #expect(result.errors.contains("stopped; nothing was changed"))
            #expect(try project.read("graphene.toml") == before)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: project.folder).sorted()
                    == [".git", "graphene.toml"])
            #expect(
                try FileManager.default.contentsOfDirectory(
                    atPath: project.root + "/cache/graphene/lib") == [])
        }
    }

    @Test func `Ctrl-C at the question is no yes`() async throws {
        try await withProject { project in
            let before = try project.read("graphene.toml")
            let process = try GrapheneProcess(
                ["lib", "add", project.checks.url, "--allow", "pause"],
                environment: LibraryRepository.environment(project.root),
                input: .terminal(columns: 100), in: project.folder)
            #expect(await process.output.contains("agree that checks 1.5.0 may pause? [y/N]"))
            process.signal(SIGINT)
            let result = await process.result()

            #expect(result.status == 130, "\(result.output)")
            #expect(try project.read("graphene.toml") == before)
        }
    }

    @Test func `Ctrl-C ends the wait for another one that changes the project`() async throws {
        try await withProject { project in
            let other = open(project.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            defer { close(other) }
            #expect(flock(other, LOCK_EX) == 0)
            let process = try GrapheneProcess(
                ["lib", "add", project.checks.url],
                environment: LibraryRepository.environment(project.root), in: project.folder)
            #expect(await process.errors.contains("waiting for another `graphene lib`"))

            process.signal(SIGINT)
            let result = await process.result()

            #expect(result.status == 130)
            #expect(result.errors.hasSuffix("stopped; nothing was changed\n"))
        }
    }

    @Test func `Ctrl-C in a rehearsal changes nothing`() async throws {
        try await withProject { project in
            _ = try await project.lib("add", project.checks.url + "@1.4.0")
            let before = try project.read("graphene.toml")
            try project.write("require 'checks'\nwhile true do end", to: "a.lua")
            let process = try GrapheneProcess(
                ["lib", "update"], environment: LibraryRepository.environment(project.root),
                in: project.folder)
            while process.scriptProcesses.isEmpty { await Task.yield() }

            process.signal(SIGINT)
            let result = await process.result()

            #expect(result.status == 130, "\(result.errors)")
            // At once, and not after the script has used up its processor time.
            #expect(result.errors == "stopped; nothing was changed\n")
            #expect(try project.read("graphene.toml") == before)
        }
    }

    @Test func `outside of a project it says how to make one`() async throws {
        try await withFolder { folder in
            try folder.write("", to: ".git")

            let result = try await graphene(
                ["lib", "list"], environment: LibraryRepository.environment(folder.path),
                in: folder.path)

            #expect(result.status == 2)
            #expect(result.errors.contains("`graphene lib init` makes one of this folder"))
        }
    }

    @Test func `a library is removed while the repositories of others are gone`() async throws {
        try await withProject { project in
            let naming = try LibraryRepository("naming", in: project.root)
            try naming.release("v1.0.0", ["graphene.toml": "[package]\nname = \"naming\"\n"])
            _ = try await project.lib("add", project.checks.url)
            _ = try await project.lib("add", naming.url)
            for name in ["checks", "naming"] {
                try FileManager.default.removeItem(atPath: "\(project.root)/\(name).git")
            }

            let result = try await project.lib("remove", "naming")
            let verified = try await project.lib("verify")

            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.hasPrefix("naming 1.0.0: removed\n"))
            #expect(verified.output.hasPrefix("checks 1.5.0: whole, in "))
        }
    }

    @Test func `without a place for a cache, what is vendored is listed, verified and run`()
        async throws
    {
        try await withProject { project in
            _ = try await project.lib("add", project.checks.url)
            _ = try await project.lib("vendor")
            try project.write("return require('checks').answer", to: "a.lua")
            let environment = ["HOME": "", "PATH": "/nowhere"]
            func graphene(_ words: String...) async throws -> GrapheneProcess.Result {
                try await CommandTests.graphene(
                    words, environment: environment, in: project.folder)
            }

            let listed = try await graphene("lib", "list", "--offline")
            let verified = try await graphene("lib", "verify")
            let fetched = try await graphene("lib", "fetch")
            let run = try await graphene("run", "--simulator", "a.lua")
            let added = try await graphene("lib", "add", "checks@1.4.0")

            #expect(listed.output.contains("at hand"), "\(listed.errors)")
            #expect(verified.status == 0, "\(verified.errors)")
            #expect(fetched.output == "checks 1.5.0: at hand\n")
            #expect(run.output == "2\n", "\(run.errors)")
            #expect(added.status == 2)
            #expect(added.errors.contains("hint: set XDG_CACHE_HOME to a folder that lasts"))
        }
    }

    @Test func `without git it says so, and how to do without`() async throws {
        try await withProject { project in
            let environment = LibraryRepository.environment(project.root)
                .merging(["PATH": "/nowhere"]) { $1 }

            let result = try await graphene(
                ["lib", "add", project.checks.url], environment: environment, in: project.folder)

            #expect(result.status == 2)
            #expect(result.errors.contains(": there is no git on PATH\n"))
            #expect(result.errors.contains("`graphene lib vendor`"))
        }
    }

    @Test func `two that add at once both count`() async throws {
        try await withProject { project in
            let naming = try LibraryRepository("naming", in: project.root)
            try naming.release("v1.0.0", ["graphene.toml": "[package]\nname = \"naming\"\n"])

            async let one = project.lib("add", project.checks.url)
            async let other = project.lib("add", naming.url)
            let statuses = try await [one.status, other.status]

            #expect(statuses == [0, 0])
            let manifest = try project.read("graphene.toml")
            #expect(manifest.contains("checks = ") && manifest.contains("naming = "))
            #expect(try await project.lib("fetch").status == 0)
        }
    }

    @Test(arguments: [
        ["--help"], ["init", "--help"], ["add", "--help"], ["remove", "--help"],
        ["update", "--help"], ["fetch", "--help"], ["list", "--help"], ["verify", "--help"],
        ["diff", "--help"], ["vendor", "--help"],
    ])
    func `every command has examples`(arguments: [String]) async throws {
        let result = try await graphene(["lib"] + arguments)

        #expect(result.status == 0)
        #expect(result.output.contains("EXAMPLES:"))
        #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }
}
