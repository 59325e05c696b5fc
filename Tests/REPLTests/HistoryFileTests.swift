import Foundation
import Glibc
import Testing

@testable import REPL

struct HistoryFileTests {
    /// Gives a test a folder of its own.
    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let path = NSTemporaryDirectory() + "/history-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(path)
    }

    @Test func `what was typed comes back, lines and all`() async throws {
        try await withFolder { folder in
            let file = HistoryFile(path: folder + "/deep/history")
            let entries = ["print(1)", "for i = 1, 2 do\n  print(i)\nend", #"x = "a\nb\\""#, "é日"]

            #expect(try file.load() == [])
            for entry in entries { try file.append(entry) }

            #expect(try file.load() == entries)
            #expect(try file.load(most: 2) == Array(entries.suffix(2)))
        }
    }

    @Test func `only its owner may read it`() async throws {
        try await withFolder { folder in
            let file = HistoryFile(path: folder + "/history")
            try file.append("x")
            chmod(file.path, 0o644)
            try file.append("y")

            let mode = try FileManager.default.attributesOfItem(atPath: file.path)[
                .posixPermissions]

            #expect(mode as? Int == 0o600)
        }
    }

    @Test func `several sessions at once lose nothing, also while it is shortened`() async throws {
        try await withFolder { folder in
            let path = folder + "/history"
            await withTaskGroup(of: Void.self) { group in
                for session in 0..<8 {
                    group.addTask {
                        let file = HistoryFile(path: path, limit: 16_384)
                        for number in 0..<50 { try? file.append("session \(session), \(number)") }
                    }
                }
            }

            let entries = try HistoryFile(path: path, limit: 16_384).load()

            #expect(Set(entries).count == entries.count)
            #expect(entries.count == 400)
        }
    }

    @Test func `the older half goes when it is too long`() async throws {
        try await withFolder { folder in
            let file = HistoryFile(path: folder + "/history", limit: 1_000)
            for number in 0..<200 { try file.append("entry \(number)") }

            let entries = try file.load()

            #expect(entries.last == "entry 199")
            #expect(entries.count < 120)
            #expect(entries.allSatisfy { $0.hasPrefix("entry ") })
        }
    }

    @Test(arguments: [
        (["GRAPHENE_STATE_DIR": "/s", "HOME": "/h"], "/s/history"),
        (["XDG_STATE_HOME": "/x", "HOME": "/h"], "/x/graphene/history"),
        (["XDG_STATE_HOME": "relative", "HOME": "/h"], "/h/.local/state/graphene/history"),
    ])
    func `its place follows the environment`(environment: [String: String], path: String) {
        #expect(HistoryFile(environment: environment)?.path == path)
        #expect(HistoryFile(environment: [:]) == nil)
    }

    @Test func `a place that takes no file is told`() throws {
        let file = HistoryFile(path: "/proc/none/history")

        #expect(throws: HistoryFile.Failure.self) { try file.append("x") }
    }
}
