import CloudClient
import JSONDocument
import Testing

@testable import ScriptHost

struct RequestSubjectTests {
    private static let all = ["ab12cd34", "ffff0000"].map { id in
        Database(.object(["id": .string(id), "environmentId": .string("env-\(id)")]))!
    }

    @Test(
        arguments: [
            ("/deployments/databases/graphneo/ab12cd34", nil, true),
            ("/deployments/databases/graphneo/AB12CD34/pause", nil, true),
            ("/deployments/databases/graphneo/%61b12cd34", nil, true),
            ("/deployments/databases/graphneo/ab12-cd34", nil, true),
            ("/deployments/environments/env-ab12cd34", nil, true),
            ("/deployments/databases/graphneo/other", ["targetDatabase": "ab12cd34"], true),
            ("/x", [["a": ["b", ["c": "AB12CD34"]]]], true),
            ("/deployments/databases/graphneo", ["environmentId": "env-ab12cd34"], false),
            ("/deployments/databases/graphneo/ab12", nil, false),
        ] as [(String, JSONValue?, Bool)])
    func `a request is about each database that it names`(
        path: String, body: JSONValue?, isFound: Bool
    ) {
        let request = ProposedChange.OwnRequest(path: path, query: [], body: body)

        let found = RequestSubjects(request).databases(among: Self.all)

        #expect(found.map(\.id) == (isFound ? ["ab12cd34"] : []))
    }

    @Test func `a query names databases too`() {
        let request = ProposedChange.OwnRequest(
            path: "/x", query: [.init(name: "database", value: "ffff0000")], body: nil)

        #expect(RequestSubjects(request).databases(among: Self.all).map(\.id) == ["ffff0000"])
    }
}
