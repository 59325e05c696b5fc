import Foundation
import Glibc
import Testing

/// A git repository of a library, and the home of whoever uses it, in a folder of a test's.
struct LibraryRepository {
    let root: String
    let name: String

    var url: String { "file://\(root)/\(name).git" }

    static func environment(_ root: String) -> [String: String] {
        [
            "HOME": root + "/home", "XDG_CACHE_HOME": root + "/cache",
            "GRAPHENE_STATE_DIR": root + "/state", "PATH": "/usr/local/bin:/usr/bin:/bin",
            "GIT_CONFIG_NOSYSTEM": "1",
        ]
    }

    init(_ name: String, in root: String) throws {
        self.root = root
        self.name = name
        try FileManager.default.createDirectory(
            atPath: root + "/home", withIntermediateDirectories: true)
        try git(["init", "--quiet", "--bare", "--initial-branch=main", "\(root)/\(name).git"])
    }

    /// Makes a version: a commit of these files, and a tag.
    func release(_ tag: String, _ files: [String: String]) throws {
        var stream = "commit refs/heads/main\ncommitter T <t@example.com> 0 +0000\ndata 0\n"
        stream += "deleteall\n"
        for (path, content) in files.sorted(by: { $0.key < $1.key }) {
            stream += "M 100644 inline \(path)\ndata \(content.utf8.count)\n\(content)\n"
        }
        let folder = "\(root)/\(name).git"
        try git(["--git-dir", folder, "fast-import", "--quiet", "--force"], input: stream)
        try git(["--git-dir", folder, "tag", "--force", tag, "refs/heads/main"])
    }

    private func git(_ words: [String], input: String = "") throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["git"] + words
        process.environment = Self.environment(root)
        let source = "\(root)/input-\(UUID().uuidString)"
        try Data(input.utf8).write(to: URL(filePath: source))
        defer { try? FileManager.default.removeItem(atPath: source) }
        process.standardInput = try FileHandle(forReadingFrom: URL(filePath: source))
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }
}

/// A project that requires `checks`, whose repository has 1.4.0 and 1.5.0.
struct LibraryProject {
    let root: String
    let checks: LibraryRepository

    init(in root: String) throws {
        self.root = root
        checks = try LibraryRepository("checks", in: root)
        let manifest =
            "[package]\nname = \"checks\"\nexports = { init = \"init.lua\" }\n"
            + "scripts = { look = \"look.lua\" }\n[grants]\neffects = "
        try checks.release(
            "v1.4.0",
            [
                "graphene.toml": manifest + "[\"read\"]\n",
                "init.lua": "return { answer = 1 }\n", "look.lua": "return 'looked'\n",
            ])
        try checks.release(
            "v1.5.0",
            [
                "graphene.toml": manifest + "[\"read\", \"delete\"]\n",
                "init.lua": "return { answer = 2 }\n", "look.lua": "return 'looked'\n",
            ])
        try FileManager.default.createDirectory(
            atPath: folder + "/.git", withIntermediateDirectories: true)
    }

    var folder: String { root + "/project" }

    func read(_ name: String) throws -> String {
        try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
    }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
    }

    func lib(
        _ arguments: String..., input: GrapheneProcess.Input = .null
    ) async throws -> GrapheneProcess.Result {
        try await graphene(
            ["lib"] + arguments, environment: LibraryRepository.environment(root), input: input,
            in: folder)
    }

    func run(_ arguments: String...) async throws -> GrapheneProcess.Result {
        try await graphene(
            ["run", "--simulator"] + arguments,
            environment: LibraryRepository.environment(root), in: folder)
    }

    /// Changes a file of the one library that the project has, and not its size.
    func damage(_ file: String, isVendored: Bool) throws {
        let folder = isVendored ? self.folder + "/vendor" : root + "/cache"
        for case let path as String in FileManager.default.enumerator(atPath: folder) ?? .init()
        where path.hasSuffix("/" + file) {
            chmod("\(folder)/\(path)", 0o644)
            let text = try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8)
            try text.replacing("e", with: "a").write(
                toFile: "\(folder)/\(path)", atomically: false, encoding: .utf8)
        }
    }

    /// Removes the cache, whose folders nobody may write to.
    func forgetCache() {
        let cache = root + "/cache/graphene"
        for case let path as String in FileManager.default.enumerator(atPath: cache) ?? .init() {
            chmod("\(cache)/\(path)", 0o755)
        }
        try? FileManager.default.removeItem(atPath: cache)
    }
}

/// Runs a body in a project, `ops`, that may read by an older `checks`.
func withRunningProject(_ body: (LibraryProject) async throws -> Void) async throws {
    try await withFolder { folder in
        let project = try LibraryProject(in: folder.path)
        _ = try await project.lib("init", "ops")
        let result = try await project.lib(
            "add", project.checks.url + "@1.4.0", "--allow", "read", "--yes")
        #expect(result.status == 0, "\(result.errors)")
        try await body(project)
    }
}
