import Diagnostics
import Foundation
import Glibc
import ScriptLibrary
import Testing

struct LibraryCacheTests {
    private static func tree(_ content: String = "return {}\n") throws(LibraryError) -> LibraryTree
    {
        try LibraryTree([
            .init(path: "lua/dr.lua", bytes: Array(content.utf8)),
            .init(path: "lua/deep/x.lua", bytes: []),
            .init(path: "bin/try", mode: .executable, bytes: Array("#!/bin/sh\n".utf8)),
            .init(path: "dr.lua", mode: .link, bytes: Array("lua/dr.lua".utf8)),
        ])
    }

    private struct Stage {
        var cache: LibraryCache
        var hash: TreeHash
        var files: String
        var tree: LibraryTree

        func read() throws -> LibraryTree? { try cache.library(hash)?.tree() }

        /// Writes to a file although it is read-only.
        func overwrite(_ path: String, _ content: String) throws {
            chmod("\(files)/\(path)", 0o644)
            try content.write(toFile: "\(files)/\(path)", atomically: false, encoding: .utf8)
        }

        func open() { for path in ["", "/lua", "/bin"] { chmod(files + path, 0o755) } }
    }

    private static func withStored<Result>(_ body: (Stage) throws -> Result) throws -> Result {
        try withTemporaryFolder { folder in
            let cache = LibraryCache(root: folder + "/graphene/lib")
            let tree = try tree()
            let stored = try cache.store(tree)
            return try body(
                Stage(cache: cache, hash: stored.hash, files: stored.folder, tree: tree))
        }
    }

    @Test func `a library that was stored is there, read-only, with nothing beside it`() throws {
        try Self.withStored { stage in
            let library = try #require(try stage.cache.library(stage.hash))

            let tree = try library.tree()
            #expect(tree == stage.tree)
            #expect(try library.bytes(of: "lua/dr.lua") == Array("return {}\n".utf8))
            #expect(try library.bytes(of: "dr.lua") == Array("return {}\n".utf8))
            #expect(try library.bytes(of: "lua") == nil)
            #expect(try library.bytes(of: "../list") == nil)
            #expect(
                paths(below: stage.cache.root).filter { !$0.contains("/files/") }
                    == ["", "/files", "/list", "/memory"].map { "\(stage.hash.value)" + $0 })
            var status = stat()
            #expect(lstat(stage.files + "/lua/dr.lua", &status) == 0)
            #expect(status.st_mode & 0o777 == 0o444)
        }
    }

    @Test func `the list's SHA-256 is the hash`() throws {
        try Self.withStored { stage in
            let list = try Data(contentsOf: URL(filePath: stage.files + "/../list"))

            #expect(ContentHash(of: list) == stage.hash.value)
        }
    }

    @Test func `a library that is not there is none`() throws {
        try withTemporaryFolder { folder in
            let cache = LibraryCache(root: folder + "/graphene/lib")

            let hash = try Self.tree().hash
            let (library, verified) = (try cache.library(hash), try cache.verified(hash))

            #expect(library == nil && verified == nil)
            #expect(paths(below: folder) == [])
        }
    }

    enum Damage: String, CaseIterable {
        case changed, emptied, missing, added, executable, linked, pipe, folder, forged
        case retargeted

        /// What is said of it.
        var words: String {
            switch self {
            case .changed, .emptied, .executable, .linked, .pipe, .forged:
                "`lua/dr.lua` was changed"
            case .missing: "`lua/deep/x.lua` is missing"
            case .added: "`lua/new.lua` was added"
            case .folder: "`lua/dr.lua` is missing, and 1 more differs"
            case .retargeted: "`dr.lua` was changed"
            }
        }
    }

    private static func damage(_ stage: Stage, _ damage: Damage) throws {
        stage.open()
        let file = stage.files + "/lua/dr.lua"
        var before = stat()
        lstat(file, &before)
        switch damage {
        case .changed: try stage.overwrite("lua/dr.lua", "return {1}\n")
        case .emptied: truncate(file, 0)
        case .missing: unlink(stage.files + "/lua/deep/x.lua")
        case .added: try stage.overwrite("lua/new.lua", "")
        case .executable: chmod(file, 0o755)
        case .linked:
            unlink(file)
            symlink("/dev/null", file)
        case .pipe:
            unlink(file)
            mkfifo(file, 0o644)
        case .folder:
            rename(file, stage.files + "/lua/other.lua")
            mkdir(file, 0o755)
        case .forged:
            // The same size, inode and time of writing; only the time of change cannot be set.
            try stage.overwrite("lua/dr.lua", "return []\n")
            var times = [before.st_atim, before.st_mtim]
            utimensat(AT_FDCWD, file, &times, 0)
            chmod(file, 0o444)
        case .retargeted:
            unlink(stage.files + "/dr.lua")
            symlink("lua/deep/x.lua", stage.files + "/dr.lua")
        }
    }

    @Test(arguments: Damage.allCases)
    func `a damaged library is refused by its file's name, and repaired`(damage: Damage) throws {
        try Self.withStored { stage in
            try Self.damage(stage, damage)
            for look in [stage.cache.library, stage.cache.verified] {
                let error = #expect(throws: LibraryError.self) { try look(stage.hash) }

                #expect(error?.code == .integrity)
                #expect(
                    error?.message
                        == "the library in \(stage.files) is not the locked one: \(damage.words)")
            }

            try stage.cache.store(stage.tree)

            let tree = try stage.read()
            #expect(tree == stage.tree)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: stage.cache.root).count == 1)
        }
    }

    @Test func `a file that changes after the check is not handed out`() throws {
        try Self.withStored { stage in
            let library = try #require(try stage.cache.library(stage.hash))
            stage.open()
            try stage.overwrite("lua/dr.lua", "return []\n")
            let error = #expect(throws: LibraryError.self) {
                try library.bytes(of: "lua/dr.lua")
            }

            #expect(error?.code == .integrity)
        }
    }

    @Test(
        arguments: ["memory", "list"], [nil, "", "nonsense", "graphene library memory 1\n\u{4}"])
    func `a damaged memory or list costs time alone`(name: String, content: String?) throws {
        try Self.withStored { stage in
            let path = stage.files + "/../" + name
            chmod(path, 0o644)
            if let content {
                try content.write(toFile: path, atomically: false, encoding: .utf8)
            } else {
                unlink(path)
            }

            let tree = try stage.read()
            #expect(tree == stage.tree)
        }
    }

    @Test func `what a killed process left is removed, what is in use is not`() throws {
        try Self.withStored { stage in
            let left = stage.cache.root + "/tmp-left"
            let used = stage.cache.root + "/tmp-used"
            for path in [left, used] { mkdir(path, 0o700) }
            mkdir(left + "/library", 0o500)
            let lock = open(used, O_RDONLY | O_DIRECTORY)
            defer { close(lock) }
            #expect(flock(lock, LOCK_EX) == 0)

            try stage.cache.store(try Self.tree("return 2\n"))

            #expect(access(left, F_OK) != 0)
            #expect(access(used, F_OK) == 0)
        }
    }

    @Test func `many store and read the same library at once`() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/library-\(UUID())"
        let cache = LibraryCache(root: folder)
        let tree = try Self.tree()

        await withTaskGroup { group in
            for _ in 0..<40 {
                group.addTask {
                    #expect((try? cache.store(tree))?.hash == tree.hash)
                    let library = try? cache.library(tree.hash)
                    let bytes = try? library?.bytes(of: "lua/dr.lua")
                    #expect(bytes == tree["lua/dr.lua"])
                }
            }
        }
        try cache.store(tree)

        let read = try cache.library(tree.hash)?.tree()
        #expect(read == tree)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(names.count == 1)
        try withTemporaryFolder { _ = rename(folder, $0 + "/used") }
    }

    @Test func `a cache that cannot be written says so`() throws {
        try withTemporaryFolder { folder in
            try "".write(toFile: folder + "/file", atomically: true, encoding: .utf8)
            let cache = LibraryCache(root: folder + "/file/graphene")
            let tree = try Self.tree()
            let error = #expect(throws: LibraryError.self) { try cache.store(tree) }

            #expect(error?.code == .config)
            #expect(error?.message.hasPrefix("cannot make \(folder)/file/graphene: ") == true)
        }
    }

    @Test func `the cache is where XDG_CACHE_HOME says, else below the home`() {
        func root(_ environment: [String: String], _ home: String?) -> String? {
            LibraryCache(environment: environment, home: home)?.root
        }

        #expect(root(["XDG_CACHE_HOME": "/c"], "/home/a") == "/c/graphene/lib")
        #expect(root(["XDG_CACHE_HOME": "c"], "/home/a") == "/home/a/.cache/graphene/lib")
        #expect(root(["XDG_CACHE_HOME": ""], "") == nil)
        #expect(root([:], "a") == nil)
        #expect(root([:], nil) == nil)
    }
}
