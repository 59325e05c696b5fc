import CloudClient
import CloudSimulator
import Diagnostics
import SimulatedCloud
import Testing
import Timekeeping

struct ReferenceTests {
    @Test(arguments: [
        ("production/orders", DatabaseReference.named(environment: "production", name: "orders")),
        ("orders", .bare("orders")), ("id:822b16bb", .id("822b16bb")),
        ("id:db:4f/2a", .id("db:4f/2a")),
        ("bolt://db-1.example.com:24786", .address(host: "db-1.example.com", port: 24_786)),
        ("neo4j+s://DB-1.example.com", .address(host: "db-1.example.com", port: nil)),
        (
            "https://user:pass@db-1.example.com:24780/db?x=1",
            .address(host: "db-1.example.com", port: 24_780)
        ),
        ("db-1.example.com", .address(host: "db-1.example.com", port: nil)),
        ("db-1.example.com:24786", .address(host: "db-1.example.com", port: 24_786)),
        ("bolt://[2001:DB8::7]:24786", .address(host: "2001:db8::7", port: 24_786)),
        ("[::1]:24786", .address(host: "::1", port: 24_786)),
        ("http://[::1]/db", .address(host: "::1", port: nil)),
        ("[::1", .address(host: "[", port: nil)),
    ])
    func `a reference is read as people write it`(_ text: String, _ expected: DatabaseReference) {
        #expect(DatabaseReference(text) == expected)
    }

    @Test func `a database is found by its name, its id and its address`() async throws {
        try await withSimulatedCloud { test in
            let orders = try await test.database("production/orders")
            let address = try #require(orders.connections.boltURL)
            let domain = try #require(orders.connections.domain)

            for text in ["id:\(orders.id)", address, domain, domain.uppercased()] {
                let found = try await test.cloud.database(DatabaseReference(text), for: .changing)
                #expect(found.reference == "production/orders", "\(text)")
            }
        }
    }

    @Test func `an address leads to whoever carries it now`() async throws {
        try await withSimulatedCloud { test in
            let address = try #require(
                try await test.database("production/orders").connections.boltURL)

            _ = try await Errand.switchDNS.run(test)

            #expect(try await test.database(address).reference == "staging/orders")
        }
    }

    @Test func `a database of the other vendor is found by its id`() async throws {
        try await withSimulatedCloud { test in
            let id = try await test.database("staging/experiments").id

            let found = try await test.database("id:\(id)")

            #expect(found.vendor == "ongdb")
            #expect(found.reference == "staging/experiments")
        }
    }

    @Test func `a bare name is enough to read and not to change`() async throws {
        try await withSimulatedCloud { test in
            let reports = try await test.database("reports")

            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.database(.bare("reports"), for: .changing)
            }

            #expect(reports.reference == "production/reports")
            #expect(error?.code == .usage)
            #expect(error?.hint == "write `production/reports`")
        }
    }

    @Test func `a bare name of several lists them`() async throws {
        try await withSimulatedCloud { test in
            let error = await #expect(throws: CloudError.self) { try await test.database("orders") }

            #expect(error?.code == .ambiguous)
            #expect(error?.message.hasSuffix(": production/orders, staging/orders") == true)
        }
    }

    @Test func `databases of one name in one environment are told by their ids`() async throws {
        try await withSimulatedCloud(assuming: [.duplicateNames: "allowed"]) { test in
            let dr = try await test.environment("dr")
            let orders = try await test.database("production/orders")
            _ = try await test.cloud.clone(orders, named: "archive", into: dr)

            let error = await #expect(throws: CloudError.self) {
                try await test.database("dr/archive")
            }

            #expect(error?.code == .ambiguous)
            #expect(error?.message.contains("dr/archive (id:") == true)
        }
    }

    @Test(arguments: [
        ("production/ordres", "did you mean `production/orders`?"),
        ("prodction/orders", "did you mean `production`?"), ("reprots", "did you mean `reports`?"),
    ])
    func `a slip is met with the nearest name`(_ text: String, _ suggestion: String) async throws {
        try await withSimulatedCloud { test in
            let error = await #expect(throws: CloudError.self) { try await test.database(text) }

            #expect(error?.code == .notFound)
            #expect(error?.message.contains(suggestion) == true)
        }
    }

    @Test(arguments: ["production/nothing-like-it", "id:00000000", "unknown.example.com", "zzzzzz"])
    func `what may honestly not be there is nil`(_ text: String) async throws {
        try await withSimulatedCloud { test in
            let found = try await test.cloud.findDatabase(DatabaseReference(text), for: .reading)

            #expect(found == nil)
        }
    }

    @Test(arguments: ["finance/ledger", "finance"])
    func `an environment that is not visible is not found`(_ text: String) async throws {
        try await withSimulatedCloud { test in
            let error = await #expect(throws: CloudError.self) {
                try await test.database(text + (text.contains("/") ? "" : "/x"))
            }

            #expect(error?.code == .notFound)
        }
    }

    @Test func `an environment is found by its id`() async throws {
        try await withSimulatedCloud { test in
            let id = try await test.environment("dr").id

            #expect(try await test.environment("id:\(id)").name == "dr")
        }
    }

    @Test func `a reference that climbs out of its path is refused`() async throws {
        try await withSimulatedCloud { test in
            let error = await #expect(throws: CloudError.self) { try await test.database("id:..") }

            #expect(error?.code == .usage)
            #expect(test.exchanges.all.isEmpty)
        }
    }
}
