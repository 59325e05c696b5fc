import CloudClient
import CloudSimulator
import Diagnostics
import JSONDocument
import SimulatedCloud
import Testing
import Timekeeping

struct VocabularyTests {
    private func settings(_ assumed: String...) throws -> CloudSettings {
        var settings = CloudSettings()
        for setting in assumed { try settings.vocabulary.set(setting) }
        return settings
    }

    @Test func `a failure in the cloud's own word ends the wait when that word was given`()
        async throws
    {
        let settings = try settings("operation_failed=running")
        try await withSimulatedCloud(.oneDatabase(), settings: settings) { test in
            let orders = try await test.database("production/orders")

            let error = await #expect(throws: CloudError.self) {
                _ = try await test.cloud.pause(orders)
            }

            #expect(error?.code == .operationFailed)
            #expect(error?.message.contains("ended as `failed`") == true)
        }
    }

    @Test func `a state in the cloud's own word is the one it stands for`() async throws {
        let settings = try settings("state_paused=RUNNING")
        try await withSimulatedCloud(.oneDatabase(), settings: settings) { test in
            let orders = try await test.database("production/orders")
            let paused = try await test.cloud.pause(orders)

            #expect(orders.status.state == "paused")
            #expect(orders.raw["status"]?["state"] == "running")
            #expect(!paused.changed)
        }
    }

    @Test func `a snapshot that is ready in the cloud's own word can be used`() async throws {
        var account = SimulatedAccount.oneDatabase(snapshots: [("before", .hours(1))])
        account.environments[0].label = "production"
        let settings = try settings("snapshot_ready=ready,listo")
        try await withSimulatedCloud(account, settings: settings) { test in
            let orders = try await test.database("production/orders")

            #expect(try await test.cloud.snapshots(of: orders).map(\.isUsable) == [true])
        }
    }

    @Test func `a state nobody knows is told at once in its own word`() async throws {
        try await withSimulatedCloud(.oneDatabase()) { test in
            let orders = try await test.database("production/orders")
            let asleep = #"{"state": "hibernating", "isPending": false, "isLocked": false}"#
            test.failNext(
                "GET /deployments/databases/{v}/{d}/status", with: .status(200, body: asleep),
                times: 1_000)

            let error = await #expect(throws: CloudError.self) {
                _ = try await test.cloud.wait(
                    for: orders, toReach: ["running"], timeout: .minutes(5),
                    progress: test.listener)
            }

            #expect(
                test.progress.all.first?.state
                    == "in the state `hibernating`, which is not known here")
            #expect(error?.code == .timeout)
            #expect(error?.hint?.contains("`--assume`") == true, "\(error?.hint ?? "")")
        }
    }

    @Test(arguments: [
        ("operation_faild=x", "did you mean `operation_failed`?"),
        ("operation_failed", "names no word"), ("operation_failed= , ", "names no word"),
        ("state_paused=up", "cannot be both state_running and state_paused"),
    ])
    func `a setting that makes no sense is refused`(_ setting: String, _ reason: String) throws {
        var vocabulary = Vocabulary()
        try vocabulary.set("state_running=up")

        let error = #expect(throws: CloudError.self) { try vocabulary.set(setting) }

        #expect(error?.code == .usage)
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    }

    @Test func `an operation and a state may share a word`() throws {
        var vocabulary = Vocabulary()

        try vocabulary.set("operation_failed=bad")
        try vocabulary.set("state_failed=bad")
    }

    @Test(arguments: Vocabulary.Meaning.allCases)
    func `every setting is known by its name and says what it is`(_ meaning: Vocabulary.Meaning) {
        #expect(Vocabulary.knows("\(meaning.rawValue)=x"))
        #expect(!meaning.summary.isEmpty)
    }
}
