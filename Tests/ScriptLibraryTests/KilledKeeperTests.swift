import Diagnostics
import Foundation
import Glibc
import ScriptLibrary
import Testing

/// A process that is killed, or finds the disk full, at each of its calls in turn.
struct KilledKeeperTests {
    private struct Stage {
        var root: String
        var source: String { root + "/source" }
        var cache: LibraryCache { LibraryCache(root: root + "/cache") }
        var vendor: VendorFolder { VendorFolder(root + "/project/vendor", rememberedIn: nil) }
        var tree: LibraryTree

        init(in root: String) throws {
            self.root = root
            tree = try LibraryTree([
                .init(path: "lua/a.lua", bytes: Array("return {}\n".utf8)),
                .init(path: "try", mode: .executable, bytes: Array("#!/bin/sh\n".utf8)),
                .init(path: "a.lua", mode: .link, bytes: Array("lua/a.lua".utf8)),
            ])
            for name in ["source", "source/lua", "project"] { mkdir("\(root)/\(name)", 0o755) }
            try "return {}\n".write(
                toFile: source + "/lua/a.lua", atomically: false, encoding: .utf8)
            try "#!/bin/sh\n".write(toFile: source + "/try", atomically: false, encoding: .utf8)
            chmod(source + "/try", 0o755)
            symlink("lua/a.lua", source + "/a.lua")
        }

        /// Does the same again and again, each time with a fault one call later, until it has none.
        func forEachFault(
            _ fault: KeeperProcess.Fault, in call: String, _ words: [String],
            before: () throws -> Void, after: () throws -> Void
        ) throws {
            for number in 1... {
                try before()
                let hadFault = try KeeperProcess.run(
                    words, fault, in: call, number: number, trace: root + "/trace")
                try after()
                guard hadFault else { return }
            }
        }

        func damage(_ hash: TreeHash) {
            let file = "\(cache.root)/\(hash.value)/files/lua/a.lua"
            chmod(file, 0o644)
            truncate(file, 3)
        }

        /// Nothing but the library is there once it was stored again.
        func expectTidy() throws {
            try cache.store(tree)
            let names = try FileManager.default.contentsOfDirectory(atPath: cache.root)
            #expect(names == ["\(tree.hash.value)"])
        }
    }

    @Test(
        .enabled(if: KeeperProcess.canHaveFaults), arguments: KeeperProcess.Fault.allCases,
        KeeperProcess.calls)
    func `a library is stored whole or not at all`(
        fault: KeeperProcess.Fault, call: String
    ) throws {
        try withTemporaryFolder { folder in
            let stage = try Stage(in: folder)
            let hash = stage.tree.hash
            try stage.forEachFault(
                fault, in: call, ["store", stage.source, stage.cache.root]
            ) {
                _ = rename(stage.cache.root, folder + "/used-\(UUID())")
            } after: {
                let found = try stage.cache.library(hash)?.tree()
                #expect(found == nil || found == stage.tree)
                try stage.expectTidy()
            }
        }
    }

    @Test(
        .enabled(if: KeeperProcess.canHaveFaults), arguments: KeeperProcess.Fault.allCases,
        KeeperProcess.calls)
    func `a damaged library stays damaged or is repaired, and never goes`(
        fault: KeeperProcess.Fault, call: String
    ) throws {
        try withTemporaryFolder { folder in
            let stage = try Stage(in: folder)
            let hash = try stage.cache.store(stage.tree).hash
            try stage.forEachFault(
                fault, in: call, ["store", stage.source, stage.cache.root]
            ) {
                stage.damage(hash)
            } after: {
                do {
                    let found = try stage.cache.library(hash)?.tree()
                    #expect(found == stage.tree)
                } catch {
                    #expect((error as? LibraryError)?.code == .integrity)
                }
                try stage.expectTidy()
            }
        }
    }

    @Test(
        .enabled(if: KeeperProcess.canHaveFaults), arguments: KeeperProcess.Fault.allCases,
        KeeperProcess.calls)
    func `a project's vendored libraries are those before or those after`(
        fault: KeeperProcess.Fault, call: String
    ) throws {
        try withTemporaryFolder { folder in
            let stage = try Stage(in: folder)
            let old = try LibraryTree([.init(path: "old.lua", bytes: [])])
            try stage.forEachFault(
                fault, in: call, ["vendor", stage.source, stage.vendor.path]
            ) {
                try stage.vendor.replace(by: ["old@1.0.0": old])
            } after: {
                let before = try stage.vendor.verified("old@1.0.0", old.hash)
                let after = try stage.vendor.verified("checks@1.0.0", stage.tree.hash)
                #expect((before == nil) != (after == nil))
                try stage.vendor.replace(by: [:])
                let names = try FileManager.default.contentsOfDirectory(
                    atPath: folder + "/project")
                #expect(names == ["vendor"])
            }
        }
    }

    @Test func `many processes repair the same library at once`() throws {
        try withTemporaryFolder { folder in
            let stage = try Stage(in: folder)
            let hash = try stage.cache.store(stage.tree).hash
            stage.damage(hash)

            let processes = try (0..<8).map { _ in
                try KeeperProcess.start(["store", stage.source, stage.cache.root])
            }
            for process in processes { process.waitUntilExit() }

            #expect(processes.allSatisfy { $0.terminationStatus == 0 })
            let found = try stage.cache.library(hash)?.tree()
            #expect(found == stage.tree)
            try stage.expectTidy()
        }
    }

    @Test func `git dies with the process that fetches, and its folder goes with the next one`()
        throws
    {
        try withGitRepository { git in
            let commit = try git.commit([("100644", "a.lua", "return 1\n")])
            let told = git.root + "/told"
            for name in [told, told + "-never"] { mkfifo(name, 0o600) }
            // The pipe ends when git does, and with nothing else.
            try git.install(
                "bin/git",
                """
                case " $* " in *" fetch "*)
                  exec 9> \(told); echo there >&9; : < \(told)-never ;;
                esac
                PATH=/usr/bin:/bin exec git "$@"
                """)
            let process = try KeeperProcess.start(
                ["fetch", git.address, commit, git.cache.root],
                environment: ["PATH": git.root + "/bin:/usr/bin:/bin"])
            let pipe = try #require(FileHandle(forReadingAtPath: told))
            #expect(try pipe.read(upToCount: 6) == Data("there\n".utf8))

            kill(process.processIdentifier, SIGKILL)

            let rest = try pipe.readToEnd()
            #expect(rest == nil || rest == Data())
            #expect(paths(below: git.cache.root).count > 1)
            let tree = try git.source().tree(commit: commit)
            let names = try FileManager.default.contentsOfDirectory(atPath: git.cache.root)
            #expect(names == [] && tree.files.count == 1)
        }
    }
}
