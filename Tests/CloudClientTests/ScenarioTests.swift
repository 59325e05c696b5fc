import CloudClient
import CloudSimulator
import Diagnostics
import SimulatedCloud
import Testing
import Timekeeping

struct ScenarioTests {
    @Test func `a disaster recovery of forty minutes leads clients to the copy`() async throws {
        try await withSimulatedCloud { test in
            let start = test.now
            let orders = try await test.database("production/orders")
            let address = try #require(orders.connections.boltURL)
            test.withSimulator { $0.write(to: "production/orders") }
            let dr = try await test.environment("dr")

            let copy = try #require(
                try await test.cloud.clone(orders, named: "orders-dr", into: dr).value)
            let switched = try #require(
                try await test.cloud.switchConnections(of: orders, to: copy).value)

            #expect(copy.status.isRunning)
            #expect(try await test.database(address).reference == "dr/orders-dr")
            #expect(switched.missingRules.count == 1)
            #expect(test.applied == ["clone production/orders", "switch production/orders"])
            #expect((.minutes(38)...(.minutes(46))).contains(test.now - start))
            let data = test.withSimulator { $0.database("dr/orders-dr")?.data }
            let source = test.withSimulator { $0.database("production/orders")?.data }
            #expect(data?.origin == "production/orders")
            #expect(data?.version == source?.version)
        }
    }

    @Test func `a staging refresh replaces the data and keeps the address`() async throws {
        try await withSimulatedCloud { test in
            let source = try await test.database("production/orders")
            let target = try await test.database("staging/orders")
            let snapshot = try #require(
                try await test.cloud.takeSnapshot(of: source, label: "refresh").value)

            let restored = try #require(
                try await test.cloud.restore(snapshot, into: target).value)

            #expect(restored.id == target.id)
            #expect(restored.connections == target.connections)
            #expect(restored.status.isRunning)
            let origin = test.withSimulator { $0.database("staging/orders")?.data.origin }
            #expect(origin == "production/orders")
        }
    }

    @Test func `a nightly pause of everything skips what is paused`() async throws {
        try await withSimulatedCloud { test in
            let staging = try await test.environment("staging")
            var changed: [String] = []

            for database in try await test.cloud.databases(in: [staging]) {
                if try await test.cloud.pause(database).changed { changed.append(database.name) }
            }

            #expect(changed == ["catalog", "experiments", "orders"])
            let states = try await test.cloud.databases(in: [staging]).map(\.status.state)
            #expect(Set(states) == ["paused"])
        }
    }

    @Test func `the same run makes the same requests at the same instants`() async throws {
        let runs = Recorder<[String]>()
        for _ in 0..<2 {
            try await withSimulatedCloud { test in
                test.failNext("*", with: .status(503), times: 3, skipping: 2)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for database in try await test.cloud.databases() where database.status.isRunning
                    {
                        group.addTask { _ = try await test.cloud.pause(database) }
                    }
                    try await group.waitForAll()
                }
                runs.record(
                    test.withSimulator {
                        $0.requests.map { "\($0.instant.nanosecondsSince1970) \($0.target)" }
                    })
            }
        }

        #expect(runs.all[0].count > 50)
        #expect(runs.all[0] == runs.all[1])
    }

    @Test func `a hundred databases are paused within their budget`() async throws {
        let settings = CloudSettings(rate: 200)
        try await withSimulatedCloud(.databases(100), settings: settings) { test in
            let databases = try await test.cloud.databases()

            try await withThrowingTaskGroup(of: Void.self) { group in
                for database in databases {
                    group.addTask { _ = try await test.cloud.pause(database) }
                }
                try await group.waitForAll()
            }

            #expect(test.applied.count == 100)
        }
    }

    @Test func `a pause that fails may be made again`() async throws {
        try await withSimulatedCloud { test in
            let orders = try await test.database("production/orders")
            test.failNext(Route.pause.rawValue, with: .operationFails)
            _ = try? await test.cloud.pause(orders)

            let again = try await test.cloud.pause(orders)

            #expect(again.changed)
            #expect(again.value?.status.isPaused == true)
        }
    }

    @Test func `what one process began another waits for`() async throws {
        try await withSimulatedCloud { test in
            let other = Cloud(
                CloudSettings(), credentials: test.credentials, transport: test.transport,
                clock: test.clock, random: SystemRandomNumberGenerator())
            let orders = try await test.database("production/orders")
            _ = try await other.restart(orders, options: EffectOptions(wait: false))

            let paused = try await test.cloud.pause(orders, progress: test.listener)

            #expect(paused.value?.status.isPaused == true)
            let wasLocked = test.progress.all.contains {
                if case .locked(nil, _) = $0.stage { true } else { false }
            }
            #expect(wasLocked)
        }
    }

    @Test func `a clone is removed again`() async throws {
        try await withSimulatedCloud { test in
            let dr = try await test.environment("dr")
            let orders = try await test.database("staging/orders")
            let copy = try #require(
                try await test.cloud.clone(orders, named: "drill", into: dr).value)

            let deleted = try await test.cloud.delete(copy)

            #expect(deleted.changed)
            #expect(test.withSimulator { $0.database("dr/drill") } == nil)
        }
    }
}

struct ErrorWordingTests {
    /// What a person reads when a change is refused.
    @Test(arguments: [
        (Errand.pause, "cannot pause production/orders: "),
        (.resume, "cannot resume production/reports: "),
        (.restart, "cannot restart production/orders: "),
        (.resize, "cannot resize production/orders: "),
        (.clone, "cannot clone production/orders: "), (.create, "cannot create dr/fresh: "),
        (.createFromSnapshot, "cannot create from a snapshot dr/revived: "),
        (.snapshot, "cannot take a snapshot of production/orders: "),
        (.restore, "cannot restore production/orders: "),
        (.delete, "cannot delete production/orders: "),
        (.switchDNS, "cannot switch the connections of production/orders to staging/orders: "),
        (.setSettings, "cannot change the settings of production/orders: "),
        (.installPlugin, "cannot install a plugin on production/orders: "),
        (.removePlugin, "cannot remove a plugin from production/orders: "),
    ])
    func `an error names what was attempted and on what`(
        _ errand: Errand, _ beginning: String
    ) async throws {
        try await withSimulatedCloud { test in
            test.failNext(
                errand.route.rawValue, with: .status(403, body: #"{"error":"not yours"}"#))

            let error = await #expect(throws: CloudError.self) { try await errand.run(test) }

            #expect(error?.message == beginning + "the API answered 403: not yours")
            #expect(error?.code == .forbidden)
            #expect(error?.outcome == .notApplied)
            #expect(error?.httpStatus == 403)
            #expect(error?.hint != nil)
        }
    }

    @Test func `an error holds no token, header or body`() async throws {
        try await withSimulatedCloud { test in
            let secret = test.withSimulator { $0.clientSecret }
            for errand in Errand.allCases {
                for fault in [Fault.status(500), .status(409), .html, .resetBeforeRead, .garbage] {
                    test.failNext(errand.route.rawValue, with: fault)
                    do {
                        _ = try await errand.run(test)
                    } catch let error as CloudError {
                        let text = [error.message, error.hint ?? ""].joined()
                        #expect(!text.contains(secret) && !text.contains("Bearer"))
                        #expect(!text.contains("environmentId") && !text.contains("<"))
                    }
                }
            }
        }
    }

    /// Every code that this target can raise, and what provokes it.
    @Test func `every code of this target has been provoked`() async throws {
        let raised = Recorder<ErrorCode>()
        let faults: [Fault] = [
            .status(400), .status(401), .status(402), .status(403), .status(404), .status(405),
            .status(409), .status(429), .status(500), .status(302),
        ]
        try await withSimulatedCloud { test in
            for fault in faults {
                test.failNext(Route.listPlans.rawValue, with: fault, times: 6)
                do throws(CloudError) {
                    _ = try await test.cloud.plans()
                } catch {
                    raised.record(error.code)
                }
                test.withSimulator { $0.faults.removeAll() }
            }
        }

        let expected: Set<ErrorCode> = [
            .usage, .auth, .quota, .forbidden, .notFound, .unsupported, .conflict, .rateLimited,
            .unavailable, .config,
        ]
        #expect(Set(raised.all) == expected)
    }
}
