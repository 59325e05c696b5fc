import Diagnostics
import Foundation
import ScriptHost
import Testing

/// The headers are read strictly: what is misspelt must not pass for a promise that is tested.
struct HeaderTests {
    private static let right = """
        -- attack: it asks for too much
        -- family: memory
        -- promise: memory
        -- defence: memory cap
        -- expect: ok or memory_limit
        -- limits: cpu 2s, memory 8
        -- prints: a
        -- prints: b

        print "a"
        """

    private static func read(_ text: String) throws -> Attack {
        try Attack("memory/x.lua", "", text: text)
    }

    @Test func `a header is read whole`() throws {
        let attack = try Self.read(Self.right)

        #expect(attack.title == "it asks for too much")
        #expect(attack.endings == [.ok, .error(.memoryLimit)])
        #expect(attack.prints == ["a", "b"])
        #expect(attack.limits.processorTime == .seconds(2))
        #expect(attack.limits.memory == 8 << 20)
    }

    @Test(arguments: [
        ("promise: memory", "promise: memories"), ("family: memory", "family: wishes"),
        ("family: memory", "family: coroutines"), ("defence: memory cap", "defence: hope"),
        ("expect: ok", "expect: well"), ("-- promise: memory\n", ""), ("cpu 2s", "cpu much"),
        ("cpu 2s", "gpu 2s"), ("-- prints: a", "-- print: a"), ("prints: b", "attack: again"),
    ])
    func `a header with a slip is no attack`(_ was: String, _ becomes: String) {
        let text = Self.right.replacing(was, with: becomes)

        #expect(throws: BadAttack.self) { try Self.read(text) }
    }

    @Test func `there are at least 120 attacks, some in every family, for every promise`() throws {
        guard ProcessInfo.processInfo.environment["ATTACK_DEFENCE"] == nil else { return }
        let attacks = try Attack.all

        #expect(attacks.count >= 120)
        #expect(Set(attacks.map(\.family)) == Set(Family.allCases))
        #expect(Set(attacks.map(\.promise)) == Set(Promise.allCases))
        #expect(Set(attacks.map(\.title)).count == attacks.count, "two attacks have one title")
    }

    @Test func `every defence holds an attack, and is a wall or has a patch that removes it`()
        throws
    {
        guard ProcessInfo.processInfo.environment["ATTACK_DEFENCE"] == nil else { return }
        let patches = try FileManager.default
            .contentsOfDirectory(
                atPath: Attack.folder.deletingLastPathComponent().appending(path: "Mutations").path
            )
            .map { $0.replacing(".patch", with: "").replacing("_", with: " ") }
        let removable = Defence.allCases.filter { $0.wall == nil }.map(\.fileName)

        #expect(Set(try Attack.all.map(\.defence)) == Set(Defence.allCases))
        #expect(patches.sorted() == removable.sorted())
    }
}
