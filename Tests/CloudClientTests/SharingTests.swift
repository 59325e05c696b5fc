@testable import CloudClient
import CloudSimulator
import Diagnostics
import RunLoop
import SimulatedCloud
import Synchronization
import Testing
import Timekeeping

struct TurnstileTests {
    private let never = CloudError(.cancelled, "it was stopped", verb: "test")

    @Test func `one at a time is let through, in the order of arrival`() async throws {
        let order = await RunLoop.run(in: .virtual(startingAt: CloudSimulator.epoch)) { loop in
            let turnstile = Turnstile()
            let seen = Recorder<String>()
            await withTaskGroup(of: Void.self) { group in
                for index in 0..<20 {
                    group.addTask {
                        _ = try? await turnstile.pass { () async throws(CloudError) in
                            seen.record("in \(index)")
                            try? await loop.sleep(for: .seconds(1))
                            seen.record("out \(index)")
                        } orElse: {
                            never
                        }
                    }
                }
            }
            return seen.all
        }

        #expect(order == (0..<20).flatMap { ["in \($0)", "out \($0)"] })
    }

    @Test func `who gives up waiting leaves the others their turn`() async throws {
        let results = await RunLoop.run(in: .virtual(startingAt: CloudSimulator.epoch)) { loop in
            let turnstile = Turnstile()
            let seen = Recorder<String>()
            await withTaskGroup(of: Void.self) { group in
                for index in 0..<3 {
                    group.addTask {
                        await withTaskGroup(of: Void.self) { inner in
                            inner.addTask {
                                do throws(CloudError) {
                                    try await turnstile.pass { () async throws(CloudError) in
                                        try? await loop.sleep(for: .seconds(10))
                                        seen.record("passed \(index)")
                                    } orElse: {
                                        never
                                    }
                                } catch {
                                    seen.record("\(error.code.rawValue) \(index)")
                                }
                            }
                            if index == 1 {
                                try? await loop.sleep(for: .seconds(2))
                                inner.cancelAll()
                            }
                        }
                    }
                }
            }
            return seen.all
        }

        #expect(results == ["cancelled 1", "passed 0", "passed 2"])
    }
}

struct ShelterTests {
    /// Runs work of a length in a shelter, cancels it, and tells when it ended and whether it knew.
    private func run(
        lasting length: Duration, cancelledAfter delay: Duration
    ) async -> (ended: Duration, wasCancelled: Bool) {
        await RunLoop.run(in: .virtual(startingAt: CloudSimulator.epoch)) { loop in
            let start = loop.now
            let shelter = Shelter(clock: loop, grace: .seconds(10), executor: loop)
            return await withTaskGroup(of: Bool?.self) { group in
                group.addTask {
                    await shelter.run {
                        do {
                            try await loop.sleep(for: length)
                            return false
                        } catch {
                            return true
                        }
                    }
                }
                group.addTask {
                    try? await loop.sleep(for: delay)
                    return nil
                }
                var wasCancelled = false
                for await result in group {
                    group.cancelAll()
                    if let result { wasCancelled = result }
                }
                return (loop.now - start, wasCancelled)
            }
        }
    }

    @Test func `work that ends within the grace is not cut off`() async {
        let result = await run(lasting: .seconds(12), cancelledAfter: .seconds(3))

        #expect(result.ended == .seconds(12))
        #expect(!result.wasCancelled)
    }

    @Test func `work that lasts longer is cut off after the grace`() async {
        let result = await run(lasting: .seconds(60), cancelledAfter: .seconds(3))

        #expect(result.ended == .seconds(13))
        #expect(result.wasCancelled)
    }

    @Test func `work that nobody cancels takes its time`() async {
        let result = await run(lasting: .seconds(5), cancelledAfter: .seconds(50))

        #expect(result.ended == .seconds(5))
        #expect(!result.wasCancelled)
    }
}

struct DirectoryTests {
    private func lists(_ test: SimulatedCloud) -> Int {
        test.withSimulator { $0.requests.filter { $0.route == .listEnvironments }.count }
    }

    @Test func `an environment's name is not looked up again and again`() async throws {
        try await withSimulatedCloud { test in
            for _ in 0..<10 { _ = try await test.database("production/orders") }

            #expect(lists(test) == 1)
        }
    }

    @Test func `it is looked up again after a while`() async throws {
        try await withSimulatedCloud { test in
            _ = try await test.database("production/orders")
            try await test.clock.sleep(for: .seconds(61))
            _ = try await test.database("production/orders")

            #expect(lists(test) == 2)
        }
    }

    @Test func `a name that is not known is looked up at once`() async throws {
        try await withSimulatedCloud { test in
            _ = try await test.environment("dr")

            _ = try? await test.environment("brand-new")

            #expect(lists(test) == 2)
        }
    }
}

struct BudgetTests {
    @Test(arguments: [1.0, 2, 20])
    func `no more requests are made than the rate allows`(_ rate: Double) async throws {
        try await withSimulatedCloud(.databases(1), settings: CloudSettings(rate: rate)) { test in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<30 {
                    group.addTask { _ = try await test.cloud.plans() }
                }
                try await group.waitForAll()
            }

            let requests = test.withSimulator { $0.requests.map(\.instant) }
            let first = try #require(requests.first)
            let last = try #require(requests.last)
            let burst = max(1, rate.rounded(.down))
            let least = (Double(requests.count) - burst - 1) / rate
            #expect((last - first).inSeconds >= least)
        }
    }

    @Test func `requests are made in the order in which they were asked for`() async throws {
        try await withSimulatedCloud { test in
            _ = try await test.cloud.environments()
            await withTaskGroup(of: Void.self) { group in
                for index in 0..<20 {
                    group.addTask {
                        _ = try? await test.cloud.api(
                            .get, path: "/deployments/plans",
                            query: [QueryItem(name: "n", value: "\(index)")])
                    }
                }
            }

            let targets = test.withSimulator { $0.requests.map(\.target) }.suffix(20)
            #expect(Array(targets) == (0..<20).map { "/deployments/plans?n=\($0)" })
        }
    }
}
