import CloudClient
import JSONDocument
import Testing

@testable import ScriptHost

struct RequestSubjectTests {
    private static let all = ["ab12cd34", "ffff0000"].compactMap { id in
        Database([
            "id": .string(id), "environmentId": .string("e-" + String(id.reversed())),
        ])
    }

    @Test(arguments: [
        ("/deployments/databases/graphneo/AB12CD34", true), ("/deployments/environments/e-1", true),
        ("/deployments/databases/graphneo", false), ("/organizations/mine", false),
    ])
    func `a path leads to what it names, whatever else a request says`(
        path: String, leads: Bool
    ) throws {
        let request = ProposedChange.OwnRequest(
            .delete, path: path, query: [.init(name: "x", value: "ab12cd34")], body: ["ab12cd34"])
        let environment = try #require(Environment(["id": "e-1", "label": "empty"]))

        #expect(
            RequestSubjects(request).leadsTo(anyOf: Self.all, or: [environment]) == leads)
    }

    @Test func `a query names databases too`() {
        let request = ProposedChange.OwnRequest(
            .post, path: "/x", query: [.init(name: "database", value: "ffff0000")], body: nil)

        #expect(RequestSubjects(request).databases(among: Self.all).map(\.id) == ["ffff0000"])
    }
}
