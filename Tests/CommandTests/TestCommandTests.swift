import CLinux
import Foundation
import Glibc
import JSONDocument
import Testing

/// `graphene test`, as a person or a build server runs it.
@Suite(.timeLimit(.minutes(10)))
struct TestCommandTests {
    private static let passing = """
        test("what runs is paused", function(cloud)
          local run = cloud.run("pause.lua", { db = "staging/orders" })
          expect(cloud.changes()).to_equal({ "pause staging/orders" })
        end)
        test("what is paused stays so", function(cloud)
          cloud.run("pause.lua", { db = "staging/customers" })
          expect(cloud.changes()).to_equal({})
        end)
        """
    private static let script = """
        local p = graphene.params { db = { type = "database", required = true } }
        graphene.pause(p.db)
        """
    private static let failing = """
        test("it fails", function(cloud)
          print("about to <fail>")
          expect(cloud.db("staging/orders").state).to_equal("paused")
        end)
        test("it is not for today", function() graphene.skip("later") end)
        """

    private func withTests<Value>(_ body: (WorkingFolder) async throws -> Value) async throws
        -> Value
    {
        try await withFolder { folder in
            try folder.write(Self.script, to: "pause.lua")
            try folder.write(Self.passing, to: "pause_test.lua")
            return try await body(folder)
        }
    }

    @Test func `a mistake in the file itself is told with its line and no name of ours`()
        async throws
    {
        try await withFolder { folder in
            try folder.write("local x = 1\nerror('early')", to: "a_test.lua")

            let result = try await graphene(["test"], in: folder.path)

            #expect(result.status == 7)
            #expect(result.output.contains("error[script]: early\n"), "\(result.output)")
            #expect(result.output.contains("at: a_test.lua:2\n"), "\(result.output)")
        }
    }

    @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143)), (SIGHUP, Int32(143))])
    func `tests that are stopped tell what had ended by then, also to the file of --junit`(
        signal: Int32, status: Int32
    ) async throws {
        try await withFolder { folder in
            try folder.write(
                """
                test("first", function() end)
                test("second", function() while true do end end)
                test("third", function() end)
                """, to: "a_test.lua")
            try folder.write("test('fourth', function() end)", to: "b_test.lua")
            let process = try GrapheneProcess(
                ["test", "--junit", "tests.xml", "--cpu", "5m"], in: folder.path)
            #expect(await process.output.contains("✓ first"))
            // Only the second uses so much: stopped before it begins, it would not be told of.
            while !process.scriptProcesses.contains(where: {
                glinux_processor_time($0) > 300_000_000
            }) { await Task.yield() }
            process.signal(signal)

            let result = await process.result()

            #expect(result.status == status)
            #expect(result.output.contains("✗ second"))
            #expect(result.output.contains("error[cancelled]"))
            #expect(result.output.contains("1 passed, 1 failed in "))
            let file = try folder.read("tests.xml")
            #expect(file.contains(#"<testsuites tests="2" failures="1" skipped="0""#))
            #expect(file.contains(#"<failure type="cancelled""#))
            #expect(!file.contains("third"))
            #expect(!file.contains("fourth"))
        }
    }

    @Test func `a folder's tests are found and run, and the status is 0`() async throws {
        try await withTests { folder in
            mkdir(folder.path + "/deep", 0o755)
            mkdir(folder.path + "/.hidden", 0o755)
            try folder.write("test('deep', function() end)", to: "deep/b_test.lua")
            try folder.write("not Lua", to: ".hidden/c_test.lua")

            let result = try await graphene(["test"], in: folder.path)

            #expect(result.status == 0, "\(result.output)\(result.errors)")
            let lines = result.output.split(separator: "\n").map { $0.prefix { $0 != "," } }
            #expect(
                lines.dropLast() == [
                    "deep/b_test.lua", "  ✓ deep", "pause_test.lua", "  ✓ what runs is paused",
                    "  ✓ what is paused stays so",
                ])
            #expect(lines.last?.hasPrefix("3 passed in ") == true)
            #expect(result.errors.isEmpty)
        }
    }

    @Test func `a failure is shown with its line and what was printed, and the status is 7`()
        async throws
    {
        try await withFolder { folder in
            try folder.write(Self.failing, to: "a_test.lua")

            let result = try await graphene(["test", "a_test.lua"], in: folder.path)

            #expect(result.status == 7)
            #expect(
                result.output.contains(
                    """
                        error[unhealthy]: expected "paused", given "running"
                          at: a_test.lua:3
                            3 |   expect(cloud.db("staging/orders").state).to_equal("paused")
                        | about to <fail>
                    """), "\(result.output)")
            #expect(result.output.contains("  - it is not for today, skipped: later\n"))
            #expect(result.output.contains("\n0 passed, 1 failed, 1 skipped in "))
        }
    }

    @Test func `the results are a document, or lines, for machines`() async throws {
        try await withFolder { folder in
            try folder.write(Self.failing, to: "a_test.lua")

            let json = try await graphene(["test", "--output", "json"], in: folder.path)
            let lines = try await graphene(["test", "--output", "jsonl"], in: folder.path)

            let document = try JSONValue(parsing: json.output)
            let test = document["tests"]?.array?.first
            #expect(json.status == 7 && lines.status == 7)
            #expect(test?["name"] == "it fails" && test?["outcome"] == "failed")
            #expect(test?["error"]?["code"] == "unhealthy" && test?["error"]?["line"] == 3)
            #expect(document["summary"]?["failed"] == 1 && document["summary"]?["skipped"] == 1)
            #expect(lines.output.split(separator: "\n").count == 3)
        }
    }

    @Test func `JUnit's file holds every test, and nothing that breaks it`() async throws {
        try await withTests { folder in
            try folder.write(Self.failing, to: "a_test.lua")
            try folder.write("test('broken'", to: "z_test.lua")

            let result = try await graphene(["test", "--junit", "r.xml"], in: folder.path)

            let xml = try folder.read("r.xml")
            #expect(result.status == 7)
            #expect(xml.contains(#"<testsuites tests="5" failures="2" skipped="1" time="#))
            #expect(xml.contains(#"classname="pause_test.lua" name="what runs is paused""#))
            #expect(
                xml.contains("message=\"expected &quot;paused&quot;, given &quot;running&quot;\""))
            #expect(xml.contains("<system-out>about to &lt;fail&gt;\n</system-out>"))
            #expect(xml.contains(#"<skipped message="later"/>"#))
            #expect(XMLBalance.isWhole(xml))
        }
    }

    @Test func `only what the filter names is run`() async throws {
        try await withTests { folder in
            let one = try await graphene(["test", "--filter", "STAYS"], in: folder.path)
            let none = try await graphene(["test", "--filter", "nothing"], in: folder.path)

            #expect(one.status == 0 && one.output.contains("\n1 passed in "))
            #expect(none.status == 2)
            #expect(none.errors.contains("no test holds `nothing`"))
        }
    }

    @Test(arguments: [
        (["none"], "there is no file none"),
        (["empty"], "there is no file called *_test.lua in empty"),
        (["pause.lua"], "did you mean `pause_test.lua`?"),
        (["--junit", "/nowhere/r.xml"], "cannot write the report /nowhere/r.xml"),
        (["--timeout", "soon"], "--timeout soon is no duration"),
        (["--assume", "x=y"], "there is no assumption called `x`"),
        (["--account", "pause.lua"], "cannot use the simulator state pause.lua"),
    ])
    func `what cannot be run is exit 2, and nothing is run`(
        _ options: [String], _ words: String
    ) async throws {
        try await withTests { folder in
            mkdir(folder.path + "/empty", 0o755)
            let result = try await graphene(["test"] + options, in: folder.path)

            #expect(result.status == 2, "\(result.errors)")
            #expect(result.output.isEmpty)
            #expect(result.errors.contains(words), "\(result.errors)")
        }
    }

    @Test func `a file with a syntax error fails with its line, and the others run`() async throws {
        try await withTests { folder in
            try folder.write("local x = = 1\n", to: "a_test.lua")

            let result = try await graphene(["test"], in: folder.path)

            #expect(result.status == 7)
            #expect(result.output.contains("  ✗ the file itself, "), "\(result.output)")
            #expect(result.output.contains("      at: a_test.lua:1\n        1 | local x = = 1\n"))
            #expect(result.output.contains("\n2 passed, 1 failed in "))
        }
    }

    @Test func `a test that never ends fails, and the next one runs`() async throws {
        try await withFolder { folder in
            try folder.write(
                "test('a', function() while true do end end)\ntest('b', function() end)",
                to: "a_test.lua")

            let result = try await graphene(["test", "--cpu", "200ms"], in: folder.path)

            #expect(result.status == 7)
            #expect(result.output.contains("error[time_limit]"), "\(result.output)")
            #expect(result.output.contains("  ✓ b, "))
        }
    }

    @Test func `a script process that crashes is a failed file`() async throws {
        try await withFolder(in: GrapheneProcess.folder) { folder in
            // A link of the file, since a symbolic one leads back to the built folder.
            let copy = folder.path + "/graphene"
            #expect(link(GrapheneProcess.path, copy) == 0)
            symlink("/bin/true", folder.path + "/graphene-vm")
            try folder.write(Self.passing, to: "pause_test.lua")

            let result = try await graphene(["test"], in: folder.path, executable: copy)

            #expect(result.status == 7)
            #expect(result.output.contains("error[vm_crashed]"), "\(result.output)")
        }
    }

    @Test func `a test begins on a copy of an account that was saved`() async throws {
        try await withTests { folder in
            let run = try await graphene(
                [
                    "run", "--simulator-state", "a.json", "pause.lua", "--param",
                    "db=staging/orders",
                ],
                in: folder.path)
            try folder.write(
                "test('it', function(c) expect(c.db('staging/orders').state).to_equal('paused') end)",
                to: "b_test.lua")
            let before = try folder.read("a.json")

            let result = try await graphene(
                ["test", "b_test.lua", "--account", "a.json"], in: folder.path)

            #expect(run.status == 0 && result.status == 0, "\(result.output)")
            #expect(try folder.read("a.json") == before)
        }
    }

    @Test func `in GitHub Actions a failure is told at its line`() async throws {
        try await withFolder { folder in
            try folder.write(Self.failing, to: "a_test.lua")

            let result = try await graphene(
                ["test"], environment: ["GITHUB_ACTIONS": "true"], in: folder.path)

            #expect(
                result.errors.hasPrefix(
                    "::error title=graphene%3A unhealthy,file=a_test.lua,line=3::expected"),
                "\(result.errors)")
        }
    }

    @Test func `a hostile name or output cannot deceive`() async throws {
        try await withFolder { folder in
            try folder.write(
                "test('it', function() print(\(HostileText.lua)) error(\(HostileText.lua)) end)",
                to: "a_test.lua")

            let result = try await graphene(["test", "--junit", "r.xml"], in: folder.path)

            #expect(result.status == 7)
            #expect(HostileText.deceit(in: result.output) == nil)
            #expect(HostileText.forgery(in: result.output) == nil)
            #expect(HostileText.deceit(in: try folder.read("r.xml")) == nil)
        }
    }
}

/// Whether every element of a document ends in the right place.
private enum XMLBalance {
    static func isWhole(_ xml: String) -> Bool {
        var open: [Substring] = []
        for piece in xml.split(separator: "<").dropFirst(xml.hasPrefix("<") ? 0 : 1) {
            guard let end = piece.firstIndex(of: ">") else { return false }
            let tag = piece[..<end]
            let name = tag.prefix { $0 != " " && $0 != "/" }
            if tag.hasPrefix("?") || tag.hasSuffix("/") { continue }
            if tag.hasPrefix("/") {
                guard open.popLast() == tag.dropFirst() else { return false }
            } else {
                open.append(name)
            }
        }
        return open.isEmpty
    }
}
