import Conversations
import FoundationEssentials
import ScriptHost
import Testing

/// Conversations with a script process that was taken over; `Fuzzing/README.md` says how more are
/// made.
@Suite(.timeLimit(.minutes(5)), .serialized)
struct ConversationTests {
    private static let seeds: [String] = {
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
        return (names ?? []).sorted()
    }()

    private static let folder: String = {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return root.appending(path: "Fuzzing/Seeds/conversations").path
    }()

    @Test func `no conversation that was kept breaks a promise any more`() async throws {
        let stage = try Self.stage()

        for name in Self.seeds {
            let bytes = try Data(contentsOf: URL(filePath: "\(Self.folder)/\(name)"))
            try await stage.play([UInt8](bytes))
        }

        #expect(Self.seeds.count >= 10)
        try await stage.playOrdinaryRun()
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `no random conversation breaks a promise`(_ seed: UInt64) async throws {
        let stage = try Self.stage()
        var generator = SeededGenerator(seed: seed)

        for _ in 0..<50 {
            let count = Int.random(in: 4...120, using: &generator)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            try await stage.play(bytes)
        }

        try await stage.playOrdinaryRun()
    }

    private static func stage() throws -> ConversationStage {
        let own = ScriptHost.scriptProcessPath()
        let folder = own.lastIndex(of: "/").map { own[..<$0] } ?? "."
        return try ConversationStage(peer: folder + "/hostile-peer", scriptProcess: own)
    }
}
