import Glibc
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

    @Test func `without credentials and network everything else is checked, and it is exit 4`()
        async throws
    {
        let result = try await graphene(["doctor", "--offline"])

        #expect(result.status == 4)
        #expect(result.output.hasPrefix("ok: scripts run"))
        #expect(result.output.contains("error: cannot sign in: GRAPHENEDB_CLIENT_ID is not set\n"))
        #expect(result.output.contains("  hint: set GRAPHENEDB_CLIENT_ID"))
        #expect(result.output.contains("error: runs cannot be recorded"))
        #expect(result.errors.isEmpty)
    }

    @Test func `an API that cannot be reached is told of without credentials too`() async throws {
        try await withFolder { folder in
            let result = try await graphene(
                ["doctor", "--api-url", "http://127.0.0.1:1"],
                environment: [
                    "GRAPHENE_STATE_DIR": folder.path, "GRAPHENEDB_CLIENT_ID": "id",
                    "GRAPHENEDB_CLIENT_SECRET": "hunter2",
                ])

            #expect(result.status == 75, "\(result.output)")
            #expect(result.output.contains("error: http://127.0.0.1:1 cannot be reached: "))
            #expect(!result.output.contains("hunter2"))
        }
    }

    @Test func `the API's clock is compared, and each check has a name for machines`()
        async throws
    {
        try await withSimulator { simulator in
            let result = try await graphene(
                ["doctor", "--output", "json"], environment: simulator.environment)

            let document = try JSONValue(parsing: result.output)
            let checks = document["checks"]?.array ?? []
            let names = checks.compactMap { $0["name"]?.string }
            #expect(result.status == 0 && document["status"] == 0, "\(result.output)")
            #expect(
                Set(names) == [
                    "scripts", "confinement", "terminal", "configuration", "credentials", "state",
                    "reachability", "clock", "account",
                ])
            #expect(checks.allSatisfy { $0["verdict"] == "ok" }, "\(result.output)")
        }
    }

    @Test(
        arguments: [
            (0o700, 0o600, "ok: runs are recorded in ", Int32(4)),
            (0o755, 0o600, "warning: others may read the records in ", 4),
            (0o777, 0o600, "warning: others may change the records in ", 4),
            (0o700, 0o666, "error: cannot trust the configuration in ", 2),
        ] as [(mode_t, mode_t, String, Int32)])
    func `modes of files are told with what to do`(
        _ state: mode_t, _ config: mode_t, _ words: String, _ status: Int32
    ) async throws {
        try await withFolder { folder in
            mkdir(folder.path + "/runs", 0o700)
            chmod(folder.path + "/runs", state)
            try folder.write("[profiles.a]\n", to: "config.toml")
            chmod(folder.path + "/config.toml", config)

            let result = try await graphene(
                ["doctor", "--offline"],
                environment: [
                    "GRAPHENE_STATE_DIR": folder.path,
                    "GRAPHENE_CONFIG": folder.path + "/config.toml",
                ])

            #expect(result.status == status, "\(result.output)")
            #expect(result.output.contains(words), "\(result.output)")
        }
    }

    @Test func `on a terminal its kind, size and locale are told`() async throws {
        let result = try await graphene(
            ["doctor", "--offline"], environment: ["TERM": "dumb"], input: .terminal(columns: 90))

        #expect(result.output.contains("warning: TERM is dumb"), "\(result.output)")
        #expect(result.output.contains("is not one of UTF-8"))
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
