import CloudSimulator
import Foundation
import JSONDocument
import Testing

/// The simulated cloud's answers against shapes that its authors and the client's share.
struct WireFixtureTests {
    /// Writes the keys and types of a document, and nothing of its values.
    private func shape(_ json: JSONValue?) -> String {
        switch json {
        case .object(let members):
            "{"
                + members.keys.sorted().map { "\($0): \(shape(members[$0]))" }
                .joined(separator: ", ") + "}"
        case .array(let items): "[\(items.first.map { shape($0) } ?? "")]"
        case .string: "string"
        case .integer, .number: "number"
        case .boolean: "boolean"
        case .null: "null"
        case nil: "nothing"
        }
    }

    private func fixture(_ name: String) throws -> JSONValue {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = folder.appending(path: "WireFixtures/\(name).json")
        return try JSONValue(parsing: Data(contentsOf: file))
    }

    @Test(arguments: [
        ("environments", "", "/deployments/environments"),
        ("databases", "", "/deployments/databases/graphneo"),
        ("database", "production/orders", ""), ("status", "production/orders", "/status"),
        ("snapshots", "production/orders", "/snapshots/manual"),
        ("plugins", "production/orders", "/plugins"),
        ("settings", "production/orders", "/settings/config"),
        ("error", "", "/deployments/databases/graphneo/none"),
    ])
    func `a read answers in the shape of the fixture`(
        name: String, reference: String, rest: String
    ) throws {
        var caller = try SimulatedCaller()
        let path = reference.isEmpty ? rest : try caller.path(reference, rest)

        let answer = try caller.send("GET", path).json

        #expect(shape(answer) == shape(try fixture(name)))
    }

    @Test func `changes answer in the shapes of the fixtures`() throws {
        var caller = try SimulatedCaller()
        let environment = try caller.environmentId("dr")

        let created = try caller.clone("production/orders", to: "dr", as: "copy").json
        let id = created?["operationId"]?.string ?? ""
        let operation = try caller.get(caller.path("dr/copy", "/operations/\(id)"))
        let accepted = try caller.post(caller.path("staging/orders", "/pause")).json
        let peer = try caller.post(
            "/deployments/environments/\(environment)/peers",
            ["label": "a", "awsAccountId": "b", "vpcId": "c", "peerVpcRegion": "d"]
        ).json

        #expect(shape(created) == shape(try fixture("created")))
        #expect(shape(operation) == shape(try fixture("operation")))
        #expect(shape(accepted) == shape(try fixture("accepted")))
        #expect(shape(peer) == shape(try fixture("peer")))
    }

    @Test(arguments: [("token", ""), ("token-error", "wrong")])
    func `signing in answers in the shape of the fixture`(name: String, suffix: String) throws {
        var cloud = CloudSimulator()
        let form = "client_id=\(cloud.clientId)&client_secret=\(cloud.clientSecret)\(suffix)"
        let request = SimulatedRequest(
            "POST", "/organizations/oauth/token",
            headers: [("Content-Type", "application/x-www-form-urlencoded")],
            body: Array(form.utf8))

        let answer = cloud.handle(request, at: cloud.now).response?.json

        #expect(shape(answer) == shape(try fixture(name)))
    }
}
