import Diagnostics
import ScriptAPI
import ScriptHost
import Timekeeping

/// The tests of one file, one after the other.
struct TestBatch {
    let path: String
    /// What file and name must hold; nil runs all.
    let filter: String?
    let stops: TestStops
    /// Makes what each test begins with.
    let makePlan: (TestFile) -> TestPlan

    /// Runs them, and tells each result as it comes.
    ///
    /// What is wrong with the file itself is a result too; then none of its tests runs. Once they are
    /// stopped, none begins.
    func run(_ tell: (TestResult) throws -> Void) async throws {
        let began = WallClock.steady
        let file: TestFile
        do throws(RunFailure) { file = try TestFiles.read(path) } catch {
            return try tell(TestResult(file: path, outcome: .failed(error, at: [])))
        }
        let plan = makePlan(file)
        let listing = await ScriptTests.list(plan, stops: stops.next())
        if let failure = listing.failure {
            let excerpts = failure.excerpts(from: file.source)
            return try tell(
                TestResult(
                    file: path, outcome: .failed(failure, at: excerpts),
                    elapsed: WallClock.steady - began))
        }
        for test in listing.tests where isWanted(test) && !stops.isStopped {
            try tell(await run(test, of: plan))
        }
    }

    private func run(_ test: DeclaredTest, of plan: TestPlan) async -> TestResult {
        let began = WallClock.steady
        let outcome = await ScriptTests.run(test, of: plan, stops: stops.next())
        var result = TestResult(
            file: path, name: test.name, line: test.line, outcome: .passed,
            printed: outcome.printed, elapsed: WallClock.steady - began)
        if let failure = outcome.report.failure {
            result.outcome = .failed(failure, at: failure.excerpts(from: plan.file.source))
        } else if let reason = outcome.report.skipped {
            result.outcome = .skipped(reason: reason)
        }
        return result
    }

    private func isWanted(_ test: DeclaredTest) -> Bool {
        filter.map { "\(path) \(test.name)".lowercased().contains($0.lowercased()) } ?? true
    }
}
