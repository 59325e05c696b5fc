import CloudClient
import CloudSimulator
import Diagnostics
import SimulatedCloud
import Testing
import Timekeeping

/// How late the client notices that the cloud is done, for more than one operation at a time.
struct DelayTests {
    /// Watches, from outside, when a database stops being pending.
    private func end(of id: String, _ test: SimulatedCloud) async throws -> Instant {
        while test.withSimulator({ $0.isPending(id) }) {
            try await test.clock.sleep(for: .milliseconds(20))
        }
        return test.now
    }

    @Test(arguments: [1, 3, 5], ["0.05", "0.3", "1"])
    func `a chain of operations is noticed as soon as it ends`(
        _ waits: Int, _ factor: String
    ) async throws {
        try await withSimulatedCloud(.databases(waits), assuming: [.durations: factor]) { test in
            let databases = try await test.cloud.databases()
            let lags = Recorder<(lag: Duration, took: Duration)>()

            try await withThrowingTaskGroup(of: Void.self) { group in
                for database in databases {
                    group.addTask {
                        let start = test.now
                        async let resized = test.cloud.resize(database, to: "DS3")
                        try await test.clock.sleep(for: .seconds(3))
                        let end = try await end(of: database.id, test)
                        _ = try await resized
                        lags.record((test.now - end, end - start))
                    }
                }
                try await group.waitForAll()
            }

            #expect(lags.all.count == waits)
            for entry in lags.all {
                #expect(entry.lag <= max(.seconds(2), entry.took / 10))
            }
        }
    }

    @Test(arguments: [1, 5], ["0.1", "1", "5"])
    func `so is the end of work that has no operation to follow`(
        _ waits: Int, _ factor: String
    ) async throws {
        try await withSimulatedCloud(
            .databases(waits), assuming: [.durations: factor, .actions: "empty"]
        ) { test in
            let databases = try await test.cloud.databases()
            let lags = Recorder<(lag: Duration, took: Duration)>()

            try await withThrowingTaskGroup(of: Void.self) { group in
                for database in databases {
                    group.addTask {
                        let start = test.now
                        async let paused = test.cloud.pause(database)
                        try await test.clock.sleep(for: .seconds(3))
                        let end = try await end(of: database.id, test)
                        _ = try await paused
                        lags.record((test.now - end, end - start))
                    }
                }
                try await group.waitForAll()
            }

            for entry in lags.all {
                #expect(entry.lag <= max(.seconds(2), entry.took / 10))
            }
        }
    }

    @Test func `waits that end together do not hold each other up for long`() async throws {
        try await withSimulatedCloud(.databases(5), assuming: [.durations: "0.2"]) { test in
            let databases = try await test.cloud.databases()
            let ends = Recorder<Instant>()

            try await withThrowingTaskGroup(of: Void.self) { group in
                for database in databases {
                    group.addTask {
                        _ = try await test.cloud.pause(database)
                        ends.record(test.now)
                    }
                }
                try await group.waitForAll()
            }

            let first = try #require(ends.all.min())
            let last = try #require(ends.all.max())
            #expect(last - first <= .seconds(3))
        }
    }

    @Test func `an operation of four hours is not read every second`() async throws {
        try await withSimulatedCloud(.oneDatabase(), assuming: [.durations: "200"]) { test in
            let orders = try await test.database("production/orders")

            _ = try await test.cloud.pause(orders, options: EffectOptions(timeout: .hours(6)))

            #expect(test.withSimulator { $0.requests.count } < 400)
        }
    }
}
