import CloudClient
import CloudSimulator
import Diagnostics
import SimulatedCloud
import Testing
import Timekeeping

struct PartialChangeTests {
    private static let heap = Setting(key: "dbms.memory.heap.max_size", value: "20G")

    private func change(
        _ errand: Errand, _ test: SimulatedCloud, restart: Bool = true
    ) async throws {
        let orders = try await test.database("production/orders")
        switch errand {
        case .setSettings:
            _ = try await test.cloud.setSettings(of: orders, to: [Self.heap], restart: restart)
        case .installPlugin:
            _ = try await test.cloud.installPlugin(
                "bloom", file: [1], fileName: "bloom.jar", on: orders, restart: restart)
        default:
            _ = try await test.cloud.removePlugin("apoc", from: orders, restart: restart)
        }
    }

    @Test(arguments: [Errand.setSettings, .installPlugin, .removePlugin])
    func `a change whose restart is refused is made in part`(_ errand: Errand) async throws {
        try await withSimulatedCloud { test in
            test.failNext(Route.restart.rawValue, with: .status(403))

            let error = await #expect(throws: CloudError.self) { try await change(errand, test) }

            #expect(error?.code == .partial)
            #expect(error?.outcome == .partlyApplied)
            #expect(error?.verb == errand.rawValue.snakeCased)
            #expect(error?.retryable == false)
            #expect(error?.operation == nil)
            #expect(error?.message.hasSuffix("awaits the next restart") == true)
            #expect(error?.hint?.contains("restart production/orders") == true)
            #expect(test.applied.count == 1)
        }
    }

    @Test func `what cannot be read after a change was made nevertheless`() async throws {
        try await withSimulatedCloud { test in
            // The first reading of the plugins comes before the upload.
            test.failNext(
                Route.listPlugins.rawValue, with: .status(503), times: .max, skipping: 1)

            let error = await #expect(throws: CloudError.self) {
                try await change(.installPlugin, test)
            }

            #expect(error?.code == .partial)
            #expect(error?.outcome == .partlyApplied)
        }
    }

    @Test func `a restart whose outcome is unknown stays unknown`() async throws {
        try await withSimulatedCloud { test in
            test.failNext(Route.restart.rawValue, with: .noAnswerAfterApply)
            test.failNext(Route.readStatus.rawValue, with: .status(503), times: .max)

            let error = await #expect(throws: CloudError.self) {
                try await change(.setSettings, test)
            }

            #expect(error?.code == .outcomeUnknown)
            #expect(error?.outcome == .unknown)
        }
    }
}

extension String {
    /// `setSettings` as scripts write it.
    fileprivate var snakeCased: String {
        reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
    }
}
