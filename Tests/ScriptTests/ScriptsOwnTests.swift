import CloudSimulator
import Diagnostics
import FoundationEssentials
import ScriptAPI
import ScriptHost
import SimulatedCloud
import Testing

/// The tests in Lua that stand beside the scripts.
struct ScriptsOwnTests {
    static let files =
        (try? FileManager.default.contentsOfDirectory(atPath: ScriptStage.scripts))?
        .filter { $0.hasSuffix("_test.lua") }.sorted() ?? []

    @Test func `there are tests beside several scripts`() {
        #expect(
            Self.files == [
                "delete_test.lua", "nightly_pause_test.lua", "replace_by_copy_test.lua",
                "restart_test.lua", "runbook_test.lua",
            ])
    }

    @Test(arguments: files)
    func `the tests beside a script pass`(_ file: String) async throws {
        let folder = ScriptStage.scripts
        let plan = TestPlan(
            file: TestFile(
                source: try ScriptSource.read("\(folder)/\(file)"), root: folder, folder: "",
                shownRoot: ""),
            account: CloudSimulator(), seed: 1, scriptProcess: ScriptHost.scriptProcessPath())

        let listing = await ScriptTests.list(plan)

        #expect(listing.failure == nil)
        for test in listing.tests {
            let outcome = await Gate.virtualTime.pass { await ScriptTests.run(test, of: plan) }
            #expect(outcome.report.failure == nil, "\(test.name): \(outcome.printed)")
        }
    }
}
