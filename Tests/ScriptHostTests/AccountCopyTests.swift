import CloudClient
import CloudSimulator
import Diagnostics
import ScriptHost
import SimulatedCloud
import Testing
import Timekeeping

struct AccountCopyTests {
    /// What a person would compare: names, ids, addresses, states.
    private func inventory(_ cloud: CloudSimulator) -> [String] {
        let visible = cloud.environments.filter(\.isVisible)
        return visible.flatMap { environment in
            cloud.databases.filter { $0.environmentId == environment.id }.map { database in
                [
                    environment.id, cloud.reference(database), database.id, database.plan,
                    database.version, database.edition, database.vendor, database.state.rawValue,
                    database.connection?.domainName ?? "none", "\(database.needsRestart)",
                    database.plugins.map(\.name).joined(separator: "+"),
                ].joined(separator: " ")
            }
        }.sorted()
    }

    private func copy(_ test: SimulatedCloud) async throws -> AccountCopy {
        try await AccountCopy.read(
            test.cloud, seed: 7, assumptions: Assumptions(), at: test.now)
    }

    @Test func `a copy holds what the account holds, with its ids and addresses`() async throws {
        try await withSimulatedCloud { test in
            let copy = try await copy(test)

            let original = test.withSimulator { $0 }
            #expect(inventory(copy.cloud) == inventory(original))
            let snapshots = copy.cloud.snapshots(of: "production/customers").map(\.id).sorted()
            let originals = original.snapshots(of: "production/customers").map(\.id).sorted()
            #expect(snapshots == originals && snapshots.count == 2)
            #expect(copy.cloud.environments.allSatisfy { $0.label != "finance" })
            #expect(copy.notes == [])
        }
    }

    @Test func `reading changes nothing and asks for nothing that could`() async throws {
        try await withSimulatedCloud { test in
            _ = try await copy(test)

            #expect(test.applied == [])
            #expect(test.changingRequests == [])
        }
    }

    @Test func `a copy holds no secret of a setting`() async throws {
        try await withSimulatedCloud { test in
            let saved = try await copy(test).cloud.saved()

            let text = String(decoding: saved, as: UTF8.self)
            #expect(!text.contains("not-a-real-token"))
            #expect(text.contains("shop.webhook.token"))
            #expect(!test.credentials.clientSecret.reveal { text.contains($0) })
        }
    }

    @Test(
        arguments: Assumption.table.flatMap { assumption -> [String] in
            guard case .choice(let choices) = assumption.values else { return [] }
            return choices.dropFirst().map { "\(assumption.name.rawValue)=\($0.value)" }
        })
    func `an account is copied however the cloud answers`(_ setting: String) async throws {
        let parts = setting.split(separator: "=").map(String.init)
        let name = try #require(AssumptionName(rawValue: parts[0]))
        try await withSimulatedCloud(.sample, assuming: [name: parts[1]]) { test in
            let copy = try await copy(test)

            let names = copy.cloud.databases.map { copy.cloud.reference($0) }.sorted()
            #expect(names.count == 10 && names.contains("production/orders"))
            let states = copy.cloud.databases.count { $0.state == .paused }
            #expect(states == 3)
        }
    }

    @Test func `a state nobody knows and work under way are noted`() async throws {
        try await withSimulatedCloud(assuming: [.transitionalStates: "named"]) { test in
            let orders = try await test.database("production/orders")
            let pause = EffectOptions(wait: false)
            _ = try await test.cloud.pause(orders, options: pause)

            let copy = try await copy(test)

            #expect(copy.notes.contains { $0.contains("production/orders had an operation") })
            #expect(copy.notes.contains { $0.contains("`pausing`") })
        }
    }

    @Test func `what the copy can do without may be forbidden`() async throws {
        try await withSimulatedCloud(.oneDatabase()) { test in
            test.failNext("GET /deployments/plans", with: .status(403), times: 10)

            let copy = try await copy(test)

            #expect(copy.notes.count == 1 && copy.notes[0].hasPrefix("the plans could not be read"))
        }
    }

    @Test func `a plan that is not on sale there is refused in the copy too`() async throws {
        try await withSimulatedCloud(assuming: [.catalogue: "renamed"]) { test in
            let simulator = try await copy(test).cloud

            let transport = SimulatedTransport(simulator, clock: test.clock)
            let rehearsal = Cloud(
                CloudSettings(),
                credentials: Credentials(
                    clientID: simulator.clientId, clientSecret: Secret(simulator.clientSecret)),
                transport: transport, clock: test.clock, random: SystemRandomNumberGenerator())
            #expect(try await rehearsal.plans().map(\.name).contains("small-1"))
            let error = await #expect(throws: CloudError.self) {
                let staging = try await rehearsal.environments().first { $0.name == "staging" }
                _ = try await rehearsal.create(
                    NewDatabase(
                        name: "new", environment: try #require(staging), plan: "DS1",
                        version: "5.26.1", edition: "community"))
            }
            #expect(error?.code == .usage)
        }
    }

    @Test(arguments: [CloudRequest.Method.post, .put, .patch, .delete])
    func `nothing that may change anything passes a reading transport`(
        _ method: CloudRequest.Method
    ) async throws {
        try await withSimulatedCloud { test in
            let reading = Cloud(
                CloudSettings(), credentials: test.credentials,
                transport: ReadingTransport(test.transport), clock: test.clock,
                random: SystemRandomNumberGenerator())

            let error = await #expect(throws: CloudError.self) {
                _ = try await reading.api(method, path: "/deployments/databases/graphneo/1")
            }

            #expect(error?.outcome == .notSent)
            let asked = test.withSimulator { $0.requests.filter { $0.method != "GET" } }
            #expect(asked.map(\.route) == [.signIn])
        }
    }
}
