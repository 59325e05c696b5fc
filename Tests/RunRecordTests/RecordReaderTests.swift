import CloudClient
import Diagnostics
import Foundation
import JSONDocument
import Testing

@testable import RunRecord

struct RecordReaderTests {
    @Test func `a torn last line is taken out of the file and told`() throws {
        try withRecords { folder in
            let lines = [Sample.header(), Sample.started]
            try folder.write("aa11", lines + [#"{"seq":2,"at":"2026"#], endsLine: false)

            let first = try RecordReader(folder).read("aa11")
            let second = try RecordReader(folder).read("aa11")

            #expect(first.gaps == ["its last line was torn and has been taken out"])
            #expect(second.gaps.isEmpty)
            #expect(first.effects.map(\.outcome) == [.notStarted])
            #expect(second.effects == first.effects)
            #expect(try folder.text("aa11") == lines.joined(separator: "\n") + "\n")
        }
    }

    @Test func `half a line of a run that is under way is left alone`() throws {
        try withRecords { folder in
            let recorder = try RunRecorder.begin(
                .sample(), in: folder, redaction: { .init() }, warn: { _ in })
            let whole = try folder.text("aa11")
            let handle = try FileHandle(forWritingTo: URL(filePath: recorder.path))
            try handle.seekToEnd()
            try handle.write(contentsOf: Data("{\"seq".utf8))

            let run = try RecordReader(folder).read("aa11")

            #expect(run.state == .running)
            #expect(run.gaps.isEmpty)
            #expect(try folder.text("aa11") == whole + "{\"seq")
            withExtendedLifetime(recorder) {}
        }
    }

    @Test(arguments: [
        ([], ErrorCode.integrity), ([Sample.header(format: 2)], .unsupported),
        (["no record"], .integrity), ([#"{"seq":0,"at":"2026-11-23","event":"run"}"#], .integrity),
    ])
    func `what is no record of ours is refused`(lines: [String], code: ErrorCode) throws {
        try withRecords { folder in
            try folder.write("aa11", lines, endsLine: !lines.isEmpty)

            let error = #expect(throws: RecordError.self) { try RecordReader(folder).read("aa11") }

            #expect(error?.code == code)
            #expect(error?.message.contains(folder.path) == true)
        }
    }

    @Test func `a newer version names both versions`() throws {
        try withRecords { folder in
            try folder.write("aa11", [Sample.header(format: 7)])

            let error = #expect(throws: RecordError.self) { try RecordReader(folder).read("aa11") }

            #expect(error?.message.contains("its format is 7, and this one reads up to 1") == true)
        }
    }

    @Test func `a link is not followed`() throws {
        try withRecords { folder in
            try folder.write("bb22", [Sample.header("bb22")])
            try FileManager.default.createSymbolicLink(
                atPath: folder.file("aa11"), withDestinationPath: folder.file("bb22"))

            #expect(throws: RecordError.self) { try RecordReader(folder).read("aa11") }
        }
    }

    @Test func `a clock that was set back does not change the order`() throws {
        try withRecords { folder in
            try folder.write(
                "aa11",
                [
                    Sample.header(), Sample.line(1, "printed", #""text":"one""#),
                    Sample.line(3, "printed", #""text":"three""#, at: "2026-11-23T04:00:00Z"),
                    Sample.line(2, "printed", #""text":"two""#, at: "2026-11-22T23:00:00Z"),
                ])

            let run = try RecordReader(folder).read("aa11")

            #expect(run.entries.compactMap { $0["text"]?.string } == ["one", "two", "three"])
        }
    }

    @Test func `a line of a kind that is not known is kept for the log`() throws {
        try withRecords { folder in
            try folder.write("aa11", [Sample.header(), Sample.line(1, "future"), Sample.ended])

            let run = try RecordReader(folder).read("aa11")

            #expect(run.entries.map(\.event) == ["future", "ended"])
            #expect(run.gaps.isEmpty)
        }
    }
}
