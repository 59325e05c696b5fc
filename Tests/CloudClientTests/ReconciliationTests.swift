@testable import CloudClient
import JSONDocument
import Testing
import Timekeeping

struct CopyEvidenceTests {
    private let place = Environment(
        id: "e1", name: "dr", region: nil, cidr: nil, networkRules: [], peers: [], createdAt: nil,
        raw: .null)

    private func database(_ id: String, _ name: String) -> Database {
        var database = Database(unidentified: name, in: place, vendor: "graphneo")
        database.id = id
        return database
    }

    private func copy(before: [String]) -> Copy {
        Copy(
            name: "copy", environment: place, vendor: "graphneo", before: before,
            goal: .running(isNew: true))
    }

    @Test func `a new database of that name is the copy`() {
        let evidence = copy(before: ["a"]).evidence(
            in: [database("a", "copy"), database("b", "copy"), database("c", "other")])

        guard case .applied(let answer) = evidence else { return #expect(Bool(false)) }
        #expect(answer.database?.id == "b")
    }

    @Test func `one that was there before is not`() {
        let evidence = copy(before: ["a"]).evidence(in: [database("a", "copy")])

        guard case .nothing = evidence else { return #expect(Bool(false)) }
    }

    @Test func `of two new ones neither is certain`() {
        let evidence = copy(before: []).evidence(in: [database("a", "copy"), database("b", "copy")])

        guard case .undecided = evidence else { return #expect(Bool(false)) }
    }
}

struct ChangeAnswerTests {
    @Test(arguments: [
        (#"{"operationId":"a"}"#, "a", nil as String?),
        (#"{"database":{"id":"d"},"operationId":"a"}"#, "a", "d"),
        (#"{"id":"d","name":"orders"}"#, nil, "d"),
        (#"{"stationIds":[],"reset":true}"#, nil, nil), (#"{}"#, nil, nil), ("null", nil, nil),
        (#"{"operationId":""}"#, nil, nil), (#"{"operationId":null}"#, nil, nil),
        (#"[]"#, nil, nil), (#""accepted""#, nil, nil),
    ])
    func `an answer is read in every shape it may have`(
        _ text: String, _ operation: String?, _ database: String?
    ) throws {
        let answer = ChangeAnswer(try JSONValue(parsing: text))

        #expect(answer.operationID == operation)
        #expect(answer.database?.id == database)
    }

    @Test func `a snapshot in an answer is found`() throws {
        let answer = ChangeAnswer(["snapshot": ["id": "s", "label": "mine"], "operationId": "a"])

        #expect(answer.snapshot?.label == "mine")
        #expect(answer.operationID == "a")
    }
}

struct ServerWordsTests {
    private func words(_ text: String, type: String = "application/json") -> ServerWords {
        ServerWords(
            CloudResponse(
                status: 409, headers: [.init(name: "Content-Type", value: type)],
                body: Array(text.utf8)))
    }

    @Test(arguments: [
        #"{"error":"it is busy"}"#, #"{"message":"it is busy","code":"busy"}"#,
        #"{"error":{"message":"it is busy","code":"busy"}}"#,
        #"{"title":"Conflict","detail":"it is busy"}"#, #"{"errors":["it is busy"]}"#,
        #"{"errors":[{"message":"it is busy"}]}"#,
        #"{"error":"busy","error_description":"it is busy."}"#,
    ])
    func `words are found wherever they are`(_ text: String) {
        #expect(words(text).text == "it is busy")
    }

    @Test func `plain words are taken, pages are not`() {
        #expect(words("it is busy\n", type: "text/plain").text == "it is busy")
        #expect(words("<html>busy</html>", type: "text/html").text == nil)
        #expect(words("").text == nil)
    }

    @Test func `the operation in the way is found`() {
        #expect(words(#"{"error":"busy","operationId":"op-9"}"#).operationID == "op-9")
        #expect(words(#"{"error":{"operationId":"op-9"}}"#).operationID == "op-9")
        #expect(words(#"{"operation":{"id":"op-9"}}"#).operationID == "op-9")
    }

    @Test func `a limit is told from a conflict`() {
        #expect(words(#"{"error":"the limit of 2 snapshots is reached"}"#).speaksOfLimit)
        #expect(!words(#"{"error":"it is busy"}"#).speaksOfLimit)
    }
}
