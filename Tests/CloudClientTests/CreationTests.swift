import CloudClient
import CloudSimulator
import Diagnostics
import JSONDocument
import SimulatedCloud
import Testing
import Timekeeping

struct CreationTests {
    private func new(
        _ name: String = "fresh", in environment: Environment, plan: String = "DS1",
        version: String = "5.26.1", edition: String = "community", extras: [String] = [],
        vendor: String = "graphneo"
    ) -> NewDatabase {
        NewDatabase(
            name: name, environment: environment, plan: plan, version: version, edition: edition,
            extras: extras, vendor: vendor)
    }

    @Test(arguments: ["graphneo", "ongdb"])
    func `a database is created as it was asked for`(_ vendor: String) async throws {
        try await withSimulatedCloud { test in
            let dr = try await test.environment("dr")

            let done = try await test.cloud.create(
                new(in: dr, plan: "DS2", extras: ["log-export"], vendor: vendor))

            let made = test.withSimulator { $0.database("dr/fresh") }
            #expect(done.value?.reference == "dr/fresh")
            #expect(done.value?.plan == "DS2")
            #expect(done.value?.vendor == vendor)
            #expect(done.value?.status.isRunning == true)
            #expect(made?.extras == ["log-export"])
            #expect(made?.state == .running)
        }
    }

    @Test(arguments: [
        ("orders!", "DS1", "5.26.1"), ("", "DS1", "5.26.1"), ("fresh", "DS99", "5.26.1"),
        ("fresh", "DS1", "1.0"),
    ])
    func `what the cloud does not take is a mistake of the caller's`(
        _ name: String, _ plan: String, _ version: String
    ) async throws {
        try await withSimulatedCloud { test in
            let dr = try await test.environment("dr")

            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.create(new(name, in: dr, plan: plan, version: version))
            }

            #expect(error?.code == .usage)
            #expect(error?.outcome == .notApplied)
            #expect(test.applied == [])
        }
    }

    @Test func `a name that is taken is a conflict`() async throws {
        try await withSimulatedCloud { test in
            let dr = try await test.environment("dr")

            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.create(new("archive", in: dr))
            }

            #expect(error?.code == .conflict)
            #expect(error?.outcome == .notApplied)
        }
    }

    @Test func `a lost answer is not mistaken for a database of that name before`() async throws {
        try await withSimulatedCloud(assuming: [.duplicateNames: "allowed"]) { test in
            let dr = try await test.environment("dr")
            let before = try await test.database("dr/archive")
            test.failNext(Route.createDatabase.rawValue, with: .resetAfterApplied)

            let done = try await test.cloud.create(new("archive", in: dr))

            #expect(done.value?.id != before.id)
            #expect(done.value?.status.isRunning == true)
        }
    }

    @Test func `a snapshot of the other vendor becomes a database of it`() async throws {
        try await withSimulatedCloud { test in
            let source = try await test.database("staging/experiments")
            let dr = try await test.environment("dr")
            let snapshot = try #require(try await test.cloud.takeSnapshot(of: source).value)

            let made = try await test.cloud.create(
                named: "revived", from: snapshot, in: dr, vendor: source.vendor)

            #expect(made.value?.vendor == "ongdb")
            #expect(
                test.withSimulator { $0.database("dr/revived")?.data.origin }
                    == "staging/experiments")
        }
    }

    @Test func `a snapshot of another environment is restored`() async throws {
        try await withSimulatedCloud { test in
            let source = try await test.database("production/orders")
            let target = try await test.database("staging/orders")
            let snapshot = try await test.cloud.snapshots(of: source)[0]

            let done = try await test.cloud.restore(snapshot, into: target)

            #expect(done.changed)
            #expect(done.value?.plan == target.plan)
        }
    }

    @Test func `a paused database is restored and runs`() async throws {
        try await withSimulatedCloud { test in
            let reports = try await test.database("production/reports")
            let snapshot = try await test.cloud.snapshots(of: reports)[0]

            let done = try await test.cloud.restore(snapshot, into: reports)

            #expect(done.value?.status.isRunning == true)
        }
    }

    @Test(arguments: ["allowed", "stay-paused", "refused"])
    func `a paused database is cloned as far as the cloud allows`(_ how: String) async throws {
        try await withSimulatedCloud(assuming: [.pausedCopies: how]) { test in
            let reports = try await test.database("production/reports")
            let dr = try await test.environment("dr")

            if how == "refused" {
                let error = await #expect(throws: CloudError.self) {
                    try await test.cloud.clone(reports, named: "copy", into: dr)
                }
                #expect(error?.code == .conflict)
            } else {
                let copy = try await test.cloud.clone(reports, named: "copy", into: dr)
                #expect(copy.value?.status.state == (how == "allowed" ? "running" : "paused"))
            }
        }
    }

    @Test func `a change that somebody made in between is no failure`() async throws {
        try await withSimulatedCloud(.oneDatabase()) { test in
            let orders = try await test.database("production/orders")
            test.failNext(Route.pause.rawValue, with: .status(409))

            async let paused = test.cloud.pause(orders)
            // After the first reading's answer, before the refusal's.
            try await test.clock.sleep(for: .milliseconds(70))
            test.withSimulator { $0.alter("production/orders") { $0.state = .paused } }

            let result = try await paused
            #expect(result.value?.status.isPaused == true)
            #expect(!result.changed)
        }
    }
}

struct PendingTests {
    @Test(arguments: ["wrapped", "database", "operation", "empty"])
    func `a copy that is not waited for is found later`(_ answer: String) async throws {
        try await withSimulatedCloud(assuming: [.copies: answer]) { test in
            let result = try await Errand.clone.run(test, options: EffectOptions(wait: false))
            let pending = try #require(result.pending)

            let end = try await test.cloud.wait(for: pending)

            #expect(pending.verb == .clone)
            #expect(end.database?.reference == "dr/copy")
            #expect(end.database?.status.isRunning == true)
        }
    }

    @Test func `a switch that is not waited for is told in full later`() async throws {
        try await withSimulatedCloud { test in
            let a = try await test.database("production/orders")
            let result = try await Errand.switchDNS.run(test, options: EffectOptions(wait: false))
            let pending = try #require(result.pending)

            guard case .dnsSwitch(let done) = try await test.cloud.wait(for: pending) else {
                return #expect(Bool(false))
            }

            #expect(done.b.connections == a.connections)
            #expect(done.before.a == a.connections)
        }
    }

    @Test func `a deletion and a snapshot come to their ends`() async throws {
        try await withSimulatedCloud { test in
            let options = EffectOptions(wait: false)
            let taken = try #require(try await Errand.snapshot.run(test, options: options).pending)
            guard case .snapshot(let snapshot) = try await test.cloud.wait(for: taken) else {
                return #expect(Bool(false))
            }
            let deleted = try #require(try await Errand.delete.run(test, options: options).pending)

            guard case .deleted = try await test.cloud.wait(for: deleted) else {
                return #expect(Bool(false))
            }

            #expect(snapshot.label == "before")
            #expect(test.withSimulator { $0.database("production/orders") } == nil)
        }
    }

    @Test func `waiting again for what is done ends at once`() async throws {
        try await withSimulatedCloud { test in
            let result = try await Errand.pause.run(test, options: EffectOptions(wait: false))
            let pending = try #require(result.pending)
            _ = try await test.cloud.wait(for: pending)
            let start = test.now

            _ = try await test.cloud.wait(for: pending)

            #expect(test.now - start < .seconds(2))
        }
    }

    @Test func `an operation that nobody knows is not found`() async throws {
        try await withSimulatedCloud { test in
            let orders = try await test.database("production/orders")
            let operation = OperationReference(
                id: "none", databaseID: orders.id, vendor: orders.vendor)

            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.wait(for: operation, timeout: .minutes(5))
            }

            #expect(error?.code == .notFound)
            #expect(error?.message.hasPrefix("cannot wait for operation none: ") == true)
        }
    }

    @Test func `a database that fails is no longer waited for`() async throws {
        try await withSimulatedCloud(.oneDatabase(state: .paused)) { test in
            let orders = try await test.database("production/orders")
            test.withSimulator { $0.alter("production/orders") { $0.state = .failed } }

            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.wait(for: orders, toReach: ["running"], timeout: .hours(1))
            }

            #expect(error?.code == .operationFailed)
            #expect(error?.message.contains("`failed`") == true)
        }
    }

    @Test func `any of several states is enough`() async throws {
        try await withSimulatedCloud(.oneDatabase()) { test in
            let orders = try await test.database("production/orders")

            let found = try await test.cloud.wait(
                for: orders, toReach: ["paused", "running"], timeout: .minutes(1))

            #expect(found.status.isRunning)
        }
    }
}

struct RawCallTests {
    @Test func `a call may put, delete and answer with nothing`() async throws {
        try await withSimulatedCloud(assuming: [.actions: "no-content"]) { test in
            let orders = try await test.database("production/orders")
            let below = "/deployments/databases/graphneo/\(orders.id)"
            let settings = try await test.cloud.api(.get, path: below + "/settings/config")

            let put = try await test.cloud.api(
                .put, path: below + "/settings/config", body: settings)
            let deleted = try await test.cloud.api(.delete, path: below)

            #expect(put == settings)
            #expect(deleted == .null)
            #expect(
                test.applied == ["write_settings production/orders", "delete production/orders"])
        }
    }

    @Test(arguments: [
        (Fault.status(404), ErrorCode.notFound), (.status(409), .conflict), (.status(400), .usage),
        (.status(501), .unsupported), (.status(403), .forbidden),
    ])
    func `a refusal is what the cloud says`(_ fault: Fault, _ code: ErrorCode) async throws {
        try await withSimulatedCloud { test in
            test.failNext(Route.createEnvironment.rawValue, with: fault)

            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.api(.post, path: "/deployments/environments", body: [:])
            }

            #expect(error?.code == code)
            #expect(error?.outcome == .notApplied)
            #expect(
                error?.message.hasPrefix("cannot call POST /deployments/environments: ") == true)
        }
    }

    @Test func `what the simulator does not model is unsupported`() async throws {
        try await withSimulatedCloud { test in
            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.api(.get, path: "/organizations/members")
            }

            #expect(error?.code == .unsupported)
            #expect(error?.message.contains("/organizations/members") == true)
        }
    }

    @Test func `a reading call is tried again`() async throws {
        try await withSimulatedCloud { test in
            test.failNext(Route.listPlans.rawValue, with: .status(503), times: 2)

            let plans = try await test.cloud.api(.get, path: "/deployments/plans")

            #expect(plans["plans"]?.array?.isEmpty == false)
        }
    }
}
