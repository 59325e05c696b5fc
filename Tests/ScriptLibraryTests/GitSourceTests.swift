import Diagnostics
import Foundation
import ScriptLibrary
import Synchronization
import Testing

struct GitSourceTests {
    private static let files = [
        ("100644", "graphene.toml", "[package]\nname = \"checks\"\n"),
        ("100644", "lua/checks.lua", "return {}\n"), ("100755", "bin/try", "#!/bin/sh\n"),
        ("120000", "README", "lua/checks.lua"), ("100644", "lua/empty.lua", ""),
    ]

    @Test(arguments: ["sha1", "sha256"])
    func `the files of one commit are fetched`(format: String) throws {
        try withGitRepository(format: format) { git in
            try git.commit([("100644", "old.lua", "old")], tag: "v1.0.0")
            let commit = try git.commit(Self.files, tag: "v1.1.0")
            try git.commit([("100644", "new.lua", "new")])

            let tree = try git.source().tree(commit: commit)

            #expect(
                tree.files.map(\.path) == [
                    "README", "bin/try", "graphene.toml", "lua/checks.lua", "lua/empty.lua",
                ])
            #expect(tree.files.map(\.mode) == [.link, .executable, .regular, .regular, .regular])
            #expect(tree["lua/checks.lua"] == Array("return {}\n".utf8))
            #expect(paths(below: git.cache.root) == [])
        }
    }

    @Test func `tags are listed with their commits, annotated ones too`() throws {
        try withGitRepository { git in
            let one = try git.commit([("100644", "a.lua", "1")], tag: "v1.0.0")
            let two = try git.commit([("100644", "a.lua", "2")])
            try git.git(
                "-c", "user.name=T", "-c", "user.email=t@example.com", "tag", "-a", "-m", "x",
                "v2.0.0", two)

            let tags = try git.source().tags()

            #expect(
                tags == [.init(name: "v1.0.0", commit: one), .init(name: "v2.0.0", commit: two)])
        }
    }

    @Test func `an empty repository has no tags, and no commit`() throws {
        try withGitRepository { git in
            let commit = String(repeating: "1", count: 40)
            let source = try git.source()
            let error = #expect(throws: LibraryError.self) {
                try source.tree(commit: commit, tag: "v1.0.0")
            }

            #expect(try source.tags() == [])
            #expect(error?.code == .notFound)
            #expect(error?.message.contains(commit) == true)
        }
    }

    @Test func `a repository that is gone is not found, and is named`() throws {
        try withGitRepository { git in
            let address = git.address + "-gone"
            let error = #expect(throws: LibraryError.self) { try git.source(address).tags() }

            #expect(error?.code == .notFound)
            #expect(error?.message.contains(address) == true)
        }
    }

    @Test func `a machine without git says so`() throws {
        try withGitRepository { git in
            var git = git
            git.environment["PATH"] = git.root
            let error = #expect(throws: LibraryError.self) { try git.source().tags() }

            #expect(error?.code == .config)
            #expect(
                error?.message
                    == "cannot list the tags of \(git.address): there is no git on PATH")
        }
    }

    @Test func `a moved tag whose old commit is gone is an error of integrity`() throws {
        try withGitRepository { git in
            let old = try git.commit([("100644", "a.lua", "1")], tag: "v1.0.0")
            try git.git("update-ref", "-d", "refs/heads/main")
            let new = try git.commit([("100644", "a.lua", "2")], tag: "v1.0.0")
            try git.git("reflog", "expire", "--expire=now", "--all")
            try git.git("gc", "--quiet", "--prune=now")
            let error = #expect(throws: LibraryError.self) {
                try git.source().tree(commit: old, tag: "v1.0.0")
            }

            #expect(error?.code == .integrity)
            #expect(
                error?.message
                    == "the tag v1.0.0 of \(git.address) was commit \(old.prefix(12)) when it was "
                    + "locked, and is \(new.prefix(12)) now")
        }
    }

    @Test func `a moved tag is noticed also where the old commit is still there`() throws {
        try withGitRepository { git in
            let old = try git.commit([("100644", "a.lua", "1")], tag: "v1.0.0")
            try git.commit([("100644", "a.lua", "2")], tag: "v1.0.0")
            let source = try git.source()
            let error = #expect(throws: LibraryError.self) {
                try source.confirm(.init(name: "v1.0.0", commit: old))
            }

            #expect(error?.code == .integrity)
            #expect(try source.tree(commit: old, tag: "v1.0.0")["a.lua"] == Array("1".utf8))
        }
    }

    @Test func `nothing of the repository or of git's hooks runs`() throws {
        try withGitRepository { git in
            let hooks = git.root + "/hooks"
            for name in ["post-checkout", "reference-transaction", "post-merge"] {
                try git.install("hooks/\(name)", "touch \(git.root)/ran")
            }
            let configuration = """
                [core]
                hooksPath = \(hooks)
                [filter "evil"]
                smudge = touch \(git.root)/ran
                required = true
                """
            try configuration.write(
                toFile: git.root + "/.gitconfig", atomically: true, encoding: .utf8)
            let commit = try git.commit([
                ("100644", ".gitattributes", "* filter=evil\n"), ("100644", "a.lua", "return 1\n"),
            ])
            // The fixture's own commands may have run them.
            try? FileManager.default.removeItem(atPath: git.root + "/ran")

            let tree = try git.source().tree(commit: commit)

            #expect(tree["a.lua"] == Array("return 1\n".utf8))
            #expect(!FileManager.default.fileExists(atPath: git.root + "/ran"))
        }
    }

    @Test func `the repository that the environment names is left alone`() throws {
        try withGitRepository { git in
            let commit = try git.commit(Self.files)
            var other = git
            other.environment["GIT_DIR"] = git.root + "/elsewhere"
            other.environment["GIT_OBJECT_DIRECTORY"] = git.root + "/elsewhere"

            #expect(try other.source().tree(commit: commit).files.count == 5)
            #expect(!FileManager.default.fileExists(atPath: git.root + "/elsewhere"))
        }
    }

    @Test func `a protocol that the user's configuration allows is refused all the same`() throws {
        try withGitRepository { git in
            let configuration = """
                [protocol "ext"]
                allow = always
                [url "ext::touch \(git.root)/ran "]
                insteadOf = https://git.example.com/
                """
            try configuration.write(
                toFile: git.root + "/.gitconfig", atomically: true, encoding: .utf8)
            let error = #expect(throws: LibraryError.self) {
                try git.source("https://git.example.com/x").tags()
            }

            #expect(error?.code == .usage)
            #expect(!FileManager.default.fileExists(atPath: git.root + "/ran"))
        }
    }

    @Test func `progress is told in git's words`() throws {
        try withGitRepository { git in
            let commit = try git.commit(Self.files)
            let lines = Mutex<[String]>([])

            _ = try git.source(progress: { line in lines.withLock { $0.append(line) } })
                .tree(commit: commit)

            #expect(lines.withLock { $0.contains { $0.contains("Counting objects: 100%") } })
        }
    }
}
