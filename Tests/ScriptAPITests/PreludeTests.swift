import Diagnostics
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

    private func text(_ name: String) throws -> String {
        let chunk = try #require(Prelude.chunks.first { $0.name == name })
        return String(decoding: chunk.source, as: UTF8.self)
    }

    @Test func `the prelude knows every error code`() throws {
        let words = try text("20_errors").split { !$0.isLetter && $0 != "_" }.map(String.init)

        for code in ErrorCode.allCases { #expect(words.contains(code.rawValue)) }
    }

    @Test func `the reference lists the fields that handles have`() throws {
        let source = try text("52_handles")
        for value in ReferenceValue.all {
            guard let start = source.firstRange(of: "\n  \(value.name) = words ") else { continue }
            let list = source[start.upperBound...].prefix(300)
                .drop { $0 == "[" || $0 == "\"" }.prefix { $0 != "]" && $0 != "\"" }
            let fields = list.split(whereSeparator: \.isWhitespace).map(String.init)

            #expect(fields.sorted() == value.fields.map(\.name).sorted(), "\(value.name)")
        }
    }
}
