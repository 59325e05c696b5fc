import CloudClient
import CloudSimulator
import Diagnostics
import JSONDocument
import SimulatedCloud
import Testing
import Timekeeping

private let below = "/deployments/databases/graphneo/d1"
private let soon = EffectOptions(timeout: .seconds(25))

/// What a wait reads that an outage may hit.
private enum Hidden: String, CaseIterable, Sendable {
    case operation, status, database

    /// Answers of a cloud that cannot be reached once it has accepted a pause.
    var answers: [String: [ScriptedTransport.Answer]] {
        let gone = ScriptedTransport.Answer.failure(.couldNotConnect)
        var answers: [String: [ScriptedTransport.Answer]] = [
            "GET \(below)": [.json(.database()), gone],
            "POST \(below)/pause": [.json(["operationId": "a"])],
            "GET \(below)/status": [gone],
            "GET \(below)/operations/a": [.json(.operation("a", "running")), gone],
        ]
        switch self {
        case .operation: break
        case .status: answers["POST \(below)/pause"] = [.status(202)]
        case .database:
            answers["GET \(below)/operations/a"] = [.json(.operation("a", "finished"))]
        }
        return answers
    }
}

struct DeadlineTests {
    @Test(arguments: Hidden.allCases)
    fileprivate func `a wait ends at its deadline while the cloud cannot be reached`(
        _ hidden: Hidden
    ) async throws {
        try await withScriptedCloud(hidden.answers) { test in
            let start = test.clock.now

            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.pause(try .scripted, options: soon)
            }

            #expect(error?.code == .timeout)
            #expect(error?.outcome == .accepted)
            #expect(error?.operation?.id == (hidden == .status ? nil : "a"))
            #expect(error?.pending != nil)
            #expect(error?.message.contains("it failed (tried ") == true)
            #expect(error?.message.contains("the cloud goes on with it") == true)
            #expect((.seconds(24)...(.seconds(26))).contains(test.clock.now - start))
        }
    }

    @Test(arguments: [Errand.clone, .snapshot, .switchDNS, .delete, .resize, .create])
    func `a wait for silence ends at its deadline`(_ errand: Errand) async throws {
        try await withSimulatedCloud { test in
            for route in [Route.readOperation, .readStatus] {
                test.failNext(route.rawValue, with: .noAnswerBeforeApply, times: .max)
            }
            let start = test.now

            let error = await #expect(throws: CloudError.self) {
                try await errand.run(test, options: soon)
            }

            #expect(error?.code == .timeout)
            #expect(error?.outcome == .accepted)
            #expect(error?.operation != nil)
            // Looking the databases up takes its time too.
            #expect((.seconds(24)...(.seconds(28))).contains(test.now - start))
        }
    }

    @Test func `a token that ends in an outage does not end the wait before its time`() async throws
    {
        let token: JSONValue = ["access_token": "token-1", "expires_in": 10]
        var answers = Hidden.operation.answers
        answers["POST /organizations/oauth/token"] = [.json(token), .failure(.couldNotConnect)]
        answers["GET \(below)/operations/a"] = [.json(.operation("a", "running"))]
        try await withScriptedCloud(answers) { test in
            let start = test.clock.now

            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.pause(try .scripted, options: soon)
            }

            #expect(error?.code == .timeout)
            #expect(error?.message.contains("sign in") == true)
            #expect((.seconds(24)...(.seconds(26))).contains(test.clock.now - start))
        }
    }

    @Test func `a state that is not reached is told in the script's own words`() async throws {
        try await withSimulatedCloud(.oneDatabase()) { test in
            let orders = try await test.database("production/orders")

            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.wait(for: orders, toReach: ["paused"], timeout: .minutes(1))
            }

            #expect(
                error?.message
                    == "production/orders did not become paused within 1m; it is running")
            #expect(error?.outcome == nil)
        }
    }

    @Test func `a state that looks mistyped is told at once`() async throws {
        try await withSimulatedCloud(.oneDatabase()) { test in
            let orders = try await test.database("production/orders")

            _ = try? await test.cloud.wait(
                for: orders, toReach: ["pausd"], timeout: .minutes(1), progress: test.listener)

            #expect(test.progress.all.first?.state.contains("did you mean `paused`?") == true)
            #expect(test.progress.all.first?.elapsed == .zero)
        }
    }
}
