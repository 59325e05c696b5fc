import CloudClient
import CloudSimulator
import Diagnostics
import JSONDocument
import SimulatedCloud
import Testing
import Timekeeping

struct ProgressTests {
    private func stages(_ test: SimulatedCloud) -> [String] {
        test.progress.all.map { event in
            switch event.stage {
            case .preparing: "preparing"
            case .locked: "locked"
            case .requesting: "requesting"
            case .retrying: "retrying"
            case .checking: "checking"
            case .waiting: "waiting"
            case .done: "done"
            }
        }.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }

    @Test(arguments: Errand.allCases)
    func `a change is told from its beginning to its end`(_ errand: Errand) async throws {
        try await withSimulatedCloud { test in
            _ = try await errand.run(test, progress: test.listener)

            let told = stages(test)
            #expect(told.prefix(2) == ["preparing", "requesting"])
            #expect(test.progress.all.allSatisfy { !$0.state.isEmpty && !$0.target.isEmpty })
            let elapsed = test.progress.all.map(\.elapsed)
            #expect(elapsed == elapsed.sorted())
        }
    }

    @Test func `a wait tells the operation and the state`() async throws {
        try await withSimulatedCloud { test in
            _ = try await Errand.pause.run(test, progress: test.listener)

            let operation = test.changes.first?.operationId
            let waits = test.progress.all.filter { $0.stage == .waiting }
            #expect(waits.allSatisfy { $0.operation?.id == operation })
            #expect(waits.contains { $0.state == "running" })
            #expect(test.progress.all.last?.state == "paused")
        }
    }

    @Test func `a lost answer is told, with why`() async throws {
        try await withSimulatedCloud { test in
            test.failNext(Route.pause.rawValue, with: .errorAfterApplied(502))

            _ = try await Errand.pause.run(test, progress: test.listener)

            let checks = test.progress.all.compactMap { event -> String? in
                if case .checking(let reason) = event.stage { reason } else { nil }
            }
            #expect(checks == ["the API answered 502"])
        }
    }

    @Test func `a throttled request is told, with the pause`() async throws {
        try await withSimulatedCloud { test in
            test.failNext(Route.pause.rawValue, with: .throttle(after: .seconds(40)))

            _ = try await Errand.pause.run(test, progress: test.listener)

            let pauses = test.progress.all.compactMap { event -> Duration? in
                if case .retrying(_, let pause) = event.stage { pause } else { nil }
            }
            #expect(pauses == [.seconds(40)])
        }
    }

    @Test func `nothing is told as done that was not waited for`() async throws {
        try await withSimulatedCloud { test in
            _ = try await Errand.pause.run(
                test, options: EffectOptions(wait: false), progress: test.listener)

            #expect(stages(test) == ["preparing", "requesting", "waiting"])
        }
    }
}

struct TraceTests {
    @Test func `an exchange is traced with what was sent and what came back`() async throws {
        try await withSimulatedCloud { test in
            _ = try await Errand.resize.run(test)

            let exchange = try #require(
                test.exchanges.all.first { $0.path.hasSuffix("/plan/change") })
            #expect(exchange.method == "POST")
            #expect(exchange.requestBody == ["targetPlanName": "DS5"])
            #expect(exchange.status == 202)
            #expect(exchange.responseBody?["operationId"] != nil)
            #expect(exchange.requestID?.hasPrefix("req-") == true)
            #expect(exchange.elapsed == .milliseconds(50))
            #expect(exchange.failure == nil)
        }
    }

    @Test func `an exchange without an answer is traced with why`() async throws {
        try await withSimulatedCloud { test in
            test.failNext(Route.listPlans.rawValue, with: .resetBeforeRead)

            _ = try await test.cloud.plans()

            let exchange = try #require(test.exchanges.all.first { $0.failure != nil })
            #expect(exchange.status == nil)
            #expect(exchange.failure == "the connection was lost")
        }
    }

    @Test func `what is no document is described and not repeated`() async throws {
        try await withSimulatedCloud { test in
            _ = try await Errand.installPlugin.run(test)

            let bodies = test.exchanges.all.compactMap(\.requestBody?.string)
            #expect(bodies.contains("file bloom.jar, 3 bytes"))
            #expect(bodies.contains("form: client_id, client_secret, grant_type"))
        }
    }

    @Test func `secret settings are hidden both ways`() async throws {
        try await withSimulatedCloud { test in
            let orders = try await test.database("production/orders")
            let secret = Setting(key: "hook", value: "very-hidden", isSecret: true)

            _ = try await test.cloud.setSettings(of: orders, to: [secret], restart: false)
            _ = try await test.cloud.settings(of: orders)

            let traced = test.exchanges.all.map { "\($0)" }.joined()
            #expect(!traced.contains("very-hidden"))
            #expect(!traced.contains("not-a-real-token"))
            #expect(traced.contains("16G"))
        }
    }

    @Test func `a query of one's own is traced as it was sent`() async throws {
        try await withSimulatedCloud { test in
            _ = try? await test.cloud.api(
                .get, path: "/deployments/plans", query: [QueryItem(name: "a b", value: "c&d")])

            #expect(test.exchanges.all.last?.path == "/deployments/plans?a%20b=c%26d")
        }
    }
}
