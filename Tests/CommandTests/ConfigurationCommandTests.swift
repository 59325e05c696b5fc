import Foundation
import Glibc
import JSONDocument
import Testing

/// Profiles, project files and protection on the real command line.
@Suite(.timeLimit(.minutes(10)))
struct ConfigurationCommandTests {
    /// A home with a profile for a simulated cloud, and nothing of it in the environment.
    private func withHome(
        _ profile: String = "", assuming assumptions: [String] = [],
        _ body: (WorkingFolder, [String: String], SimulatorProcess) async throws -> Void
    ) async throws {
        try await withSimulator(assumptions) { simulator in
            try await withFolder { folder in
                let variables = simulator.environment
                try FileManager.default.createDirectory(
                    atPath: folder.path + "/.config/graphene", withIntermediateDirectories: true)
                try folder.write("", to: ".git")
                try folder.write(simulator.secret, to: ".config/graphene/secret")
                try folder.write(
                    """
                    default_profile = "test"
                    [profiles.test]
                    api_url = "\(variables["GRAPHENE_API_URL"] ?? "")"
                    client_id = "\(variables["GRAPHENEDB_CLIENT_ID"] ?? "")"
                    client_secret_file = "secret"
                    \(profile)
                    """, to: ".config/graphene/config.toml")
                chmod(folder.path + "/.config/graphene/secret", 0o600)
                chmod(folder.path + "/.config/graphene/config.toml", 0o600)
                try await body(folder, ["HOME": folder.path], simulator)
            }
        }
    }

    @Test func `a profile is all that a run needs`() async throws {
        try await withHome { folder, environment, simulator in
            try folder.write("return #graphene.environments()", to: "a.lua")

            let result = try await graphene(
                ["run", "a.lua"], environment: environment, in: folder.path)

            let client = simulator.environment["GRAPHENEDB_CLIENT_ID"] ?? ""
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output == "3\n")
            #expect(result.errors.contains("as client \(client) (profile `test`)\n"))
            #expect(!result.errors.contains(simulator.secret))
        }
    }

    @Test func `auth check says who one is, what one sees and for how long`() async throws {
        try await withHome { folder, environment, simulator in
            let text = try await graphene(
                ["auth", "check"], environment: environment, in: folder.path)
            let json = try await graphene(
                ["auth", "check", "--output", "json"], environment: environment, in: folder.path)

            let client = simulator.environment["GRAPHENEDB_CLIENT_ID"] ?? ""
            let place = "\(folder.path)/.config/graphene/config.toml"
            #expect(text.status == 0, "\(text.errors)")
            #expect(text.output.hasPrefix("client   \(client)  (\(place):4)\n"), "\(text.output)")
            #expect(text.output.contains("profile  test  (\(place):2)\n"))
            #expect(text.output.contains("token    works, until 20"))
            #expect(text.output.contains("ENVIRONMENT  REGION"))
            #expect(text.output.contains("production   eu-west-1"))
            let document = try JSONValue(parsing: json.output)
            #expect(document["client_id"]?.string == client)
            #expect(
                document["environments"]?.array?.compactMap { $0["name"]?.string } == [
                    "dr", "production", "staging",
                ])
            #expect(document["environments"]?.array?[0]["organization"]?.string != nil)
            #expect(document["token_expires_at"]?.string != nil)
        }
    }

    @Test func `auth check with refused credentials is exit 4`() async throws {
        try await withHome { folder, environment, _ in
            try folder.write("wrong-secret", to: ".config/graphene/secret")

            let result = try await graphene(
                ["auth", "check"], environment: environment, in: folder.path)

            #expect(result.status == 4)
            #expect(result.errors.contains("error[auth]: "))
            #expect(!(result.output + result.errors).contains("wrong-secret"))
        }
    }

    @Test func `a secret that others may read is refused`() async throws {
        try await withHome { folder, environment, simulator in
            chmod(folder.path + "/.config/graphene/secret", 0o644)

            let result = try await graphene(
                ["auth", "check"], environment: environment, in: folder.path)

            #expect(result.status == 2)
            #expect(result.errors.contains("error[config]: cannot trust the client secret in "))
            #expect(!result.errors.contains(simulator.secret))
        }
    }

    @Test func `a credential command's secret is shown nowhere, not even when it prints it`()
        async throws
    {
        try await withFolder { folder in
            try folder.write(
                """
                default_profile = "test"
                [profiles.test]
                credential_command = ["/bin/sh", "-c", "echo s3cr3t; echo s3cr3t >&2; exit 1"]
                """, to: "config.toml")
            chmod(folder.path + "/config.toml", 0o600)

            let result = try await graphene(
                ["auth", "check"], environment: ["GRAPHENE_CONFIG": "config.toml"],
                in: folder.path)

            #expect(result.status == 4)
            #expect(result.errors.contains("/config.toml:3 failed: it ended with status 1"))
            #expect(!(result.output + result.errors).contains("s3cr3t"))
        }
    }

    @Test func `what a run left is read with the profile of the run`() async throws {
        try await withHome(assuming: ["durations=1"]) { folder, environment, simulator in
            let own = try folder.read(".config/graphene/config.toml")
            try folder.write(
                own.replacing(#"default_profile = "test""#, with: #"default_profile = "other""#)
                    + "[profiles.other]\napi_url = 'http://127.0.0.1:9'\nclient_id = 'x'\n",
                to: ".config/graphene/config.toml")
            chmod(folder.path + "/.config/graphene/config.toml", 0o600)
            try folder.write("graphene.pause('staging/orders', { wait = false })", to: "a.lua")
            _ = try await graphene(
                ["run", "--profile", "test", "--run-id", "left", "a.lua"],
                environment: environment, in: folder.path)

            let shown = try await graphene(
                ["runs", "show", "left", "--refresh"], environment: environment, in: folder.path)

            #expect(shown.status == 0, "\(shown.errors)")
            #expect(shown.output.contains("    now: staging/orders is "), "\(shown.output)")
            #expect(shown.output.contains(" --refresh --api-url http"), "\(shown.output)")
        }
    }

    @Test func `a recovery of what is protected is refused before anything is copied`()
        async throws
    {
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "scripts/disaster_recovery.lua").path
        try await withFolder { folder in
            try folder.write("protect = ['production/*']", to: "graphene.toml")
            let run = ["run", "--simulator", "--yes", script]

            let refused = try await graphene(run, in: folder.path)
            let named = try await graphene(run + ["--on", "production/orders"], in: folder.path)

            #expect(refused.status == 6)
            #expect(refused.errors.contains("`--on production/orders`"), "\(refused.errors)")
            #expect(refused.errors.contains("0 changes"), "\(refused.errors)")
            #expect(named.status == 0, "\(named.errors)")
        }
    }

    @Test func `an unknown profile is exit 2 and suggests one`() async throws {
        try await withHome { folder, environment, _ in
            try folder.write("", to: "a.lua")

            let result = try await graphene(
                ["run", "--profile", "tset", "a.lua"], environment: environment, in: folder.path)

            #expect(result.status == 2)
            #expect(result.errors.contains("there is no profile `tset`"))
            #expect(result.errors.contains("did you mean `test`?"))
        }
    }

    @Test func `the environment's account wins, and that is said`() async throws {
        try await withHome { folder, environment, simulator in
            var environment = environment.merging(simulator.environment) { $1 }
            environment["GRAPHENEDB_CLIENT_ID"] = "another"
            try folder.write("", to: "a.lua")

            let result = try await graphene(
                ["run", "a.lua"], environment: environment, in: folder.path)

            #expect(
                result.errors.contains("warning: GRAPHENEDB_CLIENT_ID is set, so profile `test`"))
            #expect(result.errors.contains("as client another"))
        }
    }

    @Test func `a protected database is refused, and done with --on`() async throws {
        try await withHome("protect = [\"production/*\"]") { folder, environment, _ in
            try folder.write(
                #"return graphene.restart("production/orders").state"#, to: "a.lua")

            let refused = try await graphene(
                ["run", "a.lua"], environment: environment, in: folder.path)
            let done = try await graphene(
                ["run", "--on", "production/orders", "a.lua"], environment: environment,
                in: folder.path)

            let place = "\(folder.path)/.config/graphene/config.toml:6"
            #expect(refused.status == 6)
            #expect(refused.errors.contains("`production/*` (\(place))"), "\(refused.errors)")
            #expect(refused.errors.contains("nothing was changed by it, nor by this run before it"))
            #expect(refused.errors.contains("`--on production/orders`"))
            #expect(done.status == 0, "\(done.errors)")
            #expect(done.output == "running\n")
        }
    }

    @Test func `a project file protects every run of its scripts, simulated ones too`()
        async throws
    {
        try await withFolder { folder in
            try FileManager.default.createDirectory(
                atPath: folder.path + "/scripts", withIntermediateDirectories: true)
            try folder.write("", to: ".git")
            try folder.write(
                "protect = ['staging/*']\n[limits]\npause = 1\n", to: "graphene.toml")
            try folder.write(#"graphene.delete("staging/orders")"#, to: "scripts/delete.lua")
            try folder.write(
                """
                graphene.pause("production/orders")
                graphene.pause("production/catalog")
                """, to: "scripts/pause.lua")

            let protected = try await graphene(
                ["run", "--simulator", "scripts/delete.lua"], in: folder.path)
            let limited = try await graphene(
                ["run", "--simulator", "--output", "json", folder.path + "/scripts/pause.lua"])

            #expect(protected.status == 6)
            #expect(
                protected.errors.contains("\(folder.path)/graphene.toml:1"), "\(protected.errors)")
            let document = try JSONValue(parsing: limited.output)
            #expect(limited.status == 6)
            #expect(document["error"]?["code"] == "limit_exceeded")
            #expect(
                document["effects"]?.array?.compactMap { $0["outcome"]?.string } == [
                    "done", "not_done",
                ])
        }
    }

    @Test(arguments: [
        (["--read-only"], "error[denied]: ", "`--read-only` on the command line"),
        (
            ["--limit", "pause=0"], "error[limit_exceeded]: ",
            "`--limit pause=0` on the command line"
        ),
        (["--limit", "total=0"], "error[limit_exceeded]: ", "`total = 0`"),
    ])
    func `a run binds its own hands on the command line`(
        options: [String], code: String, rule: String
    ) async throws {
        let result = try await run(#"graphene.pause("staging/orders")"#, options)

        #expect(result.status == 6)
        #expect(result.errors.contains(code), "\(result.errors)")
        #expect(result.errors.contains(rule), "\(result.errors)")
        #expect(result.errors.contains("nothing was changed"))
    }

    @Test(arguments: [
        (["--on", "production/*"], "is a pattern"),
        (["--on", "orders"], "names no database in full"),
        (["--limit", "delte=1"], "did you mean `delete`?"), (["--limit", "delete"], "verb=number"),
        (["--profile", "x"], "there is no profile `x`"),
    ])
    func `what cannot be meant is exit 2`(options: [String], message: String) async throws {
        let result = try await run("return 1", options)

        #expect(result.status == 2)
        #expect(result.errors.contains(message), "\(result.errors)")
    }

    @Test func `a project file that would redirect the token is exit 2`() async throws {
        try await withFolder { folder in
            try folder.write("", to: ".git")
            try folder.write("api_url = 'https://evil.example.com'", to: "graphene.toml")
            try folder.write("return 1", to: "a.lua")

            let result = try await graphene(["run", "--simulator", "a.lua"], in: folder.path)

            #expect(result.status == 2)
            #expect(
                result.errors.contains("error[config]: \(folder.path)/graphene.toml:1: `api_url`"))
            #expect(result.errors.contains("could have your token sent to an address of theirs"))
        }
    }

    @Test func `a profile's assumptions reach the client`() async throws {
        try await withHome(
            "[profiles.test.assume]\noperation_failed = \"error\"",
            assuming: ["operation-statuses=in-progress"]
        ) { folder, environment, _ in
            try folder.write(#"return graphene.pause("staging/orders").state"#, to: "a.lua")

            let result = try await graphene(
                ["run", "a.lua"], environment: environment, in: folder.path)

            #expect(result.output == "paused\n", "\(result.errors)")
        }
    }

    @Test func `an assumption that nobody knows is exit 2, with its line`() async throws {
        try await withHome("[profiles.test.assume]\noperation_finishd = \"done\"") {
            folder, environment, _ in
            let result = try await graphene(
                ["auth", "check"], environment: environment, in: folder.path)

            #expect(result.status == 2)
            #expect(
                result.errors.contains(
                    "config.toml:7: there is no assumption `operation_finishd`; did you mean"),
                "\(result.errors)")
        }
    }

    @Test func `a client that sees no environment is told why`() async throws {
        try await withFolder { folder in
            try folder.write("return 1", to: "a.lua")
            _ = try await graphene(
                ["run", "--simulator-state", "cloud.json", "a.lua"], in: folder.path)
            let hidden = try folder.read("cloud.json").replacing(
                "\"isVisible\" : true", with: "\"isVisible\" : false")
            try folder.write(hidden, to: "cloud.json")

            let result = try await withSimulator(state: folder.path + "/cloud.json") { simulator in
                try await graphene(["auth", "check"], environment: simulator.environment)
            }

            #expect(result.status == 0, "\(result.errors)")
            #expect(
                result.output.contains(
                    "it sees no environment: an API client sees only those assigned to it"),
                "\(result.output)")
            #expect(result.output.contains("(the environment variable GRAPHENEDB_CLIENT_ID)"))
        }
    }

    @Test func `a rehearsal has the same rules`() async throws {
        try await withHome("protect = [\"production/*\"]") { folder, environment, _ in
            try folder.write(
                """
                graphene.pause("staging/orders")
                graphene.delete("production/orders")
                """, to: "a.lua")

            let result = try await graphene(
                ["run", "--rehearse", "a.lua"], environment: environment, in: folder.path)

            #expect(result.status == 6, "\(result.errors)")
            #expect(result.errors.contains("error[protected]: "))
            #expect(result.errors.contains("but by this run before it: pause staging/orders"))
        }
    }
}
