import ArgumentParser
import CloudSimulator
import Diagnostics
import Glibc
import ScriptAPI
import ScriptHost
import Timekeeping

/// Runs tests of scripts.
struct TestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run the tests of scripts, each on a fresh simulated account.",
        usage: "graphene test [<path> ...] [<options>]",
        discussion: """
            <path> is a file called NAME_test.lua, or a folder, which is searched for such files; \
            without one it is the working folder. Each test has a script process and an account of \
            its own, in virtual time: a recovery of 40 minutes takes milliseconds. `graphene doc \
            cloud` lists what a test can do, and `graphene new` writes a script with its test.

            A test:
              test("it pauses a database", function(cloud)
                local run = cloud.run("pause.lua", { db = "staging/orders" })
                expect(run.outputs.changed).to_equal(true)
                expect(cloud.changes()).to_equal({ "pause staging/orders" })
              end)

            EXAMPLES:
              graphene test
              graphene test scripts/pause_test.lua --filter paused
              graphene test scripts --junit tests.xml
              graphene test scripts --account account.json

            OUTPUT:
              Standard output gets the results: as text, with --output json as one
              document, with --output jsonl one line for each test and the summary last.
              What a test printed is shown when it fails.

            EXIT STATUS:
              0 every test passed, 7 one did not, or a file is no test, 2 nothing was run,
              130 interrupted, 143 terminated; what had ended by then is told, and written
            """)

    @Argument(
        help: ArgumentHelp("Files and folders.", valueName: "path"),
        completion: .file(extensions: ["lua"]))
    var paths: [String] = []

    @Option(
        help: ArgumentHelp("Run only tests whose file and name hold this text.", valueName: "text"))
    var filter: String?

    @Option(
        help: ArgumentHelp(
            "Write the results as JUnit's XML to this file too.", valueName: "file"),
        completion: .file())
    var junit: String?

    @Option(
        name: .customLong("output"),
        help: "What standard output gets: text, one JSON document, or JSON lines.")
    var format = OutputFormat.text

    @Option(
        help: ArgumentHelp(
            "Begin each test with a copy of this account, as `graphene simulator import` saves one.",
            valueName: "file"), completion: .file())
    var account: String?

    @Option(help: "Assume something else about the real cloud: name=value, repeatable.")
    var assume: [String] = []

    @Option(help: "Fix math.random and the sample account. (default: 1)")
    var seed: Int64?

    @Option(
        help: ArgumentHelp(
            "How long a test may take in the cloud's own time, e.g. 90s, 15m.",
            valueName: "duration"))
    var timeout = "24h"

    @Option(
        help: ArgumentHelp(
            "Processor time for each script process of a test.", valueName: "duration"))
    var cpu = "10s"

    func run() async throws {
        let files = try TestFiles.find(paths.isEmpty ? ["."] : paths)
        let start = try startingAccount()
        let limits = try LimitOptions.parse(["--timeout", timeout, "--cpu", cpu]).values()
        let document = try junit.map { path throws(ReportFailure) in try JUnitFile(path: path) }
        var printer = TestPrinter(format)
        var results: [TestResult] = []
        let stops = TestStops()
        let began = WallClock.steady
        for file in files where !stops.isStopped {
            let rights = try ProjectLibraries(of: file.folderOfFile)?.rights()
            let batch = TestBatch(path: file, filter: filter, stops: stops) { file in
                var plan = TestPlan(
                    file: file, account: start,
                    seed: seed ?? Int64(bitPattern: start.seed),
                    scriptProcess: ScriptHost.scriptProcessPath())
                plan.limits = limits
                if let rights { (plan.libraries, plan.grants.rules) = rights }
                return plan
            }
            try await batch.run { result in
                results.append(result)
                try printer.show(result)
            }
        }
        if results.isEmpty, !stops.isStopped, let filter {
            throw UsageFailure(
                "no test holds `\(filter)` in its file and name",
                hint: "leave out `--filter` to run them all")
        }
        let summary = TestSummary(results, elapsed: WallClock.steady - began)
        try printer.end(results, summary)
        try document?.write(results, summary)
        if let status = stops.status { throw CommandExit(status: status) }
        guard summary.failed == 0 else {
            throw CommandExit(status: ErrorCode.unhealthy.exitStatus)
        }
    }

    private func startingAccount() throws -> CloudSimulator {
        guard let account else {
            return CloudSimulator(
                seed: UInt64(bitPattern: seed ?? 1), assumptions: try Assumptions(assume))
        }
        let bytes = try WholeFile.read(account, limit: 64 << 20, as: "the account")
        var cloud = try CloudSimulator(reading: bytes, from: account)
        for setting in assume { try cloud.assumptions.set(setting) }
        return cloud
    }
}

extension String {
    /// The folder that a file of this path is in.
    fileprivate var folderOfFile: String {
        guard let slash = lastIndex(of: "/") else { return "." }
        return slash == startIndex ? "/" : String(self[..<slash])
    }
}
