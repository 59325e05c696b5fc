import Diagnostics
import ScriptLibrary
import Testing

@Suite(.enabled(if: SSHServer.isThere))
struct GitOverSSHTests {
    private struct Stage {
        var git: GitFixture
        let server: SSHServer
        let commit: String

        func source(
            key: String = "user", knowing server: String? = "server", path: String? = nil
        ) throws -> GitSource {
            var git = git
            git.environment["GIT_SSH_COMMAND"] =
                try self.server.command(key: key, knowing: server)
            return try git.source(self.server.address(of: path ?? git.repository))
        }

        func failure(
            key: String = "user", knowing server: String? = "server", path: String? = nil
        ) throws -> LibraryError? {
            let source = try source(key: key, knowing: server, path: path)
            let error = #expect(throws: LibraryError.self) { try source.tree(commit: commit) }
            #expect(paths(below: git.cache.root) == [])
            return error
        }
    }

    private static func withServer(_ body: (Stage) throws -> Void) throws {
        try withGitRepository { git in
            let commit = try git.commit(
                [("100644", "lua/checks.lua", "return {}\n")], tag: "v1.0.0")
            try body(Stage(git: git, server: try SSHServer(in: git.root), commit: commit))
        }
    }

    @Test func `a library is fetched over ssh, with the user's own key`() throws {
        try Self.withServer { stage in
            let tags = try stage.source().tags()
            let tree = try stage.source().tree(commit: stage.commit)

            #expect(tags == [.init(name: "v1.0.0", commit: stage.commit)])
            #expect(tree.files.map(\.path) == ["lua/checks.lua"])
        }
    }

    @Test func `a key that is not let in is an error of signing in, and nothing is asked`() throws {
        try Self.withServer { stage in
            let error = try stage.failure(key: "stranger")

            #expect(error?.code == .auth)
            #expect(error?.message.contains("Permission denied (publickey)") == true)
            #expect(error?.hint?.contains("a key that ssh-agent holds") == true)
        }
    }

    @Test(arguments: [nil, "other-server"])
    func `a server that is not known, or is another one, is not spoken to`(
        key: String?
    ) throws {
        try Self.withServer { stage in
            let error = try stage.failure(knowing: key)

            #expect(error?.code == .auth)
            #expect(error?.message.contains("Host key verification failed") == true)
            #expect(error?.hint?.hasPrefix("look at the server's key with `ssh HOST`") == true)
        }
    }

    @Test func `a repository that is not on the server is not found`() throws {
        try Self.withServer { stage in
            let error = try stage.failure(path: stage.git.root + "/gone.git")

            #expect(error?.code == .notFound)
        }
    }
}
