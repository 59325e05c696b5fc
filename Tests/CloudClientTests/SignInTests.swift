import CloudClient
import CloudSimulator
import Diagnostics
import ScriptHost
import SimulatedCloud
import Testing
import Timekeeping

struct SignInTests {
    private func signIns(_ test: SimulatedCloud) -> Int {
        test.withSimulator { $0.requests.filter { $0.route == .signIn }.count }
    }

    @Test func `many tasks share one token`() async throws {
        try await withSimulatedCloud { test in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<50 {
                    group.addTask { _ = try await test.cloud.environments() }
                }
                try await group.waitForAll()
            }

            #expect(signIns(test) == 1)
        }
    }

    @Test func `a token is renewed ahead of its end`() async throws {
        try await withSimulatedCloud(assuming: [.tokenLifetime: "600"]) { test in
            for _ in 0..<30 {
                _ = try await test.cloud.environments()
                try await test.clock.sleep(for: .seconds(60))
            }

            #expect(test.exchanges.all.allSatisfy { $0.status != 401 })
            #expect((3...4).contains(signIns(test)))
        }
    }

    @Test(arguments: Errand.allCases)
    func `a token that expires in the middle is replaced once`(_ errand: Errand) async throws {
        try await withSimulatedCloud { test in
            test.failNext(errand.route.rawValue, with: .expireTokens)

            let result = try await errand.run(test)

            #expect(result.changed)
            #expect(signIns(test) == 2)
            #expect(test.applied.count == 1)
        }
    }

    @Test func `many tasks whose token expired fetch one new token`() async throws {
        try await withSimulatedCloud { test in
            _ = try await test.cloud.environments()
            test.failNext("*", with: .expireTokens)

            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask { _ = try await test.cloud.plans() }
                }
                try await group.waitForAll()
            }

            #expect(signIns(test) == 2)
        }
    }

    @Test func `a second 401 means that the credentials are refused`() async throws {
        try await withSimulatedCloud { test in
            test.failNext(Route.listPlans.rawValue, with: .status(401), times: 2)

            let error = await #expect(throws: CloudError.self) { try await test.cloud.plans() }

            #expect(error?.code == .auth)
            #expect(signIns(test) == 2)
        }
    }

    @Test(arguments: [400, 401, 403])
    func `refused credentials are not tried again`(_ status: Int) async throws {
        try await withSimulatedCloud { test in
            test.failNext(Route.signIn.rawValue, with: .status(status), times: .max)

            for _ in 0..<3 {
                let error = await #expect(throws: CloudError.self) {
                    try await test.cloud.environments()
                }
                #expect(error?.code == .auth)
                #expect(error?.hint?.contains("GRAPHENEDB_CLIENT_SECRET") == true)
                #expect(error?.hint?.contains("--simulator") == true)
            }

            #expect(signIns(test) == 1)
        }
    }

    @Test(arguments: [404, 405])
    func `an address at which nobody can sign in is told as that`(_ status: Int) async throws {
        try await withSimulatedCloud { test in
            test.failNext(Route.signIn.rawValue, with: .status(status))

            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.environments()
            }

            #expect(error?.code == .config)
            #expect(error?.hint?.contains("GRAPHENE_API_URL") == true)
        }
    }

    @Test func `a change whose sign-in is refused was not sent`() async throws {
        try await withSimulatedCloud { test in
            let orders = try await test.database("production/orders")
            test.failNext(Route.pause.rawValue, with: .expireTokens)
            test.failNext(Route.signIn.rawValue, with: .status(401))

            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.pause(orders)
            }

            #expect(error?.code == .auth)
            #expect(error?.outcome == .notSent)
            #expect(error?.verb == "pause")
        }
    }

    @Test func `without credentials the error names what to set`() async throws {
        try await withSimulatedCloud { test in
            let cloud = Cloud(
                CloudSettings(), credentials: Credentials(clientID: "", clientSecret: Secret("")),
                transport: test.transport, clock: test.clock, random: SystemRandomNumberGenerator())

            let error = await #expect(throws: CloudError.self) { try await cloud.environments() }

            #expect(error?.code == .auth)
            #expect(error?.hint?.contains("GRAPHENEDB_CLIENT_ID") == true)
            #expect(test.exchanges.all.isEmpty)
        }
    }

    @Test(arguments: [Fault.status(503), .html, .truncated, .resetAfterApplied, .empty])
    func `a stumble at sign-in is tried again`(_ fault: Fault) async throws {
        try await withSimulatedCloud { test in
            test.failNext(Route.signIn.rawValue, with: fault)

            let environments = try await test.cloud.environments()

            #expect(environments.count == 3)
        }
    }

    @Test func `neither token nor secret is in a trace`() async throws {
        try await withSimulatedCloud(assuming: [.tokenLifetime: "20"]) { test in
            for errand in Errand.allCases { _ = try? await errand.run(test) }
            _ = try? await test.cloud.settings(of: test.database("staging/orders"))

            let secret = test.withSimulator { $0.clientSecret }
            let traced = test.exchanges.all.map { "\($0)" }.joined()
            #expect(!traced.contains(secret))
            #expect(!traced.contains("Bearer "))
            #expect(!traced.contains("not-a-real-token"))
            #expect(traced.contains(#""access_token": JSONDocument.JSONValue.string("***")"#))
        }
    }

    @Test func `a secret does not print`() {
        let secret = Secret("hunter2-hunter2")
        let credentials = Credentials(clientID: "client", clientSecret: secret)

        #expect("\(secret)" == "***")
        #expect(String(reflecting: secret) == "***")
        #expect(!"\(credentials)".contains("hunter2"))
        var text = ""
        dump(credentials, to: &text)
        #expect(!text.contains("hunter2"))
    }
}
