import Foundation
import Glibc
import JSONDocument
import Testing

/// Runs that nobody watches: from cron, and in GitHub Actions.
@Suite(.timeLimit(.minutes(10)))
struct PipelineTests {
    private static let script = """
        print("printed")
        graphene.output("paused", graphene.pause("staging/orders").state)
        graphene.output("lines", "one\\ntwo")
        graphene.output("1 odd=name", "x\\n::error::no")
        return 1
        """

    private func run(
        _ script: String, _ options: [String] = [], environment: [String: String] = [:],
        in folder: WorkingFolder
    ) async throws -> GrapheneProcess.Result {
        try folder.write(script, to: "a.lua")
        return try await graphene(
            ["run", "--simulator", "a.lua"] + options, environment: environment, in: folder.path)
    }

    @Test func `a quiet run that works says nothing at all`() async throws {
        try await withFolder { folder in
            let result = try await run(Self.script, ["-q"], in: folder)

            #expect(result.status == 0)
            #expect(result.output.isEmpty)
            #expect(result.errors.isEmpty)
        }
    }

    @Test func `a quiet run that works keeps its warnings to itself too`() async throws {
        try await withFolder { folder in
            try folder.write("", to: "file")
            let environment = [
                "GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": folder.path + "/none/summary",
                "GRAPHENE_STATE_DIR": folder.path + "/file",
            ]

            let quiet = try await run(Self.script, ["-q"], environment: environment, in: folder)
            let aloud = try await run(Self.script, environment: environment, in: folder)

            #expect(quiet.status == 0)
            #expect(quiet.output + quiet.errors == "")
            #expect(aloud.errors.contains("warning: cannot make the folder "), "\(aloud.errors)")
            #expect(aloud.errors.contains("warning: cannot write "))
        }
    }

    @Test func `a quiet run that cannot begin says what led to that`() async throws {
        try await withFolder { folder in
            let environment = ["GRAPHENEDB_CLIENT_ID": "i", "GRAPHENEDB_CLIENT_SECRET": "s"]
            try folder.write("return 1", to: "a.lua")

            let result = try await graphene(
                ["run", "-q", "--rehearse", "--api-url", "http://127.0.0.1:9", "a.lua"],
                environment: environment, in: folder.path)

            #expect(result.status == 75)
            #expect(
                result.errors.contains("graphene: reading the account at http://127.0.0.1:9"),
                "\(result.errors)")
        }
    }

    @Test(arguments: ["text", "json", "jsonl"])
    func `a quiet run that fails says what it would have said aloud`(format: String) async throws {
        let script = Self.script.replacing("return 1", with: "graphene.db('staging/none')")
        try await withFolder { folder in
            let aloud = try await run(script, ["--output", format], in: folder)
            let quiet = try await run(script, ["-q", "--output", format], in: folder)

            #expect(quiet.status == 5 && aloud.status == 5)
            #expect(quiet.output == aloud.output)
            #expect(quiet.errors == aloud.errors)
            #expect(quiet.errors.contains("pause staging/orders"))
        }
    }

    @Test func `a report is the run's document beside whatever else is said`() async throws {
        try await withFolder { folder in
            let result = try await run(Self.script, ["--report", "r.json"], in: folder)
            let document = try await run(Self.script, ["--output", "json"], in: folder)

            #expect(result.status == 0)
            #expect(result.output.hasPrefix("printed\n"))
            #expect(try folder.read("r.json") == document.output)
        }
    }

    @Test func `a report that cannot be written is told before the run`() async throws {
        try await withFolder { folder in
            let result = try await run(Self.script, ["--report", "/nowhere/r.json"], in: folder)

            #expect(result.status == 2)
            #expect(result.output.isEmpty)
            #expect(result.errors.contains("cannot write the report /nowhere/r.json"))
        }
    }

    @Test func `a report on a full disk is exit 2, and what was done is told`() async throws {
        try await withFolder { folder in
            let result = try await run(Self.script, ["-q", "--report", "/dev/full"], in: folder)

            #expect(result.status == 2)
            #expect(result.errors.contains("cannot write the report /dev/full"))
            #expect(result.errors.contains("pause staging/orders"))
        }
    }

    @Test func `a run that cannot begin leaves no earlier report, and tells GitHub why`()
        async throws
    {
        try await withFolder { folder in
            try folder.write("return 1", to: "a.lua")
            try folder.write("yesterday", to: "r.json")

            let result = try await graphene(
                ["run", "--report", "r.json", "a.lua"], environment: inActions(folder),
                in: folder.path)

            #expect(result.status == 4)
            let document = try JSONValue(parsing: try folder.read("r.json"))
            #expect(document["error"]?["code"] == "auth")
            #expect(document["run"] == .null)
            #expect(result.errors.contains("::error title=graphene%3A auth::"), "\(result.errors)")
            let summary = try folder.read("summary.md")
            #expect(summary.hasPrefix("### graphene run a.lua: failed: `auth`, exit status 4\n"))
        }
    }

    @Test func `a run that is killed leaves no earlier report`() async throws {
        try await withFolder { folder in
            try folder.write("print('begun') while true do end", to: "a.lua")
            try folder.write("yesterday", to: "r.json")
            let run = try GrapheneProcess(
                ["run", "--simulator", "--cpu", "10m", "--report", "r.json", "a.lua"],
                in: folder.path)
            #expect(await run.output.contains("begun"))

            run.signal(SIGKILL)
            _ = await run.result()

            #expect(try folder.read("r.json").isEmpty)
        }
    }

    private func inActions(_ folder: WorkingFolder) -> [String: String] {
        [
            "GITHUB_ACTIONS": "true", "GITHUB_OUTPUT": folder.path + "/outputs",
            "GITHUB_STEP_SUMMARY": folder.path + "/summary.md",
        ]
    }

    @Test func `in GitHub Actions outputs become the step's and the job gets a summary`()
        async throws
    {
        try await withFolder { folder in
            try folder.write("before=1\n", to: "outputs")

            let result = try await run(
                Self.script, environment: inActions(folder), in: folder)

            #expect(result.status == 0, "\(result.errors)")
            let outputs = try folder.read("outputs").split(separator: "\n").map(String.init)
            let end = outputs[1].split(separator: "<").last.map(String.init) ?? ""
            #expect(
                outputs == [
                    "before=1", "paused<<\(end)", "paused", end, "lines<<\(end)", "one", "two", end,
                    "_1_odd_name<<\(end)", "x", "::error::no", end,
                ])
            let summary = try folder.read("summary.md")
            #expect(summary.hasPrefix("### graphene run a.lua: ok\n"))
            #expect(summary.contains("| D | pause | staging/orders | done | "), "\(summary)")
            #expect(!result.errors.contains("::error"))
        }
    }

    @Test func `in GitHub Actions a failure is marked at the script's line`() async throws {
        let script = "local name = 'staging/no%ne'\ngraphene.db(name)"
        try await withFolder { folder in
            let result = try await run(script, environment: inActions(folder), in: folder)

            #expect(result.status == 5)
            let lines = result.errors.split(separator: "\n").filter { $0.hasPrefix("::") }
            #expect(lines.count == 1, "\(result.errors)")
            #expect(
                lines.first?.hasPrefix("::error title=graphene%3A not_found,file=a.lua,line=2::")
                    == true)
            #expect(lines.first?.contains("no%25ne") == true)
            #expect(try folder.read("summary.md").contains("failed: `not_found`, exit status 5"))
        }
    }

    @Test func `a summary that cannot be written is a warning`() async throws {
        try await withFolder { folder in
            var environment = inActions(folder)
            environment["GITHUB_STEP_SUMMARY"] = "/nowhere/summary.md"

            let result = try await run(Self.script, environment: environment, in: folder)

            #expect(result.status == 0)
            #expect(result.errors.contains("warning: cannot write /nowhere/summary.md"))
        }
    }

    @Test func `elsewhere nothing is said to GitHub`() async throws {
        try await withFolder { folder in
            var environment = inActions(folder)
            environment["GITHUB_ACTIONS"] = nil

            let result = try await run("error('x')", environment: environment, in: folder)

            #expect(!result.errors.contains("::"))
            #expect((try? folder.read("summary.md")) == nil)
        }
    }
}
