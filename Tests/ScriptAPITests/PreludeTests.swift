import FoundationEssentials
import ScriptAPI
import Testing

struct PreludeTests {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Sources/ScriptAPI/Prelude")

    @Test func `every file of the prelude is embedded, in the order of the names`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
            .filter { $0.hasSuffix(".lua") }.sorted()

        #expect(Prelude.chunks.map { $0.name + ".lua" } == files)
        for (name, source) in Prelude.chunks {
            let url = Self.folder.appending(path: name + ".lua")
            #expect(try Array(Data(contentsOf: url)) == source)
        }
    }
}
