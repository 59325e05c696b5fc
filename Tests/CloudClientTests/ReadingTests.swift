import CloudClient
import CloudSimulator
import Diagnostics
import JSONDocument
import SimulatedCloud
import Testing
import Timekeeping

struct ReadingTests {
    @Test(arguments: SimulatedPath.allCases)
    func `databases are ordered by environment and name, each with its status`(
        _ path: SimulatedPath
    ) async throws {
        try await withSimulatedCloud(.sample, path) { test in
            let databases = try await test.cloud.databases()

            #expect(
                databases.map(\.reference) == [
                    "dr/archive", "dr/drill-october", "production/catalog", "production/customers",
                    "production/orders", "production/reports", "staging/catalog",
                    "staging/customers", "staging/experiments", "staging/orders",
                ])
            #expect(databases.filter(\.status.isPaused).count == 3)
        }
    }

    @Test func `everything that is there is read`() async throws {
        try await withSimulatedCloud { test in
            let cloud = test.cloud
            let environments = try await cloud.environments()
            let orders = try await test.database("production/orders")
            let status = try await cloud.status(of: orders)

            #expect(environments.map(\.name) == ["dr", "production", "staging"])
            #expect(environments[1].networkRules.count == 2)
            #expect(environments[1].peers.count == 2)
            #expect(orders.plan == "DS4")
            #expect(orders.version == "5.26.1")
            #expect(orders.edition == "enterprise")
            #expect(orders.vendor == "graphneo")
            #expect(orders.connections.boltURL?.hasPrefix("bolt://") == true)
            #expect(orders.createdAt != nil)
            #expect(status == orders.status)
            #expect(try await cloud.plans().map(\.name).contains("DS3"))
            #expect(try await cloud.versions().contains { $0.number == "5.26.1" })
            #expect(try await cloud.plugins(of: orders).map(\.name).contains("apoc"))
            #expect(try await cloud.settings(of: orders).contains { $0.isSecret })
        }
    }

    @Test func `snapshots come newest first`() async throws {
        try await withSimulatedCloud { test in
            let customers = try await test.database("production/customers")

            let snapshots = try await test.cloud.snapshots(of: customers)

            #expect(snapshots.map(\.label) == ["quarter-end", "before-import"])
            #expect(snapshots.allSatisfy { $0.environmentID == customers.environmentID })
        }
    }

    @Test(arguments: [
        Fault.status(500), .status(502), .status(503), .status(504), .status(429), .status(408),
        .resetBeforeRead, .resetAfterApplied, .noAnswerBeforeApply, .html, .truncated, .empty,
        .garbage,
    ])
    func `a read that stumbles is tried again`(_ fault: Fault) async throws {
        try await withSimulatedCloud { test in
            test.failNext(Route.listEnvironments.rawValue, with: fault)

            let environments = try await test.cloud.environments()

            #expect(environments.count == 3)
        }
    }

    @Test(arguments: [
        (Fault.status(500), ErrorCode.unavailable), (.status(503), .unavailable),
        (.status(400), .usage), (.status(403), .forbidden), (.status(404), .notFound),
        (.status(405), .unsupported), (.status(501), .unsupported), (.status(409), .conflict),
        (.status(402), .quota), (.status(423), .conflict), (.status(302), .config),
        (.throttle(after: .seconds(2)), .rateLimited), (.resetBeforeRead, .unavailable),
        (.noAnswerBeforeApply, .unavailable), (.html, .unavailable), (.truncated, .unavailable),
        (.garbage, .unavailable), (.empty, .unavailable), (.huge, .unavailable),
    ])
    func `a read that goes on failing ends in one error that says why`(
        _ fault: Fault, _ code: ErrorCode
    ) async throws {
        try await withSimulatedCloud { test in
            test.failNext(Route.listPlans.rawValue, with: fault, times: .max)
            let start = test.now

            let error = await #expect(throws: CloudError.self) { try await test.cloud.plans() }

            #expect(error?.code == code)
            #expect(error?.message.hasPrefix("cannot list the plans: ") == true)
            #expect(error?.message.contains("\n") == false)
            #expect((error?.message.count ?? 0) < 200)
            #expect(error?.outcome == nil)
            #expect(test.now - start < .minutes(4))
        }
    }

    @Test func `a read waits as long as the cloud asks for`() async throws {
        try await withSimulatedCloud { test in
            test.failNext(Route.listPlans.rawValue, with: .throttle(after: .seconds(31)))

            _ = try await test.cloud.plans()

            #expect(test.clock.slept.contains(.seconds(31)))
        }
    }

    @Test func `a read does not wait longer than it has patience`() async throws {
        try await withSimulatedCloud { test in
            test.failNext(Route.listPlans.rawValue, with: .throttle(after: .seconds(3_600)))

            let error = await #expect(throws: CloudError.self) { try await test.cloud.plans() }

            #expect(error?.code == .rateLimited)
            #expect(error?.retryAfter == .seconds(3_600))
            #expect(error?.retryable == true)
            #expect(error?.hint == "try again in 1h: that is what the API asks for")
        }
    }

    @Test func `an error carries the cloud's words and its name for the request`() async throws {
        try await withSimulatedCloud { test in
            let dr = try await test.environment("dr")
            let new = NewDatabase(
                name: "fresh", environment: dr, plan: "HUGE", version: "5.26.1",
                edition: "community")

            let error = await #expect(throws: CloudError.self) { try await test.cloud.create(new) }

            #expect(error?.code == .usage)
            #expect(error?.httpStatus == 400)
            #expect(error?.requestID?.hasPrefix("req-") == true)
            #expect(
                error?.message.hasPrefix("cannot create dr/fresh: the API answered 400: ") == true)
            #expect(error?.message.contains("HUGE") == true)
            #expect(error?.outcome == .notApplied)
        }
    }

    @Test(arguments: ["text", "message", "nested", "problem", "plain"])
    func `the cloud's words are found in every shape of an error`(_ shape: String) async throws {
        try await withSimulatedCloud(assuming: [.errors: shape]) { test in
            let orders = try await test.database("production/orders")

            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.resize(orders, to: "HUGE")
            }

            #expect(error?.message.contains("HUGE") == true)
        }
    }

    @Test func `a call of one's own making reads and changes`() async throws {
        try await withSimulatedCloud { test in
            let orders = try await test.database("production/orders")
            let below = "/deployments/databases/graphneo/\(orders.id)"

            let status = try await test.cloud.api(.get, path: below + "/status")
            let answer = try await test.cloud.api(
                .post, path: below + "/restart", body: ["stationIds": [], "reset": true])

            #expect(status["state"] == "running")
            #expect(answer["operationId"]?.string != nil)
            #expect(test.applied == ["restart production/orders"])
        }
    }

    @Test(arguments: [
        "deployments", "//deployments", "/a/../b", "/a/./b", "/a/%2e%2E/b", "/a?b=c", "/a#b",
        "/a\\b", "/a%2", "/a\nb", "",
    ])
    func `a path that may not be sent is refused`(_ path: String) async throws {
        try await withSimulatedCloud { test in
            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.api(.post, path: path)
            }

            #expect(error?.code == .usage)
            #expect(error?.outcome == .notSent)
            #expect(test.exchanges.all.isEmpty)
        }
    }
}
