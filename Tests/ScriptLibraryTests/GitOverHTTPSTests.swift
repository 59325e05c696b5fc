import Diagnostics
import Foundation
import ScriptLibrary
import Testing

struct GitOverHTTPSTests {
    private struct Stage {
        var git: GitFixture
        var commit: String
        var address: String

        func source(limits: TransportLimits = .usual) throws -> GitSource {
            try git.source(address, limits: limits)
        }

        /// What a fetch fails with; nothing of it may stay.
        func failure(limits: TransportLimits = .usual) throws -> LibraryError? {
            let source = try source(limits: limits)
            let error = #expect(throws: LibraryError.self) { try source.tree(commit: commit) }
            #expect(paths(below: git.cache.root) == [])
            return error
        }
    }

    private static func withServer(
        _ manner: GitServer.Manner = .usual, _ body: (Stage) throws -> Void
    ) throws {
        try withGitRepository { git in
            var git = git
            let commit = try git.commit(
                [("100644", "lua/checks.lua", "return {}\n")], tag: "v1.0.0")
            let server = try GitServer(git, manner)
            git.environment["GIT_SSL_CAINFO"] = server.authority
            let address = "https://127.0.0.1:\(server.port)/library.git"
            try body(Stage(git: git, commit: commit, address: address))
            try server.stop()
        }
    }

    @Test func `a library is fetched over HTTPS`() throws {
        try Self.withServer { stage in
            let tags = try stage.source().tags()
            let tree = try stage.source().tree(commit: stage.commit)

            #expect(tags == [.init(name: "v1.0.0", commit: stage.commit)])
            #expect(tree.files.map(\.path) == ["lua/checks.lua"])
        }
    }

    @Test func `a server that gives only what is named gives a commit by its tag`() throws {
        try Self.withServer(.old) { stage in
            try stage.git.commit([("100644", "new.lua", "")])
            try stage.git.commit([("100644", "newer.lua", "")])
            let tree = try stage.source().tree(commit: stage.commit, tag: "v1.0.0")

            #expect(tree.files.map(\.path) == ["lua/checks.lua"])
        }
    }

    @Test func `what a tag of any name was locked at is fetched from such a server`() throws {
        try Self.withServer(.old) { stage in
            try stage.git.git("tag", "nightly", stage.commit)
            try stage.git.git("tag", "--delete", "v1.0.0")
            try stage.git.commit([("100644", "new.lua", "")])
            let tree = try stage.source().tree(commit: stage.commit, tag: "nightly")
            let source = LibrarySource.git(stage.address)
            let name = try #require(PackageName("checks"))
            let version = SemanticVersion(0, 0, 0)
            var lock = Lock()
            lock.requires = [Lock.Requirement(name, source, wanted: "tag nightly", version)]
            lock.libraries = [
                Lock.Library(name, source, version, commit: stage.commit, hash: tree.hash)
            ]
            let supply = GitSupply(
                stage.git.cache,
                GitTransport(
                    environment: stage.git.environment, scratch: stage.git.cache.scratch))

            #expect(try supply.provide(lock.libraries[0], of: lock))
            #expect(try supply.stored(tree.hash) == tree)
        }
    }

    @Test func `a project takes a library over HTTPS`() async throws {
        let folder = try ProjectFolder()
        try folder.write("[package]\nname = 'ops'\n", to: "graphene.toml")
        let root = try ProjectFolder()
        var git = try GitFixture(in: root.path)
        try git.commit(
            [("100644", "graphene.toml", "[package]\nname = 'checks'\n")], tag: "v1.0.0")
        let server = try GitServer(git)
        git.environment["GIT_SSL_CAINFO"] = server.authority
        let supply = GitSupply(
            git.cache, GitTransport(environment: git.environment, scratch: git.cache.scratch))
        let address = "https://127.0.0.1:\(server.port)/library.git"

        let request = try AddRequest(address)
        let plan = try await ProjectPlanner(Project(at: folder.path), from: supply).adding(request)
        try plan.write()
        try server.stop()

        #expect(
            try Project(at: folder.path).fittingLock().libraries.map(\.title) == ["checks 1.0.0"])
        #expect(folder.read("graphene.toml")?.contains("git = \"\(address)\"") == true)
    }

    @Test func `a server whose authority is unknown is not spoken to`() throws {
        try Self.withServer { stage in
            var stage = stage
            stage.git.environment["GIT_SSL_CAINFO"] = nil

            let error = try stage.failure()

            #expect(error?.code == .unavailable)
            #expect(error?.message.contains("certificate") == true)
        }
    }

    @Test func `a private repository is an error of signing in, and nothing is asked`() throws {
        try Self.withServer(.requires(user: "ann", password: "hunter2")) { stage in
            let error = try stage.failure()

            #expect(error?.code == .auth)
            #expect(error?.hint?.contains("git ls-remote \(stage.address)") == true)
        }
    }

    @Test func `the user's credential helper signs in`() throws {
        try Self.withServer(.requires(user: "ann", password: "hunter2")) { stage in
            let helper = "!f() { echo username=ann; echo password=hunter2; }; f"
            try "[credential]\n\thelper = \"\(helper)\"\n".write(
                toFile: stage.git.root + "/.gitconfig", atomically: true, encoding: .utf8)

            #expect(try stage.source().tree(commit: stage.commit).files.count == 1)
        }
    }

    @Test func `a wrong password is not shown`() throws {
        try Self.withServer(.requires(user: "ann", password: "hunter2")) { stage in
            let helper = "!f() { echo username=ann; echo password=hunter3; }; f"
            try "[credential]\n\thelper = \"\(helper)\"\n".write(
                toFile: stage.git.root + "/.gitconfig", atomically: true, encoding: .utf8)

            let error = try stage.failure()

            #expect(error?.code == .auth)
            #expect(error?.message.contains("hunter") == false)
        }
    }

    @Test func `a repository that the server does not have is not found`() throws {
        try Self.withServer { stage in
            var stage = stage
            stage.address += "-gone"

            let error = try stage.failure()

            #expect(error?.code == .notFound)
        }
    }

    @Test func `a connection that breaks leaves nothing`() throws {
        try Self.withServer(.breaksOff) { stage in
            let error = try stage.failure()

            #expect(error?.code == .unavailable)
        }
    }

    @Test func `a server that does not answer is given up`() throws {
        try Self.withServer(.silent) { stage in
            var limits = TransportLimits.usual
            limits.time = .milliseconds(300)

            let error = try stage.failure(limits: limits)

            #expect(error?.code == .timeout)
        }
    }

    @Test func `a server cannot lead to a protocol without encryption`() throws {
        try Self.withServer(.redirects("http://127.0.0.1:9")) { stage in
            let error = try stage.failure()

            #expect(error?.message.contains("http") == true)
        }
    }
}
