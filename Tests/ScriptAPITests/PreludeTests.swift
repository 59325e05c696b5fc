import Diagnostics
import FoundationEssentials
import ScriptAPI
import Testing

/// The prelude as it was written.
enum PreludeText {
    static var files: [(name: String, text: String)] {
        get throws { try files(in: "Prelude") }
    }

    static func files(in folder: String) throws -> [(name: String, text: String)] {
        let folder = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/ScriptAPI/\(folder)")
        return try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".lua") }.sorted()
            .map { name in
                let data = try Data(contentsOf: folder.appending(path: name))
                return (String(name.dropLast(4)), String(decoding: data, as: UTF8.self))
            }
    }

    static func of(_ name: String) throws -> String {
        try #require(files.first { $0.name == name }).text
    }
}

struct PreludeTests {
    @Test(arguments: [
        ("Prelude", Prelude.chunks), ("Session", Prelude.session), ("Testing", Prelude.testing),
    ])
    func `every file of a folder of ours is embedded, compiled, in the order of the names`(
        folder: String, chunks: [(name: String, code: [UInt8])]
    ) throws {
        let names = try PreludeText.files(in: folder).map(\.name)

        #expect(!names.isEmpty)
        #expect(chunks.map(\.name) == names)
        for chunk in chunks { #expect(chunk.code.starts(with: Array("\u{1b}Lua".utf8))) }
    }

    @Test func `the prelude knows every error code`() throws {
        let words = try PreludeText.of("20_errors").split { !$0.isLetter && $0 != "_" }.map(
            String.init)

        for code in ErrorCode.allCases { #expect(words.contains(code.rawValue)) }
    }

    @Test func `the reference lists the fields that handles have`() throws {
        let source = try PreludeText.of("52_handles")
        for value in ReferenceValue.all {
            guard let start = source.firstRange(of: "\n  \(value.name) = words ") else { continue }
            let list = source[start.upperBound...].prefix(300)
                .drop { $0 == "[" || $0 == "\"" }.prefix { $0 != "]" && $0 != "\"" }
            let fields = list.split(whereSeparator: \.isWhitespace).map(String.init)

            #expect(fields.sorted() == value.fields.map(\.name).sorted(), "\(value.name)")
        }
    }
}
