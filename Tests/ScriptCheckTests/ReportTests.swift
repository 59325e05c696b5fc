import Foundation
import JSONDocument
import ScriptCheck
import Testing

/// What a person, and a program, is shown.
struct ReportTests {
    private static let files = [
        "nightly.lua": """
        local p = graphene.params {
          db = { type = "database" },
          unused = { type = "string" },
        }
        local tools = require "tools"
        for _, db in ipairs(graphene.databases { env = "staging" }) do
        \tdb:pause { timout = "5m" }
        end
        graphene.delete(p.db)
        graphene.delete("orders")
        graphene[tools.verb()]("staging/orders")
        os.execute("true")
        """,
        "lib/tools.lua": "return { verb = function() return graphene.restart end }",
    ]

    private var report: CheckReport {
        var check = ScriptCheck { path in
            Self.files[path].map { .source(Array($0.utf8)) } ?? .absent
        }
        return check.check(["nightly.lua", "lib/tools.lua"])
    }

    @Test func `a report is for a reviewer first`() throws {
        let findings = report.findings.flatMap { $0.finding.lines(in: $0.path) }

        try expectGolden(
            "report.txt", report.reachText + "\n" + findings.map { $0 + "\n" }.joined())
    }

    @Test func `the caret stands below a word behind wide ones`() throws {
        let report = SourceReport(Array("print('日本', nothing)".utf8))

        let lines = try #require(report.findings.first).lines(in: "a.lua")

        #expect(lines[1] == "  1 | print('日本', nothing)")
        #expect(lines[2] == "    |               ^^^^^^^")
    }

    @Test func `a report is a document too`() throws {
        try expectGolden("report.json", report.document.indentedText + "\n")
    }

    @Test func `the scripts of the project are clean`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "scripts")
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".lua") }.sorted()
        var check = ScriptCheck { path in
            FileManager.default.contents(atPath: folder.appending(path: path).path).map {
                .source(Array($0))
            } ?? .absent
        }

        let report = check.check(names)

        #expect(names.count >= 20)
        #expect(report.findings.map { "\($0.path): \($0.finding)" } == [])
    }

    private func expectGolden(_ name: String, _ text: String) throws {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
            .appending(path: name)
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try Data(text.utf8).write(to: url)
            Issue.record("rewrote Golden/\(name)")
            return
        }
        let committed = try? String(contentsOf: url, encoding: .utf8)
        #expect(
            text == committed, "UPDATE_GOLDEN=1 swift test --filter ScriptCheckTests rewrites it")
    }
}
