import CloudClient
import CloudSimulator
import Diagnostics
import SimulatedCloud
import Synchronization
import Testing

/// Who is asked before a changing request leaves.
struct WitnessTests {
    @Test(arguments: Errand.allCases)
    func `every change is told before it leaves, and what came of it`(
        _ errand: Errand
    ) async throws {
        try await withSimulatedCloud { test in
            let witness = Witness()
            var test = test
            test.cloud = test.cloud.witnessed(by: witness)

            _ = try await errand.run(test)

            let told = witness.told
            #expect(told.count == 2 * test.changingRequests.count, "\(told)")
            #expect(told.first?.hasPrefix("will ") == true)
            #expect(told.last == "did accepted")
        }
    }

    @Test(arguments: Errand.allCases)
    func `what may not be recorded is not sent, and changes nothing`(
        _ errand: Errand
    ) async throws {
        try await withSimulatedCloud { test in
            var test = test
            test.cloud = test.cloud.witnessed(by: Witness(refusing: true))

            var error: CloudError?
            do {
                _ = try await errand.run(test)
            } catch let refusal as CloudError {
                error = refusal
            }

            #expect(error?.code == .denied)
            #expect(error?.outcome == .notSent)
            #expect(test.applied.isEmpty)
            #expect(test.changingRequests.isEmpty)
        }
    }

    @Test func `a request whose answer is lost is told each time it is sent`() async throws {
        try await withSimulatedCloud(.oneDatabase()) { test in
            let witness = Witness()
            var test = test
            test.cloud = test.cloud.witnessed(by: witness)
            test.failNext(
                "POST /deployments/databases/{v}/{d}/pause", with: .resetBeforeRead)

            _ = try await test.cloud.pause(try await test.database("production/orders"))

            #expect(
                witness.told == [
                    "will pause production/orders", "did not_applied",
                    "will pause production/orders", "did accepted",
                ])
        }
    }
}

/// Writes down what it is told.
private final class Witness: ChangeWitness {
    private let isRefusing: Bool
    private let lines = Mutex<[String]>([])

    init(refusing: Bool = false) { isRefusing = refusing }

    var told: [String] { lines.withLock { $0 } }

    func willSend(_ change: SentChange) throws(CloudError) {
        if isRefusing {
            throw CloudError(.denied, "the disk is full", verb: change.verb.rawValue)
        }
        lines.withLock { $0.append("will \(change.verb.rawValue) \(change.target)") }
    }

    func didSend(_ change: SentChange, _ outcome: ChangeOutcome, operation: String?) {
        lines.withLock { $0.append("did \(outcome.rawValue)") }
    }
}
