import CloudClient
import CloudSimulator
import Diagnostics
import JSONDocument
import SimulatedCloud
import Testing
import Timekeeping

struct StateChangeTests {
    @Test(arguments: SimulatedPath.allCases)
    func `pausing a running database waits until it is paused`(_ path: SimulatedPath) async throws {
        try await withSimulatedCloud(.oneDatabase(), path) { test in
            let orders = try await test.database("production/orders")

            let paused = try await test.cloud.pause(orders)

            #expect(paused.changed)
            #expect(paused.value?.status.state == "paused")
            #expect(test.applied == ["pause production/orders"])
        }
    }

    @Test func `pausing what is paused sends nothing that changes anything`() async throws {
        try await withSimulatedCloud(.oneDatabase(state: .paused)) { test in
            let orders = try await test.database("production/orders")

            let paused = try await test.cloud.pause(orders)

            #expect(!paused.changed)
            #expect(paused.value?.reference == "production/orders")
            #expect(test.changingRequests == [])
        }
    }

    @Test func `resuming starts a paused database`() async throws {
        try await withSimulatedCloud(.oneDatabase(state: .paused)) { test in
            let orders = try await test.database("production/orders")

            let running = try await test.cloud.resume(orders)

            #expect(running.changed)
            #expect(running.value?.status.state == "running")
            #expect(test.changingRequests == ["POST start"])
        }
    }

    @Test(arguments: SimulatedPath.allCases)
    func `a clone ends with a database of its own`(_ path: SimulatedPath) async throws {
        try await withSimulatedCloud(.oneDatabase(sizeGiB: 1), path) { test in
            let orders = try await test.database("production/orders")
            let production = try await test.environment("production")

            let copy = try await test.cloud.clone(orders, named: "copy", into: production)

            #expect(copy.value?.reference == "production/copy")
            #expect(copy.value?.id != orders.id)
            #expect(copy.value?.connections != orders.connections)
        }
    }

    @Test func `a restart that is not to reset says so`() async throws {
        try await withSimulatedCloud(.oneDatabase()) { test in
            let orders = try await test.database("production/orders")

            _ = try await test.cloud.restart(orders, reset: false)

            let body = test.exchanges.all.first { $0.path.hasSuffix("/restart") }?.requestBody
            #expect(body == ["stationIds": [], "reset": false])
        }
    }

    @Test func `a restart ends with the need for it`() async throws {
        try await withSimulatedCloud(.oneDatabase()) { test in
            let orders = try await test.database("production/orders")
            test.withSimulator { $0.alter("production/orders") { $0.needsRestart = true } }

            let restarted = try await test.cloud.restart(orders)

            #expect(restarted.value?.status.needsRestart == false)
            #expect(restarted.value?.status.state == "running")
        }
    }

    @Test func `a resize follows the chain to its end`() async throws {
        try await withSimulatedCloud(.oneDatabase(plan: "DS1")) { test in
            let orders = try await test.database("production/orders")

            let resized = try await test.cloud.resize(orders, to: "DS2")

            #expect(resized.value?.plan == "DS2")
            #expect(resized.value?.status.isPending == false)
            let again = try await test.cloud.resize(orders, to: "DS2")
            #expect(!again.changed)
        }
    }
}
