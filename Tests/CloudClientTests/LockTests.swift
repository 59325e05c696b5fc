import CloudClient
import CloudSimulator
import Diagnostics
import JSONDocument
import SimulatedCloud
import Testing
import Timekeeping

struct LockTests {
    @Test func `somebody else's operation is waited for and told`() async throws {
        try await withSimulatedCloud(.oneDatabase()) { test in
            let orders = try await test.database("production/orders")
            let first = try await test.cloud.restart(orders, options: EffectOptions(wait: false))

            let paused = try await test.cloud.pause(orders, progress: test.listener)

            #expect(paused.value?.status.isPaused == true)
            guard case .accepted(let pending) = first else { return }
            let locks = test.progress.all.compactMap { event -> OperationReference? in
                if case .locked(let owner, _) = event.stage { owner } else { nil }
            }
            #expect(locks.first == pending.operation)
            #expect(test.progress.all.contains { $0.state.contains("restart") })
        }
    }

    @Test func `a lock that lasts is an error that says who and since when`() async throws {
        try await withSimulatedCloud(.oneDatabase()) { test in
            let orders = try await test.database("production/orders")
            test.failNext(Route.restart.rawValue, with: .operationNeverEnds)
            _ = try await test.cloud.restart(orders, options: EffectOptions(wait: false))
            let start = test.now

            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.pause(
                    orders, options: EffectOptions(lockedTimeout: .minutes(3)))
            }

            #expect(error?.code == .locked)
            #expect(error?.outcome == .notSent)
            #expect(error?.message.contains("since 02:00 UTC") == true)
            #expect(error?.operation == nil)
            #expect(error?.lockedBy?.databaseID == orders.id)
            #expect((.minutes(3)...(.minutes(3) + .seconds(5))).contains(test.now - start))
        }
    }

    @Test func `when somebody else's operation began is asked of the cloud, once`() async throws {
        let path = "/deployments/databases/graphneo/d1"
        var busy = JSONValue.database(pending: true)
        if var members = busy.object, var status = members["status"]?.object {
            status["operationId"] = "op-81"
            members["status"] = .object(status)
            busy = .object(members)
        }
        var operation = JSONValue.operation("op-81", "running")
        if var members = operation.object {
            members["startedAt"] = "2026-11-22T23:15:00Z"
            operation = .object(members)
        }
        try await withScriptedCloud([
            "GET \(path)": [.json(busy)], "GET \(path)/operations/op-81": [.json(operation)],
        ]) { test in
            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.pause(
                    try .scripted, options: EffectOptions(lockedTimeout: .seconds(10)))
            }

            #expect(error?.code == .locked)
            #expect(error?.message.contains("(op-81)") == true)
            #expect(error?.message.hasSuffix("since 23:15 UTC") == true)
            #expect(test.transport.requests.filter { $0.hasSuffix("op-81") }.count == 1)
        }
    }

    @Test func `the vendor's own lock is waited for too`() async throws {
        try await withSimulatedCloud(.oneDatabase()) { test in
            test.withSimulator { $0.alter("production/orders") { $0.isLocked = true } }
            let orders = try await test.database("production/orders")

            async let paused = test.cloud.pause(orders)
            try await test.clock.sleep(for: .minutes(4))
            test.withSimulator { $0.alter("production/orders") { $0.isLocked = false } }

            #expect(try await paused.changed)
        }
    }

    @Test func `two changes of one database in one run take turns`() async throws {
        try await withSimulatedCloud(.oneDatabase()) { test in
            let orders = try await test.database("production/orders")

            async let restarted = test.cloud.restart(orders)
            async let resized = test.cloud.resize(orders, to: "DS3")

            #expect(try await restarted.changed)
            #expect(try await resized.value?.plan == "DS3")
        }
    }

    @Test(arguments: ["409", "423"])
    func `a refusal because of what came in between is waited out`(_ busy: String) async throws {
        try await withSimulatedCloud(.oneDatabase(), assuming: [.busy: busy]) { test in
            let orders = try await test.database("production/orders")
            let fault = Fault.status(
                Int(busy) ?? 409, body: #"{"error":"busy","operationId":"op-9"}"#)
            test.failNext(Route.pause.rawValue, with: fault)
            test.failNext(Route.readDatabase.rawValue, with: .delay(.seconds(1)))

            async let paused = test.cloud.pause(orders, progress: test.listener)
            try await test.clock.sleep(for: .milliseconds(1_020))
            test.withSimulator { $0.alter("production/orders") { $0.isLocked = true } }
            try await test.clock.sleep(for: .minutes(1))
            test.withSimulator { $0.alter("production/orders") { $0.isLocked = false } }

            #expect(try await paused.changed)
            #expect(test.applied == ["pause production/orders"])
        }
    }

    @Test func `a conflict that no operation explains is told at once`() async throws {
        try await withSimulatedCloud { test in
            let dr = try await test.environment("dr")
            let orders = try await test.database("production/orders")

            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.clone(orders, named: "archive", into: dr)
            }

            #expect(error?.code == .conflict)
            #expect(error?.outcome == .notApplied)
            #expect(error?.message.hasPrefix("cannot clone production/orders: ") == true)
            #expect(error?.hint?.hasPrefix("dr/archive is there already") == true)
            #expect(test.changingRequests.count == 1)
        }
    }

    @Test func `a third snapshot is beyond the limit`() async throws {
        try await withSimulatedCloud { test in
            let customers = try await test.database("production/customers")

            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.takeSnapshot(of: customers)
            }

            #expect([.quota, .conflict].contains(error?.code))
            #expect(error?.httpStatus == 409)
        }
    }
}
