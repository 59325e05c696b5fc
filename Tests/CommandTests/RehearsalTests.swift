import Foundation
import JSONDocument
import Testing

/// Rehearsals of runs on one's own account, over HTTP.
@Suite(.timeLimit(.minutes(10)))
struct RehearsalTests {
    private static let script = """
        local copy = graphene.clone("production/orders", "dr")
        graphene.switch_dns("production/orders", copy)
        graphene.pause("staging/orders")
        """

    private func account(_ simulator: SimulatorProcess, in folder: WorkingFolder) async throws
        -> String
    {
        try await graphene(
            ["simulator", "import"], environment: simulator.environment, in: folder.path
        ).output
    }

    @Test func `what would be done is listed and the account stays as it is`() async throws {
        try await withSimulator { simulator in
            try await withFolder { folder in
                try folder.write(Self.script, to: "a.lua")
                let states = "for _, d in ipairs(graphene.databases()) do print(d.ref, d.state) end"
                try folder.write(states, to: "states.lua")
                let before = try await graphene(
                    ["run", "states.lua"], environment: simulator.environment,
                    in: folder.path)

                let result = try await graphene(
                    ["run", "--rehearse", "a.lua"], environment: simulator.environment,
                    in: folder.path)

                let after = try await graphene(
                    ["run", "states.lua"], environment: simulator.environment,
                    in: folder.path)
                #expect(result.status == 0, "\(result.errors)")
                #expect(result.errors.contains("on a copy of the account at http://127.0.0.1:"))
                let list = result.errors.components(separatedBy: "on your account it would have:")
                let plan = list.last?.split(separator: "\n") ?? []
                #expect(plan.count == 4, "\(result.errors)")
                #expect(plan[0].hasPrefix("  C  clone       production/orders"))
                #expect(plan[0].contains("a.lua:1  in about "))
                #expect(plan[1].hasPrefix("  D  switch_dns  production/orders to dr/orders_"))
                #expect(plan[2].hasPrefix("  D  pause       staging/orders"))
                #expect(before.output == after.output && before.output.contains("running"))
            }
        }
    }

    @Test func `the document of a rehearsal says that it is one`() async throws {
        try await withSimulator { simulator in
            try await withFolder { folder in
                try folder.write("graphene.delete('staging/catalog')", to: "a.lua")

                let result = try await graphene(
                    ["run", "--rehearse", "--output", "json", "a.lua"],
                    environment: simulator.environment, in: folder.path)

                let document = try JSONValue(parsing: result.output)
                #expect(document["run"]?["mode"] == "rehearsal")
                let effects = document["effects"]?.array ?? []
                #expect(effects.map { $0["class"]?.string } == ["X"])
                #expect(effects.first?["target"] == "staging/catalog")
                #expect(effects.first?["line"] == 1)
            }
        }
    }

    @Test func `a script that fails ends its rehearsal with the status of the run`() async throws {
        try await withSimulator { simulator in
            try await withFolder { folder in
                try folder.write(
                    "graphene.pause('staging/orders') graphene.db('staging/none')", to: "a.lua")

                let result = try await graphene(
                    ["run", "--rehearse", "a.lua"], environment: simulator.environment,
                    in: folder.path)

                #expect(result.status == 5)
                #expect(result.errors.contains("  D  pause  staging/orders"), "\(result.errors)")
            }
        }
    }

    @Test func `an account that cannot be read is not rehearsed on`() async throws {
        try await withFolder { folder in
            try folder.write("return 1", to: "a.lua")
            let credentials = [
                "GRAPHENEDB_CLIENT_ID": "me", "GRAPHENEDB_CLIENT_SECRET": "not-known-anywhere",
                "GRAPHENE_API_URL": "http://127.0.0.1:1",
            ]

            let none = try await graphene(["run", "--rehearse", "a.lua"], in: folder.path)
            let both = try await graphene(
                ["run", "--rehearse", "--simulator", "a.lua"], environment: credentials,
                in: folder.path)

            #expect(none.status == 4 && none.output.isEmpty)
            #expect(both.status == 2 && both.errors.contains("--rehearse reads your own account"))
        }
    }

    @Test func `an imported account is a state to run on`() async throws {
        try await withSimulator { simulator in
            try await withFolder { folder in
                let state = try await account(simulator, in: folder)
                try folder.write(state, to: "account.json")
                try folder.write("return graphene.db('production/orders').id", to: "a.lua")

                let live = try await graphene(
                    ["run", "a.lua"], environment: simulator.environment, in: folder.path)
                let copy = try await graphene(
                    ["run", "--simulator-state", "account.json", "a.lua"], in: folder.path)

                #expect(!live.output.isEmpty && live.output == copy.output)
                #expect(!state.contains("not-a-real-token") && !state.contains(simulator.secret))
            }
        }
    }

    @Test func `what follows a rehearsal by hand is a rehearsal again`() async throws {
        try await withSimulator { simulator in
            try await withFolder { folder in
                try folder.write("graphene.delete('staging/nowhere')", to: "a.lua")
                _ = try await graphene(
                    ["run", "--rehearse", "--run-id", "try", "a.lua"],
                    environment: simulator.environment, in: folder.path)

                let shown = try await graphene(
                    ["runs", "show", "try"], environment: simulator.environment)

                #expect(shown.output.contains("graphene run --rehearse --api-url "))
            }
        }
    }
}
