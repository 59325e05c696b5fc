import Diagnostics
import Foundation
import Glibc
import ScriptLibrary
import Testing

struct VendorFolderTests {
    private static func tree(_ content: String) throws(LibraryError) -> LibraryTree {
        try LibraryTree([
            .init(path: "lua/a.lua", bytes: Array(content.utf8)),
            .init(path: "try", mode: .executable, bytes: []),
        ])
    }

    @Test func `vendored libraries are read like those of the cache`() throws {
        try withTemporaryFolder { folder in
            let cache = LibraryCache(root: folder + "/cache")
            let vendor = VendorFolder(folder + "/project/vendor", rememberedIn: cache)
            let (one, two) = (try Self.tree("return 1\n"), try Self.tree("return 2\n"))

            try vendor.replace(by: ["checks@1.0.0": one, "naming@2.1.0": two])

            let library = try #require(try vendor.library("checks@1.0.0", one.hash))
            let read = try library.tree()
            #expect(read == one)
            #expect(
                paths(below: folder + "/project").filter { !$0.contains("naming") } == [
                    "vendor", "vendor/.gitattributes", "vendor/checks@1.0.0",
                    "vendor/checks@1.0.0.list", "vendor/checks@1.0.0/lua",
                    "vendor/checks@1.0.0/lua/a.lua", "vendor/checks@1.0.0/try",
                ])
            let missing = try vendor.library("checks@1.1.0", one.hash)
            #expect(missing == nil)
        }
    }

    @Test func `libraries of one name and version stand side by side`() throws {
        try withTemporaryFolder { folder in
            let name = try #require(PackageName("checks"))
            let trees = [try Self.tree("return 1\n"), try Self.tree("return 2\n")]
            var lock = Lock()
            lock.libraries = zip(["a", "b"], trees).map { step, tree in
                Lock.Library(
                    name, .git("https://example.com/\(step)"), SemanticVersion(1, 0, 0),
                    commit: String(repeating: "0", count: 40), hash: tree.hash)
            }
            let vendor = VendorFolder(folder + "/vendor", rememberedIn: nil)
            let names = lock.libraries.map { LibraryShelf.folderName(of: $0, in: lock) }

            try vendor.replace(by: Dictionary(uniqueKeysWithValues: zip(names, trees)))

            let shelf = LibraryShelf(cache: nil, vendor: vendor)
            for (library, tree) in zip(lock.libraries, trees) {
                let found = try shelf.find(library)?.tree()
                #expect(found == tree)
            }
        }
    }

    @Test func `a vendored library that was changed is refused by its file's name`() throws {
        try withTemporaryFolder { folder in
            let cache = LibraryCache(root: folder + "/cache")
            let vendor = VendorFolder(folder + "/project/vendor", rememberedIn: cache)
            let tree = try Self.tree("return 1\n")
            try vendor.replace(by: ["checks": tree])
            _ = try vendor.library("checks", tree.hash)
            try "return 3\n".write(
                toFile: vendor.path + "/checks/lua/a.lua", atomically: true, encoding: .utf8)
            let error = #expect(throws: LibraryError.self) {
                try vendor.library("checks", tree.hash)
            }

            #expect(error?.code == .integrity)
            #expect(
                error?.message
                    == "the library in \(vendor.path)/checks is not the locked one: `lua/a.lua` was "
                    + "changed")
        }
    }

    @Test func `vendoring anew replaces all, and leaves nothing beside it`() throws {
        try withTemporaryFolder { folder in
            let vendor = VendorFolder(folder + "/vendor", rememberedIn: nil)
            try vendor.replace(by: ["checks": try Self.tree("return 1\n")])

            try vendor.replace(by: ["naming": try Self.tree("return 2\n")])

            let names = try FileManager.default.contentsOfDirectory(atPath: vendor.path).sorted()
            #expect(names == [".gitattributes", "naming", "naming.list"])
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["vendor"])
        }
    }

    @Test func `a folder with other files is left alone`() throws {
        try withTemporaryFolder { folder in
            mkdir(folder + "/vendor", 0o755)
            try "mine".write(toFile: folder + "/vendor/x", atomically: true, encoding: .utf8)
            let vendor = VendorFolder(folder + "/vendor", rememberedIn: nil)
            let tree = try Self.tree("return 1\n")
            let error = #expect(throws: LibraryError.self) { try vendor.replace(by: ["a": tree]) }

            #expect(error?.code == .config)
            #expect(paths(below: folder) == ["vendor", "vendor/x"])
        }
    }
}
