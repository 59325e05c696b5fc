import Diagnostics
import ScriptLibrary
import Testing

struct LibraryTreeTests {
    private static func tree(_ paths: String...) throws(LibraryError) -> LibraryTree {
        try LibraryTree(paths.map { LibraryTree.File(path: $0, bytes: Array($0.utf8)) })
    }

    @Test func `a tree's hash is that of its sorted list of modes, contents and paths`() throws {
        let tree = try LibraryTree([
            .init(path: "lua/dr.lua", bytes: Array("return {}\n".utf8)),
            .init(path: "bin/x", mode: .executable, bytes: []),
            .init(path: "README", mode: .link, bytes: Array("lua/dr.lua".utf8)),
        ])

        let lines = [
            "120000 \(ContentHash(of: "lua/dr.lua".utf8)) README\n",
            "100755 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 bin/x\n",
            "100644 \(ContentHash(of: "return {}\n".utf8)) lua/dr.lua\n",
        ]
        #expect(tree.hash.description == "sha256:\(ContentHash(of: lines.joined().utf8))")
        #expect(TreeHash(tree.hash.description) == tree.hash)
        #expect(tree.files.map(\.path) == ["README", "bin/x", "lua/dr.lua"])
    }

    @Test(arguments: [
        "sha256:", "sha256:00", "sha1:" + String(repeating: "0", count: 64),
        "sha256:" + String(repeating: "G", count: 64),
        "sha256:" + String(repeating: "A", count: 64),
    ])
    func `what is no hash is not read as one`(text: String) {
        #expect(TreeHash(text) == nil)
    }

    @Test(arguments: [
        "", "/etc/passwd", "../x.lua", "lua/../../x.lua", "lua/./x.lua", "lua//x.lua", "lua/", "..",
        ".git/config", "lua/.GIT/hooks/post-checkout", "a\u{1b}[2J.lua", "a\nb.lua",
        String(repeating: "a", count: 256), String(repeating: "a/", count: 600) + "b",
    ])
    func `a path that could write elsewhere is refused`(path: String) {
        let error = #expect(throws: LibraryError.self) { try Self.tree("dr.lua", path) }

        #expect(error?.code == .integrity)
    }

    @Test(arguments: [
        ["DR.lua", "dr.lua"], ["lua/a.lua", "Lua/b.lua"], ["\u{e9}.lua", "e\u{301}.lua"],
        ["dr.lua", "dr.lua"],
    ])
    func `names that differ only in case or spelling are refused`(paths: [String]) {
        let error = #expect(throws: LibraryError.self) { try Self.tree(paths[0], paths[1]) }

        #expect(error?.code == .integrity)
    }

    @Test func `a file that is also a folder is refused`() {
        let error = #expect(throws: LibraryError.self) { try Self.tree("lua", "lua/dr.lua") }

        #expect(error?.message == "the library has `lua` both as a file and as a folder")
    }

    @Test(arguments: [
        [("README", "docs/README")], [("lua/self", "..")], [("a", "b"), ("b", "c/../d")],
        [("lua/l", "."), ("lua/m", "l/x")], [("gone", "nowhere")],
    ])
    func `links that stay inside are taken`(links: [(String, String)]) throws {
        let files = links.map {
            LibraryTree.File(path: $0.0, mode: .link, bytes: Array($0.1.utf8))
        }

        #expect(try LibraryTree(files).files.count == links.count)
    }

    @Test(arguments: [
        [("a", "/etc/passwd")], [("a", "..")], [("lua/a", "../../x")], [("a", "")], [("a", "a")],
        [("a", "b"), ("b", "a")], [("lua/l", ".."), ("lua/m", "l/..")],
        [("l", "lua/deep"), ("m", "l/../../..")], [("a", "x\0y")],
    ])
    func `links that lead out or in a circle are refused`(links: [(String, String)]) {
        let files = links.map {
            LibraryTree.File(path: $0.0, mode: .link, bytes: Array($0.1.utf8))
        }
        let error = #expect(throws: LibraryError.self) { try LibraryTree(files) }

        #expect(error?.code == .integrity)
    }

    @Test func `a library that is too large is refused, naming the file`() {
        let limits = TreeLimits(fileSize: 10, totalSize: 25, files: 3)
        func error(_ sizes: Int...) -> LibraryError? {
            let files = sizes.enumerated().map {
                LibraryTree.File(
                    path: "f\($0.offset)", bytes: [UInt8](repeating: 7, count: $0.element))
            }
            return #expect(throws: LibraryError.self) { try LibraryTree(files, limits: limits) }
        }

        #expect(error(1, 11)?.message.contains("`f1` of 11 bytes; a file may have 10") == true)
        #expect(error(10, 10, 6)?.code == .limitExceeded)
        #expect(error(1, 1, 1, 1)?.message == "the library has more than 3 files")
    }
}
