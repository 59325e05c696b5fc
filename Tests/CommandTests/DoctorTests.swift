import JSONDocument
import Testing

/// What `graphene doctor` finds, over HTTP.
@Suite(.timeLimit(.minutes(10)))
struct DoctorTests {
    @Test func `an installation and an account that are fit are told so`() async throws {
        try await withSimulator { simulator in
            let result = try await graphene(["doctor"], environment: simulator.environment)

            #expect(result.status == 0, "\(result.errors)")
            let lines = result.output.split(separator: "\n")
            #expect(lines.first?.hasPrefix("ok: scripts run, in /") == true)
            #expect(lines.last?.hasSuffix("sees environments dr, production, staging") == true)
        }
    }

    @Test func `without credentials the installation is checked, and then it is exit 4`()
        async throws
    {
        let result = try await graphene(["doctor"])

        #expect(result.status == 4)
        #expect(result.output.hasPrefix("ok: scripts run"))
        #expect(result.errors.contains("GRAPHENEDB_CLIENT_ID"))
    }

    @Test func `the contract is shown, and its fixture holds nothing of the account`() async throws
    {
        try await withSimulator { simulator in
            try await withFolder { folder in
                let result = try await graphene(
                    ["doctor", "--contract", "--fixture", "f.json"],
                    environment: simulator.environment, in: folder.path)

                #expect(result.status == 0, "\(result.errors)")
                #expect(result.output.contains("GET /deployments/environments: 3 seen\n  = id "))
                #expect(result.output.contains("\n  = lists=wrapped\n"))
                let fixture = try folder.read("f.json")
                #expect(try JSONValue(parsing: fixture)["format"] == "graphene-contract-fixture")
                #expect(!fixture.contains("production") && !fixture.contains(simulator.secret))
            }
        }
    }

    @Test func `a fixture that cannot be written is exit 2`() async throws {
        try await withSimulator { simulator in
            let result = try await graphene(
                ["doctor", "--contract", "--fixture", "/nowhere/f.json"],
                environment: simulator.environment)

            #expect(result.status == 2)
            #expect(result.errors.contains("cannot write the fixture /nowhere/f.json"))
        }
    }
}
