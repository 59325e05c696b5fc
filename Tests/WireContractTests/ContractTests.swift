import CloudClient
import CloudSimulator
import JSONDocument
import SimulatedCloud
import Testing
import WireContract

struct ContractTests {
    private func report(
        assuming setting: String? = nil, _ account: SimulatedAccount = .sample
    ) async throws -> (report: ContractReport, exchanges: [Exchange]) {
        let parts = setting?.split(separator: "=").map(String.init) ?? []
        let name = parts.first.flatMap(AssumptionName.init(rawValue:))
        let result = Recorder<[Exchange]>()
        try await withSimulatedCloud(account, assuming: name.map { [$0: parts[1]] } ?? [:]) {
            test in
            try await ContractReading.read(test.cloud)

            #expect(test.changingRequests == [])
            #expect(test.applied == [])
            result.record(test.exchanges.all)
        }
        let exchanges = result.all[0]
        return (ContractReport(exchanges), exchanges)
    }

    @Test func `the simulated cloud is as it is assumed to be`() async throws {
        let (report, _) = try await report()

        #expect(report.settings == [])
        #expect(!report.isBroken)
        let odd = report.routes.flatMap { route in
            route.findings.filter { $0.verdict == .differs || $0.verdict == .unknown }.map {
                "\(route.route) \($0.field) \($0.detail)"
            }
        }
        #expect(odd == [])
    }

    @Test(
        arguments: Assumption.table.flatMap { assumption -> [String] in
            guard case .choice(let choices) = assumption.values else { return [] }
            return choices.dropFirst().map { "\(assumption.name.rawValue)=\($0.value)" }
        })
    func `an account that differs in one assumption is read, and told apart where reading can`(
        _ setting: String
    ) async throws {
        let (report, _) = try await report(assuming: setting)

        #expect(!report.isBroken)
        let name = setting.prefix { $0 != "=" }
        let readable = report.evidence.map(\.name.rawValue)
        #expect(report.settings == (readable.contains(String(name)) ? [setting] : []))
    }

    @Test func `what is not known and what is of another kind is told by its field`() throws {
        let body: JSONValue = [
            "environments": [["id": "e1", "label": 7, "tags": [], "createdAt": "2026-11-23"]]
        ]

        let report = ContractReport([Self.exchange("/deployments/environments", body)])

        let found = Dictionary(
            uniqueKeysWithValues: report.routes[0].findings.map { ($0.field, $0) })
        #expect(found["label"]?.verdict == .differs)
        #expect(found["label"]?.detail == "a whole number, expected text")
        #expect(found["tags"]?.verdict == .unknown)
        #expect(found["region"]?.verdict == .neverSeen)
        #expect(found["id"]?.verdict == .agrees)
        #expect(!report.isBroken)
    }

    @Test(arguments: [
        ["environments": [["label": "production"]]] as JSONValue, ["page": 1, "of": 2], [7],
    ])
    func `an account that cannot be worked with is told`(_ body: JSONValue) throws {
        let report = ContractReport([Self.exchange("/deployments/environments", body)])

        #expect(report.isBroken)
    }

    @Test func `a word that is not understood is told`() throws {
        let report = ContractReport([
            Self.exchange("/deployments/databases/graphneo/d1/status", ["state": "hibernating"])
        ])

        let state = report.routes.flatMap(\.findings).first { $0.verdict == .differs }
        #expect(state?.field == "state" && state?.detail == "`hibernating`, not known here")
    }

    @Test func `a fixture has the shapes and none of the values`() async throws {
        let (_, exchanges) = try await report()

        let text = ContractFixture.document(exchanges).text

        for word in ["production", "orders", "shop", "graphenedb.invalid", "203.0.113"] {
            #expect(!text.contains(word), "\(word)")
        }
        #expect(text.contains("\"running\"") && text.contains("\"DS4\""))
        let ids = exchanges.flatMap { $0.path.split(separator: "/") }.filter { $0.count == 32 }
        #expect(
            !ids.isEmpty && ids.allSatisfy { $0.allSatisfy { $0 == "0" } || !text.contains($0) })
    }

    private static func exchange(_ path: String, _ body: JSONValue) -> Exchange {
        var exchange = Exchange(
            startedAt: CloudSimulator.epoch, elapsed: .zero, method: "GET", path: path)
        exchange.status = 200
        exchange.responseBody = body
        return exchange
    }
}
