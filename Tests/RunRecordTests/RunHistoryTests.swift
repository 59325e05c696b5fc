import Diagnostics
import Testing

@testable import RunRecord

struct RunHistoryTests {
    private func withThree(_ body: (RunHistory) throws -> Void) throws {
        try withRecords { folder in
            try folder.write("aa1122", [Sample.header("aa1122", key: "nightly")])
            try folder.write(
                "aa3344", [Sample.header("aa3344", key: "nightly", at: "2026-11-24T02:00:00Z")])
            try folder.write("bb5566", [Sample.header("bb5566", at: "2026-11-22T02:00:00Z")])
            try body(RunHistory(folder))
        }
    }

    @Test(arguments: [
        ("aa1122", "aa1122"), ("b", "bb5566"), ("AA33", "aa3344"), ("nightly", "aa3344"),
    ])
    func `a run is found by its id, the beginning of it, or its name`(
        name: String, id: String
    ) throws {
        try withThree { history in
            let run = try history.run(name)

            #expect(run.header.id == id)
        }
    }

    @Test(arguments: [
        ("aa", ErrorCode.ambiguous, "2 runs begin with `aa`: aa1122, aa3344"),
        ("nightyl", .notFound, "did you mean `nightly`?"),
        ("bb6566", .notFound, "did you mean `bb5566`?"), ("", .notFound, "there is no run ``"),
    ])
    func `what is no one run's name is told so`(
        name: String, code: ErrorCode, words: String
    ) throws {
        try withThree { history in
            let error = #expect(throws: RecordError.self) { try history.run(name) }

            #expect(error?.code == code)
            #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
        }
    }

    @Test func `the newest comes first and what cannot be read last`() throws {
        try withRecords { folder in
            try folder.write("aa", ["garbage"])
            try folder.write("bb", [Sample.header("bb")])
            try folder.write("cc", [Sample.header("cc", at: "2026-11-24T02:00:00Z")])

            let names = try RunHistory(folder).items().map { item in
                switch item {
                case .run(let run): run.header.id
                case .unreadable(let id, let error): "\(id) \(error.code)"
                }
            }

            #expect(names == ["cc", "bb", "aa integrity"])
        }
    }

    @Test func `a folder that was never made holds no runs`() throws {
        let history = RunHistory(RunFolder(path: "/nonexistent/runs"))

        #expect(try history.items().isEmpty)
        let error = #expect(throws: RecordError.self) { try history.run("aa") }
        #expect(error?.code == .notFound)
    }
}

struct RunKeyTests {
    @Test func `a name is held by one run at a time`() throws {
        try withRecords { folder in
            var first: RunKey? = try RunKey("nightly", in: folder)
            first?.tell(run: "aa112233445566")

            let error = #expect(throws: RecordError.self) { try RunKey("nightly", in: folder) }
            #expect(error?.code == .conflict)
            #expect(error?.message.contains("run aa1122334455)") == true)
            first = nil
            #expect(throws: Never.self) { try RunKey("nightly", in: folder) }
        }
    }

    @Test(arguments: ["", "../x", "-x", ".x", "a b", "ä", String(repeating: "x", count: 101)])
    func `what could be another file is no name`(name: String) throws {
        try withRecords { folder in
            let error = #expect(throws: RecordError.self) { try RunKey(name, in: folder) }

            #expect(error?.code == .usage)
        }
    }
}
