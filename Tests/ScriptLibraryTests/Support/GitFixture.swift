import Foundation
import ScriptLibrary
import Testing

/// A real repository of git's, in a folder of its own.
struct GitFixture {
    /// Where the repository, the cache and the user's home are.
    let root: String
    var repository: String { root + "/library.git" }
    var address: String { "file://" + repository }
    var cache: LibraryCache { LibraryCache(root: root + "/cache/graphene/lib") }
    var environment: [String: String]

    init(in root: String, format: String = "sha1") throws {
        self.root = root
        environment = [
            "HOME": root, "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
            "GIT_CONFIG_NOSYSTEM": "1", "TMPDIR": root,
        ]
        try git(
            "init", "--quiet", "--bare", "--initial-branch=main", "--object-format=\(format)",
            repository)
    }

    /// Runs git in the repository and gives what it prints.
    @discardableResult
    func git(_ words: String..., input: [UInt8] = []) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        let isMade = FileManager.default.fileExists(atPath: repository)
        process.arguments = ["git"] + (isMade ? ["--git-dir", repository] : []) + words
        process.environment = environment
        let source = "\(root)/input-\(UUID().uuidString)"
        try Data(input).write(to: URL(filePath: source))
        defer { try? FileManager.default.removeItem(atPath: source) }
        process.standardInput = try FileHandle(forReadingFrom: URL(filePath: source))
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let printed = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return String(decoding: printed, as: UTF8.self).trimmingCharacters(in: .newlines)
    }

    /// Commits files, each a mode, a path and a content, as the only ones.
    ///
    /// - Returns: The commit.
    @discardableResult
    func commit(_ files: [(String, String, String)], tag: String? = nil) throws -> String {
        var stream = "commit refs/heads/main\ncommitter T <t@example.com> 0 +0000\ndata 0\n"
        stream += "deleteall\n"
        for (mode, path, content) in files {
            stream += "M \(mode) inline \(path)\ndata \(content.utf8.count)\n\(content)\n"
        }
        try git("fast-import", "--quiet", "--force", input: Array(stream.utf8))
        let commit = try git("rev-parse", "refs/heads/main")
        if let tag { try git("tag", "--force", tag, commit) }
        return commit
    }

    /// Commits a tree as `mktree` takes it, with names that no work tree could have.
    func commit(tree: String) throws -> String {
        let tree = try git("mktree", "--missing", input: Array(tree.utf8))
        return try git(
            "-c", "user.name=T", "-c", "user.email=t@example.com", "commit-tree", "-m", "x", tree)
    }

    func blob(_ content: String) throws -> String {
        try git("hash-object", "-w", "--stdin", input: Array(content.utf8))
    }

    /// Puts a program into a folder below the root, which is made.
    func install(_ name: String, _ script: String) throws {
        let folder = URL(filePath: root + "/" + name).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = root + "/" + name
        try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(filePath: path + ".text"))
        // A program that a process about to become another one holds open cannot be run.
        let copy = try Process.run(
            URL(filePath: "/usr/bin/install"), arguments: ["-m", "755", path + ".text", path])
        copy.waitUntilExit()
        try #require(copy.terminationStatus == 0)
    }

    func source(
        _ address: String? = nil, limits: TransportLimits = .usual,
        interruption: Interruption = Interruption(),
        progress: @escaping @Sendable (String) -> Void = { _ in }
    ) throws -> GitSource {
        let transport = GitTransport(
            environment: environment, scratch: cache.scratch, limits: limits,
            interruption: interruption, progress: progress)
        return GitSource(try LibraryURL(address ?? self.address), transport)
    }
}

/// Makes a repository for a while.
func withGitRepository<Result>(
    format: String = "sha1", _ body: (GitFixture) throws -> Result
) throws -> Result {
    try withTemporaryFolder { try body(GitFixture(in: $0, format: format)) }
}
