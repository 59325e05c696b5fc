import Diagnostics
import Foundation
import ScriptLibrary
import Testing

struct GitAttackTests {
    /// What a fetch of a commit fails with; nothing of it may stay.
    private static func failure(
        _ git: GitFixture, _ commit: String, limits: TransportLimits = .usual
    ) throws -> LibraryError? {
        let error = #expect(throws: LibraryError.self) {
            try git.source(limits: limits).tree(commit: commit)
        }
        #expect(paths(below: git.cache.root) == [])
        return error
    }

    @Test(arguments: ["..", ".", ".git", ".GIT", "a\u{7}b"])
    func `a name that no work tree could have is refused`(name: String) throws {
        try withGitRepository { git in
            let blob = try git.blob("return 1")
            let quoted = name == "a\u{7}b" ? #""a\007b""# : name
            let commit = try git.commit(tree: "100644 blob \(blob)\t\(quoted)\n")

            #expect(try Self.failure(git, commit)?.code == .integrity)
        }
    }

    @Test func `a path that leads out is refused`() throws {
        try withGitRepository { git in
            let blob = try git.blob("return 1")
            let inner = try git.git("mktree", input: Array("100644 blob \(blob)\tx.lua\n".utf8))
            let commit = try git.commit(tree: "040000 tree \(inner)\t..\n")

            let error = try Self.failure(git, commit)

            #expect(error?.code == .integrity)
            #expect(error?.message.contains("`../x.lua`, whose path has the step `..`") == true)
        }
    }

    @Test func `a name that is no UTF-8 is refused`() throws {
        try withGitRepository { git in
            let blob = try git.blob("return 1")
            let commit = try git.commit(tree: "100644 blob \(blob)\t\"a\\377.lua\"\n")

            #expect(try Self.failure(git, commit)?.message.contains("is no UTF-8") == true)
        }
    }

    @Test(arguments: [
        [("120000", "a", "/etc/passwd")], [("120000", "lua/a", "../../x")],
        [("120000", "lua/l", ".."), ("120000", "lua/m", "l/..")],
        [("100644", "A.lua", ""), ("100644", "a.lua", "")],
        [("100644", "Lua/x.lua", ""), ("100644", "lua/y.lua", "")],
    ])
    func `links that lead out and names that differ in case are refused`(
        files: [(String, String, String)]
    ) throws {
        try withGitRepository { git in
            let commit = try git.commit(files)

            #expect(try Self.failure(git, commit)?.code == .integrity)
        }
    }

    @Test func `a submodule is refused and not fetched`() throws {
        try withGitRepository { git in
            let other = String(repeating: "1", count: 40)
            let commit = try git.commit(tree: "160000 commit \(other)\tmodule\n")

            #expect(
                try Self.failure(git, commit)?.message.hasSuffix(
                    "the library has `module`, which is a submodule: only files and links are taken"
                )
                    == true)
        }
    }

    @Test func `a file over 1 MB is refused before it is read`() throws {
        try withGitRepository { git in
            let commit = try git.commit([
                ("100644", "data.lua", String(repeating: "x", count: 1 << 20 + 1))
            ])

            let error = try Self.failure(git, commit)

            #expect(error?.code == .limitExceeded)
            #expect(error?.message.contains("`data.lua` of 1048577 bytes") == true)
        }
    }

    @Test func `a tree that names itself over and over is cut off`() throws {
        try withGitRepository { git in
            let blob = try git.blob("")
            var tree = try git.git("mktree", input: Array("100644 blob \(blob)\ta\n".utf8))
            for _ in 0..<9 {
                let lines = (0..<10).map { "040000 tree \(tree)\t\($0)\n" }.joined()
                tree = try git.git("mktree", input: Array(lines.utf8))
            }
            let commit = try git.commit(tree: "040000 tree \(tree)\tx\n")

            #expect(try Self.failure(git, commit)?.message.contains("10000 files") == true)
        }
    }

    @Test func `a repository that is too large is cut off while it is fetched`() throws {
        try withGitRepository { git in
            var random = SystemRandomNumberGenerator()
            let noise = (0..<40_000).map { _ in String(random.next(), radix: 36) }.joined()
            let files = (0..<4).map { ("100644", "\($0).lua", noise + "\($0)") }
            let commit = try git.commit(files)
            var limits = TransportLimits.usual
            limits.fileSize = 100 << 10

            let error = try Self.failure(git, commit, limits: limits)

            #expect(error?.code == .limitExceeded)
            #expect(error?.message.contains("larger than a library may be") == true)
        }
    }

    @Test func `a repository with too many tags is cut off`() throws {
        try withGitRepository { git in
            let commit = try git.commit([("100644", "a.lua", "")])
            let lines = (0..<100).map { "\(commit) refs/tags/v\($0)\n" }.joined()
            try lines.write(
                toFile: git.repository + "/packed-refs", atomically: true, encoding: .utf8)
            var limits = TransportLimits.usual
            limits.tags = 99
            let source = try git.source(limits: limits)
            let error = #expect(throws: LibraryError.self) { try source.tags() }

            #expect(error?.code == .limitExceeded)
            #expect(error?.message.hasSuffix("the repository has more than 99 tags") == true)
        }
    }

    @Test func `git that takes too long is ended`() throws {
        try withGitRepository { git in
            try git.install("bin/git", "exec sleep 1000")
            var git = git
            git.environment["PATH"] = git.root + "/bin:/usr/bin:/bin"
            var limits = TransportLimits.usual
            limits.time = .milliseconds(50)
            let source = try git.source(limits: limits)
            let error = #expect(throws: LibraryError.self) { try source.tags() }

            #expect(error?.code == .timeout)
            #expect(paths(below: git.cache.root) == [])
        }
    }

    @Test func `what git leaves behind does not hold up its end`() throws {
        try withGitRepository { git in
            let left = git.root + "/left"
            try git.install("bin/git", "setsid sleep 1000 &\necho $! >'\(left)'\nexit 0")
            var git = git
            git.environment["PATH"] = git.root + "/bin:/usr/bin:/bin"
            let source = try git.source()

            let tags = try? source.tags()

            let process = try #require(
                Int32(try String(contentsOfFile: left, encoding: .utf8).dropLast()))
            kill(process, SIGKILL)
            #expect(tags == [])
        }
    }
}
