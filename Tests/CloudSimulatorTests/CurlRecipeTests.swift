import CloudSimulator
import JSONDocument
import Testing
import Timekeeping

/// What a person has in mind who copies a recipe: which names stand for its placeholders.
private struct Intent {
    /// `environment/name` of the databases that `{databaseId}` means in the last requests, in turn.
    var databases: [String] = []
    /// The environments that `{environmentId}` means in the last requests, in turn.
    var environments: [String] = []
    /// What each `"string"` stands for, by its key.
    var values: [String: String] = [:]
    /// The database whose first snapshot is meant.
    var snapshotOf: String?
}

/// Follows recipes with a real `curl`, looking up ids in the answers as a person would.
private struct Reader {
    let server: SimulatorServer
    let clock: SteppedClock
    var token = ""
    var environments: [String: String] = [:]
    var databases: [String: String] = [:]
    var snapshots: [String: String] = [:]

    /// Sends one request as written but for its placeholders, and returns the answer.
    mutating func send(_ template: String, _ intent: inout Intent) async throws -> JSONValue? {
        var text = template.replacing("https://api.db.graphenedb.com", with: server.origin)
        let (id, secret) = server.withCloud { ($0.clientId, $0.clientSecret) }
        text = text.replacing("\"SECRET\"", with: "\"\(secret)\"")
        text = text.replacing("\"ID\"", with: "\"\(id)\"").replacing("ACCESS_TOKEN", with: token)
        while text.contains("{environmentId}") {
            let label = try #require(intent.environments.first)
            intent.environments.removeFirst()
            let id = try #require(environments[label], "no answer named \(label)")
            text.replace("{environmentId}", with: id, maxReplacements: 1)
        }
        while text.contains("{databaseId}") {
            let name = try #require(intent.databases.first)
            intent.databases.removeFirst()
            let id = try #require(databases[name], "no answer named \(name)")
            text.replace("{databaseId}", with: id, maxReplacements: 1)
        }
        var values = intent.values
        if let name = intent.snapshotOf { values["snapshotId"] = snapshots[name] }
        for (key, value) in values {
            text = text.replacing("\"\(key)\":\"string\"", with: "\"\(key)\":\"\(value)\"")
            text = text.replacing("\"\(key)\": \"string\"", with: "\"\(key)\": \"\(value)\"")
        }
        text = text.replacing("[\"string\"]", with: "[\"log-export\"]")
        #expect(!text.contains("string\""))
        let result = try await CurlProcess.run(text)
        #expect(result.exitStatus == 0, "\(result.errors)")
        return try? JSONValue(parsing: result.output)
    }

    /// Keeps what an answer tells about names and ids.
    mutating func learn(_ answer: JSONValue?, in environment: String?, of database: String?) {
        if let text = answer?["access_token"]?.string { token = text }
        for item in answer?["environments"]?.array ?? [] {
            environments[item["label"]?.string ?? ""] = item["id"]?.string
        }
        for item in answer?["databases"]?.array ?? [] {
            databases["\(environment ?? "")/\(item["name"]?.string ?? "")"] = item["id"]?.string
        }
        if let database, let first = answer?["snapshots"]?.array?.first {
            snapshots[database] = first["id"]?.string
        }
    }

    /// Lets the cloud's time pass until nothing is under way.
    func settle() {
        while let next = server.withCloud({ $0.earliestEnd }) { clock.advance(to: next) }
    }
}

struct CurlRecipeTests {
    /// One intent for each recipe, in the order of the page.
    private static let intents = [
        Intent(
            environments: ["staging"],
            values: [
                "name": "made-by-curl", "plan": "DS1", "version": "5.26.1", "edition": "community",
            ]),
        Intent(databases: ["production/catalog"], environments: ["production"]),
        Intent(databases: ["production/catalog"], environments: ["production"]),
        Intent(databases: ["production/catalog"], environments: ["production"]),
        Intent(
            databases: ["staging/catalog"], environments: ["staging", "dr"],
            values: ["name": "catalog-copy"]),
        Intent(
            databases: ["production/orders"],
            environments: ["production", "production", "staging"],
            values: ["name": "orders-of-then"], snapshotOf: "production/orders"),
        Intent(
            databases: ["staging/orders", "staging/orders"], environments: ["staging", "staging"],
            snapshotOf: "staging/orders"),
        Intent(databases: ["staging/made-by-curl"], environments: ["staging"]),
        Intent(
            databases: ["production/orders", "production/orders", "dr/orders-recovered"],
            environments: ["production", "dr"], values: ["name": "orders-recovered"]),
    ]

    @Test func `every request of the vendor's examples works as written, in order`() async throws {
        let clock = SteppedClock()
        let server = try await SimulatorServer.start(CloudSimulator(), clock: clock)
        var reader = Reader(server: server, clock: clock)
        let before = server.withCloud { $0 }

        for (recipe, planned) in zip(RequestExamples.recipes, Self.intents) {
            var intent = planned
            for template in recipe.requests {
                let environment = intent.environments.first
                let database = intent.databases.first
                let answer = try await reader.send(template, &intent)
                reader.learn(answer, in: environment, of: database)
                if let made = answer?["database"] {
                    // The recipe of a recovery goes on with the clone, whose id this answer tells.
                    let label = planned.environments.last ?? ""
                    reader.databases["\(label)/\(made["name"]?.string ?? "")"] = made["id"]?.string
                }
                let logged = server.withCloud { $0.requests.last }
                #expect((200..<300).contains(logged?.status ?? 0), "\(recipe.title): \(template)")
                reader.settle()
                try await self.renewToken(&reader)
            }
            #expect(intent.databases.isEmpty && intent.environments.isEmpty, "\(recipe.title)")
        }

        let after = server.withCloud { $0 }
        await server.stop()
        #expect(
            after.changes.map(\.verb) == [
                .create, .restart, .pause, .start, .clone, .createFromSnapshot, .restore, .delete,
                .clone, .switchConnections,
            ])
        #expect(after.database("staging/made-by-curl") == nil)
        #expect(after.database("production/catalog")?.state == .running)
        #expect(after.database("staging/orders-of-then")?.data.origin == "production/orders")
        #expect(
            after.database("dr/orders-recovered")?.connection
                == before.database("production/orders")?.connection)
    }

    /// Fetches a token again when the simulated hour of the old one has passed.
    private func renewToken(_ reader: inout Reader) async throws {
        var nothing = Intent()
        guard !reader.token.isEmpty else { return }
        reader.learn(
            try await reader.send(RequestExamples.token, &nothing), in: nil, of: nil)
    }
}
