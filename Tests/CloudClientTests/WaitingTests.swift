import CloudClient
import CloudSimulator
import Diagnostics
import SimulatedCloud
import Testing
import Timekeeping

struct WaitingTests {
    @Test(arguments: [1, 2, 5], ["0.02", "0.1", "0.5", "1", "4", "30"])
    func `little time is lost after the cloud is done`(
        _ waits: Int, _ factor: String
    ) async throws {
        try await withSimulatedCloud(.databases(waits), assuming: [.durations: factor]) { test in
            let databases = try await test.cloud.databases()

            let ends = try await withThrowingTaskGroup(of: (String, Instant).self) { group in
                for database in databases {
                    group.addTask {
                        _ = try await test.cloud.pause(
                            database, options: EffectOptions(timeout: .hours(2)))
                        return (database.id, test.now)
                    }
                }
                return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }

            let duration = Duration.seconds(65) * (Double(factor) ?? 1)
            for change in test.withSimulator({ $0.changes }) {
                let lag = try #require(ends[change.targetId]) - (change.instant + duration)
                #expect(lag <= max(.seconds(2), duration / 10), "\(change.target)")
            }
        }
    }

    @Test func `all waits together stay within the request budget`() async throws {
        try await withSimulatedCloud(.databases(40), settings: CloudSettings(rate: 5)) { test in
            let databases = try await test.cloud.databases()

            try await withThrowingTaskGroup(of: Void.self) { group in
                for database in databases {
                    group.addTask { _ = try await test.cloud.pause(database) }
                }
                try await group.waitForAll()
            }

            let times = test.withSimulator { $0.requests.map(\.instant) }
            for (first, later) in zip(times, times.dropFirst(15)) {
                #expect(later - first >= .seconds(2))
            }
        }
    }

    @Test func `no wait is overtaken for ever by others`() async throws {
        try await withSimulatedCloud(.databases(30)) { test in
            let databases = try await test.cloud.databases()
            let start = test.now

            try await withThrowingTaskGroup(of: Void.self) { group in
                for database in databases {
                    group.addTask { _ = try await test.cloud.pause(database) }
                }
                try await group.waitForAll()
            }

            // 65 s of pausing, and the requests of 30 waits one after the other.
            #expect(test.now - start < .seconds(120))
        }
    }

    @Test(arguments: [Fault.operationFails, .firstOperationFails])
    func `an operation that fails is an error that names it`(_ fault: Fault) async throws {
        try await withSimulatedCloud { test in
            test.failNext(Route.clone.rawValue, with: fault)

            let error = await #expect(throws: CloudError.self) { try await Errand.clone.run(test) }

            #expect(error?.code == .operationFailed)
            #expect(error?.message.contains("operation ") == true)
            #expect(error?.verb == "clone")
            #expect(error?.target == "production/orders")
        }
    }

    @Test func `an operation that never ends is a timeout that carries it`() async throws {
        try await withSimulatedCloud { test in
            test.failNext(Route.pause.rawValue, with: .operationNeverEnds)
            let start = test.now

            let error = await #expect(throws: CloudError.self) {
                try await Errand.pause.run(test, options: EffectOptions(timeout: .minutes(7)))
            }

            let change = test.withSimulator { $0.changes[0] }
            #expect(error?.code == .timeout)
            #expect(error?.operation?.id == change.operationId)
            #expect(error?.outcome == .accepted)
            #expect(error?.retryable == false)
            #expect(test.now - start < .minutes(7) + .seconds(10))
            #expect(error?.message.contains("7m") == true)
        }
    }

    @Test func `an operation that vanishes with its work is an error`() async throws {
        try await withSimulatedCloud { test in
            test.failNext(Route.pause.rawValue, with: .operationVanishes)

            let error = await #expect(throws: CloudError.self) { try await Errand.pause.run(test) }

            #expect(error?.code == .operationFailed)
            #expect(error?.message.hasSuffix("left it `running`") == true)
        }
    }

    @Test(arguments: Errand.allCases)
    func `an operation that is not listed is made up for by the status`(
        _ errand: Errand
    ) async throws {
        try await withSimulatedCloud { test in
            test.failNext(errand.route.rawValue, with: .operationForgotten)

            let result = try await errand.run(test)

            #expect(result.changed)
        }
    }

    @Test(arguments: ["revert", "gone", "incident", "state"], [true, false])
    func `a failed deployment is told in whatever state it leaves the copy`(
        _ failures: String, _ isNamed: Bool
    ) async throws {
        try await withSimulatedCloud(
            assuming: [.failures: failures, .copies: isNamed ? "wrapped" : "database"]
        ) { test in
            test.failNext(Route.clone.rawValue, with: .operationFails)

            let error = await #expect(throws: CloudError.self) { try await Errand.clone.run(test) }

            #expect([.operationFailed, .notFound].contains(error?.code))
        }
    }

    @Test func `the need for a restart does not keep a wait from ending`() async throws {
        try await withSimulatedCloud(
            .oneDatabase(state: .paused), assuming: [.needsRestart: "restart"]
        ) { test in
            test.withSimulator { $0.alter("production/orders") { $0.needsRestart = true } }
            let orders = try await test.database("production/orders")

            let running = try await test.cloud.resume(orders)

            #expect(running.value?.status.needsRestart == true)
        }
    }

    @Test func `states of the cloud's own are told as they are`() async throws {
        try await withSimulatedCloud(
            .oneDatabase(), assuming: [.transitionalStates: "named", .actions: "empty"]
        ) { test in
            let orders = try await test.database("production/orders")

            _ = try await test.cloud.pause(orders, progress: test.listener)

            #expect(test.progress.all.contains { $0.state.contains("pausing") })
            #expect(test.progress.all.last?.stage == .done)
        }
    }

    @Test(arguments: Errand.allCases)
    func `a change that is not waited for can be waited for later`(_ errand: Errand) async throws {
        try await withSimulatedCloud { test in
            let start = test.now

            let result = try await errand.run(test, options: EffectOptions(wait: false))

            guard let pending = result.pending else { return }
            #expect(test.now - start < .seconds(5))
            let end = try await test.cloud.wait(for: pending)
            #expect(test.applied.count == 1)
            if let database = end.database {
                #expect(test.withSimulator { !$0.isPending(database.id) })
            }
        }
    }

    @Test func `an operation is followed through its whole chain`() async throws {
        try await withSimulatedCloud { test in
            let result = try await Errand.clone.run(test, options: EffectOptions(wait: false))
            let first = try #require(result.pending?.operation)

            let last = try await test.cloud.wait(for: first, timeout: .hours(2))

            #expect(last.id != first.id)
            #expect(last.hasFinished)
        }
    }

    @Test func `a database is waited for until somebody has moved it`() async throws {
        try await withSimulatedCloud(.oneDatabase()) { test in
            let orders = try await test.database("production/orders")
            _ = try await test.cloud.pause(orders, options: EffectOptions(wait: false))

            let paused = try await test.cloud.wait(
                for: orders, toReach: ["paused"], timeout: .minutes(5))

            #expect(paused.status.isPaused)
        }
    }

    @Test func `waiting for a state that never comes ends at the deadline`() async throws {
        try await withSimulatedCloud(.oneDatabase()) { test in
            let orders = try await test.database("production/orders")

            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.wait(for: orders, toReach: ["paused"], timeout: .minutes(3))
            }

            #expect(error?.code == .timeout)
            #expect(error?.outcome == nil)
        }
    }

    @Test func `an outage of some minutes does not end a wait`() async throws {
        try await withSimulatedCloud { test in
            test.failNext(Route.readOperation.rawValue, with: .status(503), times: 12, skipping: 3)

            let result = try await Errand.clone.run(test)

            #expect(result.changed)
            #expect(test.applied.count == 1)
        }
    }

    @Test func `a fixed time between readings is kept to`() async throws {
        try await withSimulatedCloud(.oneDatabase()) { test in
            let orders = try await test.database("production/orders")

            _ = try await test.cloud.pause(orders, options: EffectOptions(poll: .seconds(7)))

            #expect(test.clock.slept.filter { $0 == .seconds(7) }.count >= 8)
        }
    }
}
