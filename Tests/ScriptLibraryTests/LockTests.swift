import Diagnostics
import ScriptAPI
import ScriptLibrary
import Testing

struct LockTests {
    static func lock() throws -> Lock {
        let checks = try #require(PackageName("checks"))
        let naming = try #require(PackageName("naming"))
        let local = try #require(PackageName("local"))
        let hash = try #require(TreeHash("sha256:" + String(repeating: "0f", count: 32)))
        let commit = String(repeating: "ab", count: 20)
        var lock = Lock()
        let one = SemanticVersion(1, 4, 0)
        lock.requires = [
            .init(local, .path("../local"), wanted: "as it is", SemanticVersion(0, 0, 0)),
            .init(checks, .git("https://x/checks"), wanted: "^1.4.0", one, allow: [.read, .pause]),
        ]
        lock.libraries = [
            .init(local, .path("../local"), SemanticVersion(0, 0, 0)),
            .init(
                naming, .git("https://x/naming"), SemanticVersion(2, 0, 0), commit: commit,
                hash: hash),
            .init(
                checks, .git("https://x/checks"), one, commit: commit, hash: hash,
                requires: [
                    .init(
                        naming, .git("https://x/naming"), wanted: "tag \"two\"",
                        SemanticVersion(2, 0, 0), allow: [.read, .delete])
                ]),
        ]
        lock.settle(projectEffects: nil)
        return lock
    }

    static func parse(_ text: String) throws(LibraryError) -> Lock {
        try Lock(parsing: Array(text.utf8), from: "graphene.lock")
    }

    @Test func `a lock is read as it was written, and written in one order`() throws {
        let lock = try Self.lock()

        let read = try Self.parse(lock.text)

        #expect(read == lock)
        #expect(read.text == lock.text)
        #expect(lock.libraries.map(\.name.text) == ["checks", "naming", "local"])
    }

    @Test func `nobody is granted more than who grants has`() throws {
        let lock = try Self.lock()

        #expect(lock.libraries.map(\.granted) == [[.read, .pause], [.read], []])
    }

    @Test func `what the project may not do itself it cannot grant`() throws {
        var lock = try Self.lock()

        lock.settle(projectEffects: [.pause])

        #expect(lock.libraries.map(\.granted) == [[.pause], [], []])
    }

    @Test func `an empty lock is a lock`() throws {
        #expect(try Self.parse(Lock().text) == Lock())
    }

    @Test func `a lock of a newer format says so`() throws {
        let text = try Self.lock().text.replacing("format = 1", with: "format = 2\nnews = true")

        let error = #expect(throws: LibraryError.self) { try Self.parse(text) }

        #expect(error?.code == .config)
        #expect(error?.message.contains("graphene.lock:2: the lock is of format 2") == true)
    }

    @Test func `a merge that is not finished says so, with its line`() throws {
        let text = try Self.lock().text.replacing(
            "format = 1", with: "<<<<<<< HEAD\nformat = 1\n=======\nformat = 1\n>>>>>>> theirs")

        let error = #expect(throws: LibraryError.self) { try Self.parse(text) }

        #expect(error?.code == .config)
        #expect(error?.message.contains("graphene.lock:2: two changes of the lock met") == true)
    }

    @Test func `a lock that was cut off anywhere is damaged`() throws {
        let text = try Self.lock().text
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)

        for count in 0..<(lines.count - 1) {
            let start = lines.prefix(count).joined(separator: "\n")
            let error = #expect(throws: LibraryError.self, "\(count) lines") {
                try Self.parse(start)
            }
            #expect(error?.code == .integrity, "\(count) lines")
        }
    }

    @Test func `a lock whose bytes were cut off anywhere is damaged`() throws {
        let bytes = Array(try Self.lock().text.utf8)

        for count in 0..<(bytes.count - 1) {
            // What is cut between two bytes of a whole value may still be whole.
            #expect(throws: LibraryError.self, "\(count) bytes") {
                try Lock(parsing: Array(bytes[..<count]), from: "graphene.lock")
            }
        }
    }

    @Test(arguments: [
        ("hash = \"sha256:0f", "hash = \"md5:0f"), ("commit = \"ab", "commit = \"xy"),
        ("granted", "grants"), ("wanted", "want"), ("version = \"2.0.0\"", "version = \"2\""),
        ("name = \"naming\"", "name = \"Naming\""), ("\"read\"", "\"all\""),
        ("https://x/naming", "http://x/naming"),
    ])
    func `a lock that was changed by hand is damaged`(from: String, to: String) throws {
        let text = try Self.lock().text.replacing(from, with: to)

        let error = #expect(throws: LibraryError.self) { try Self.parse(text) }

        #expect(error?.code == .integrity)
        #expect(error?.hint?.contains("git checkout graphene.lock") == true)
    }
}
