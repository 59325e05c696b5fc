import CloudClient
import CloudSimulator
import Diagnostics
import SimulatedCloud
import Testing
import Timekeeping

struct ConfigurationTests {
    private let heap = Setting(key: "dbms.memory.heap.max_size", value: "20G")

    @Test func `settings are merged over those that are there, and take effect`() async throws {
        try await withSimulatedCloud { [heap] test in
            let orders = try await test.database("production/orders")

            let done = try await test.cloud.setSettings(of: orders, to: [heap])

            let settings = test.withSimulator { $0.database("production/orders")?.settings }
            #expect(settings?.map(\.value) == ["20G", "not-a-real-token"])
            #expect(done.value?.changes.map(\.key) == ["dbms.memory.heap.max_size"])
            #expect(done.value?.changes.first?.before?.value == "16G")
            #expect(done.value?.database.status.needsRestart == false)
            #expect(test.changingRequests == ["PUT config", "POST restart"])
        }
    }

    @Test func `settings that are there already change nothing`() async throws {
        try await withSimulatedCloud { [heap] test in
            let orders = try await test.database("production/orders")
            _ = try await test.cloud.setSettings(of: orders, to: [heap])

            let again = try await test.cloud.setSettings(of: orders, to: [heap])

            #expect(!again.changed)
            #expect(again.value?.changes.isEmpty == true)
            #expect(test.changingRequests.count == 2)
        }
    }

    @Test func `replaced settings are ours and nothing else`() async throws {
        try await withSimulatedCloud { [heap] test in
            let orders = try await test.database("production/orders")

            let done = try await test.cloud.setSettings(
                of: orders, to: [heap], mode: .replace, restart: false)

            #expect(test.withSimulator { $0.database("production/orders")?.settings.count } == 1)
            #expect(done.value?.changes.map { $0.after == nil } == [false, true])
            #expect(done.value?.database.status.needsRestart == true)
        }
    }

    @Test(arguments: ["masked", "absent"])
    func `a secret that the cloud hides is not overwritten by its mask`(_ how: String) async throws
    {
        try await withSimulatedCloud(assuming: [.secretSettings: how]) { [heap] test in
            let orders = try await test.database("production/orders")

            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.setSettings(of: orders, to: [heap])
            }

            #expect(error?.code == .unsupported)
            #expect(error?.message.contains("shop.webhook.token") == true)
            #expect(test.applied == [])
        }
    }

    @Test func `a restart that an earlier run owed is made up for`() async throws {
        try await withSimulatedCloud { [heap] test in
            let orders = try await test.database("production/orders")
            _ = try await test.cloud.setSettings(of: orders, to: [heap], restart: false)

            let again = try await test.cloud.setSettings(of: orders, to: [heap])

            #expect(again.changed)
            #expect(again.value?.database.status.needsRestart == false)
        }
    }

    @Test func `a paused database is not restarted for its settings`() async throws {
        try await withSimulatedCloud { [heap] test in
            let reports = try await test.database("production/reports")

            let done = try await test.cloud.setSettings(of: reports, to: [heap])

            #expect(done.changed)
            #expect(test.changingRequests == ["PUT config"])
        }
    }

    @Test(arguments: SimulatedPath.allCases)
    func `a plugin is uploaded as it is, and loaded`(_ path: SimulatedPath) async throws {
        try await withSimulatedCloud(.oneDatabase(), path) { test in
            let orders = try await test.database("production/orders")
            let file = (0..<50_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

            let done = try await test.cloud.installPlugin(
                "bloom-2.1", file: file, fileName: "bl\"oom.jar", on: orders)

            let plugin = test.withSimulator { $0.database("production/orders")?.plugins.first }
            #expect(done.value?.name == "bloom-2.1")
            #expect(plugin?.byteCount == 50_000)
            #expect(test.changingRequests == ["POST plugins", "POST restart"])
        }
    }

    @Test func `a plugin that is there is not uploaded again`() async throws {
        try await withSimulatedCloud { test in
            let orders = try await test.database("production/orders")

            let done = try await test.cloud.installPlugin(
                "apoc", file: [1], fileName: "apoc.jar", on: orders)

            #expect(!done.changed)
            #expect(test.changingRequests == [])
        }
    }

    @Test func `removing a plugin that is not there changes nothing`() async throws {
        try await withSimulatedCloud { test in
            let orders = try await test.database("production/orders")

            let done = try await test.cloud.removePlugin("bloom", from: orders)

            #expect(!done.changed)
            #expect(test.changingRequests == [])
        }
    }
}

struct SwitchTests {
    @Test func `the addresses of a lead to b, and both are told`() async throws {
        try await withSimulatedCloud { test in
            let a = try await test.database("production/orders")
            let b = try await test.database("staging/orders")

            let done = try await test.cloud.switchConnections(of: a, to: b)

            let value = try #require(done.value)
            #expect(value.b.connections == a.connections)
            #expect(value.a.connections == b.connections)
            #expect(value.before.a == a.connections)
            #expect(value.after.a == b.connections)
            #expect(value.a.id == a.id)
            #expect(value.missingRules.map(\.label) == ["shop servers"])
            #expect(value.missingPeers.count == 2)
            #expect(try await test.cloud.verify(value))
        }
    }

    @Test func `a switch is reverted`() async throws {
        try await withSimulatedCloud { test in
            let a = try await test.database("production/orders")
            let b = try await test.database("staging/orders")
            let done = try #require(try await test.cloud.switchConnections(of: a, to: b).value)

            let reverted = try await test.cloud.revert(done)

            #expect(reverted.changed)
            #expect(try await test.cloud.refresh(a).connections == a.connections)
            #expect(try await test.cloud.refresh(b).connections == b.connections)
            #expect(try await test.cloud.verify(done) == false)
        }
    }

    @Test func `clients are not led to a database that does not run`() async throws {
        try await withSimulatedCloud { test in
            let a = try await test.database("staging/orders")
            let b = try await test.database("production/reports")

            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.switchConnections(of: a, to: b)
            }

            #expect(error?.code == .conflict)
            #expect(error?.outcome == .notSent)
            #expect(test.changingRequests == [])
        }
    }

    @Test func `a dead origin is switched away from, with a warning`() async throws {
        try await withSimulatedCloud { test in
            let a = try await test.database("production/reports")
            let b = try await test.database("production/orders")

            let done = try await test.cloud.switchConnections(of: a, to: b)

            #expect(done.value?.warnings.first?.contains("production/reports is paused") == true)
        }
    }

    @Test func `deleting what is gone changes nothing`() async throws {
        try await withSimulatedCloud { test in
            let orders = try await test.database("production/orders")

            let first = try await test.cloud.delete(orders)
            let second = try await test.cloud.delete(orders)

            #expect(first.changed)
            #expect(!second.changed)
            #expect(test.applied == ["delete production/orders"])
        }
    }

    @Test(arguments: ["extension", "unsupported"])
    func `snapshots are taken where the cloud offers it`(_ offer: String) async throws {
        try await withSimulatedCloud(assuming: [.snapshotRoutes: offer]) { test in
            let orders = try await test.database("production/orders")

            if offer == "extension" {
                let taken = try await test.cloud.takeSnapshot(of: orders, label: "mine")
                #expect(taken.value?.label == "mine")
                #expect(taken.value?.isUsable == true)
            } else {
                let error = await #expect(throws: CloudError.self) {
                    try await test.cloud.takeSnapshot(of: orders)
                }
                #expect(error?.code == .unsupported)
            }
        }
    }
}
