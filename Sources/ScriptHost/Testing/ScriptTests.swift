import CloudClient
import CloudSimulator
import Diagnostics
import RunLoop
package import ScriptAPI
import Timekeeping

/// Runs the tests of one file: the file once to list them, then once for each.
///
/// Every time it is a script process of its own, on a fresh account, in virtual time that begins at
/// the same instant; so no test can see what another one did.
package enum ScriptTests {
    /// Runs the file without any of its tests, to learn what it declares.
    package static func list(
        _ plan: TestPlan, stops: AsyncStream<StopReason> = AsyncStream { $0.finish() }
    ) async -> TestListing {
        let bench = AccountBench(plan, running: nil)
        let outcome = await run(bench, named: "", stops)
        var listing = TestListing(tests: bench.declared, failure: outcome.report.failure)
        if listing.failure == nil, listing.tests.isEmpty {
            listing.failure = RunFailure(
                .usage, "\(plan.file.source.name) declares no test",
                hint: #"declare one: test("…", function(cloud) … end)"#)
        }
        return listing
    }

    /// Runs the file and one of its tests.
    ///
    /// Of the `stops` the first ends it in order, the second at once.
    package static func run(
        _ test: DeclaredTest, of plan: TestPlan,
        stops: AsyncStream<StopReason> = AsyncStream { $0.finish() }
    ) async -> TestOutcome {
        let bench = AccountBench(plan, running: test)
        var outcome = await run(bench, named: test.name, stops)
        let wasDeclared = bench.declared.contains { $0.name == test.name }
        if outcome.report.failure == nil, !wasDeclared {
            let place = ScriptPlace(script: test.script, line: test.line)
            outcome.report.failure = RunFailure(
                .usage, "the test was not declared again when it was to be run",
                hint: "declare the same tests every time the file runs", place: place)
        }
        return outcome
    }

    private static func run(
        _ bench: AccountBench, named name: String, _ stops: AsyncStream<StopReason>
    ) async -> TestOutcome {
        let plan = bench.plan
        let hash = RunFacts.sha256(plan.file.source.bytes)
        let id = RunFacts.sha256(Array("\(plan.seed):\(hash):\(name)".utf8)).prefix(32)
        let listener = TestListener()
        var configuration = RunConfiguration(
            script: plan.file.source,
            facts: RunFacts(
                id: String(id), script: plan.file.source.name, hash: hash, mode: .test,
                startedAt: plan.account.now),
            parameters: ParameterSource(secrets: GivenSecrets(variables: [:])), console: listener,
            seed: plan.seed, scriptProcess: plan.scriptProcess)
        configuration.limits = plan.limits
        configuration.grants = plan.grants
        configuration.libraries = plan.libraries
        configuration.luaPaths = plan.luaPaths
        configuration.requiresConfinement = plan.requiresConfinement
        configuration.bench = bench
        let report = await ScriptHost.run(
            configuration, in: .virtual(startingAt: plan.account.now), stops: stops,
            observers: [listener]
        ) { loop in bench.open(on: loop, runID: String(id)) }
        return TestOutcome(report: report, printed: listener.printed)
    }
}
