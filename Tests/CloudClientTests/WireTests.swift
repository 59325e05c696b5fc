@testable import CloudClient
import FoundationEssentials
import JSONDocument
import Testing
import Timekeeping

struct WireFixtureTests {
    private func fixture(_ name: String) throws -> JSONValue {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent()
        return try JSONValue(
            parsing: Data(contentsOf: folder.appending(path: "WireFixtures/\(name).json")))
    }

    @Test func `a database is read with all that is told of it`() throws {
        let database = try #require(Database(try fixture("database")))

        #expect(database.id == "44444444444444444444444444444444")
        #expect(database.name == "orders")
        #expect(database.plan == "DS4")
        #expect(database.version == "5.26.1")
        #expect(database.edition == "enterprise")
        #expect(database.vendor == "graphneo")
        #expect(database.connections.boltURL == "bolt://db-0123456789ab.graphenedb.invalid:24786")
        #expect(database.connections.httpURL == "http://db-0123456789ab.graphenedb.invalid:24789")
        #expect(database.createdAt == Timestamp.parse("2025-10-19T02:00:00Z"))
        #expect(database.status.isRunning)
        #expect(database.status.lastHealth == "ok")
    }

    @Test func `lists are read from their wrapping`() throws {
        let environments = try #require(try fixture("environments").list("environments"))
        let databases = try #require(try fixture("databases").list("databases"))
        let plugins = try #require(try fixture("plugins").list("plugins"))
        let settings = try #require(try fixture("settings").list("configuration"))
        let snapshots = try #require(try fixture("snapshots").list("snapshots"))

        let environment = try #require(environments.compactMap(Environment.init).first)
        #expect(environment.name == "production")
        #expect(environment.networkRules.first?.ipRange == "203.0.113.0/24")
        #expect(environment.peers.first?.vpcID == "vpc-0123456789abcdef0")
        #expect(databases.compactMap(Database.init).count == 1)
        #expect(plugins.compactMap(Plugin.init).first?.name == "apoc")
        #expect(settings.compactMap(Setting.init).first?.value == "16G")
        #expect(snapshots.compactMap(Snapshot.init).first?.isUsable == true)
    }

    @Test func `answers to changes are read`() throws {
        let created = ChangeAnswer(try fixture("created"))
        let accepted = ChangeAnswer(try fixture("accepted"))

        #expect(created.database?.name == "orders-copy")
        #expect(created.operationID == "0c1d2e3f405162738495a6b7c8d9eafb")
        #expect(accepted.database == nil)
        #expect(accepted.operationID == "0c1d2e3f405162738495a6b7c8d9eafb")
        #expect(ChangeAnswer(.null).operationID == nil)
    }

    @Test func `an operation and a status are read`() throws {
        let operation = CloudClient.Operation(try fixture("operation"), asked: "x")
        let status = DatabaseStatus(try fixture("status"))

        #expect(operation.nextID == "66666666666666666666666666666666")
        #expect(!operation.hasFinished)
        #expect(operation.startedAt != nil)
        #expect(status == DatabaseStatus(try fixture("status")))
        #expect(status.lastHealthSecondsAgo == 12)
    }

    @Test func `an error's words are read`() throws {
        let body = Array(try fixture("error").text.utf8)

        #expect(ServerWords(CloudResponse(status: 404, body: body)).text == "no such database")
    }

    @Test(arguments: [
        #"{"id":"a"}"#, #"{"id":7,"name":null,"status":"running","version":"5.x"}"#,
        #"{"databaseId":"a","status":{"state":4},"httpPort":"x","nodes":{},"extra":[1]}"#,
    ])
    func `a database is read whatever is missing or odd`(_ text: String) throws {
        #expect(Database(try JSONValue(parsing: text)) != nil)
    }

    @Test(arguments: [
        (#"[{"id":"a"}]"#, 1), (#"{"databases":[]}"#, 0), (#"{"data":[{"id":"a"}],"total":1}"#, 1),
    ])
    func `a list is read bare, in its own wrapping and in another`(
        _ text: String, _ count: Int
    ) throws {
        #expect(try JSONValue(parsing: text).list("databases")?.count == count)
    }

    @Test(arguments: [#"{"a":[],"b":[]}"#, #""text""#, "{}", "7"])
    func `what holds no list is told from an empty one`(_ text: String) throws {
        #expect(try JSONValue(parsing: text).list("databases") == nil)
    }
}

struct RequestPathTests {
    @Test func `an id cannot leave its segment`() {
        #expect(
            RequestPath(["databases", "a/b?c#d %e"])?.encoded == "/databases/a%2Fb%3Fc%23d%20%25e")
        #expect(RequestPath(["databases", ".."]) == nil)
        #expect(RequestPath(["databases", "."]) == nil)
        #expect(RequestPath(["databases", ""]) == nil)
    }

    @Test(arguments: [
        ("/a/b", "/a/b"), ("/a b/ä", "/a%20b/%C3%A4"), ("/a%2Fb", "/a%2Fb"), ("/", "/"),
    ])
    func `a path that a person wrote is sent as it is meant`(_ text: String, _ encoded: String) {
        #expect(RequestPath(writtenAs: text)?.encoded == encoded)
    }
}

struct RedactionTests {
    private let redaction = Redaction(known: [Secret("s3cr3t-text")])

    @Test func `secrets are taken out by name and by text`() throws {
        let json: JSONValue = [
            "access_token": "abc",
            "nested": ["clientSecret": "x", "note": "has s3cr3t-text in it"],
            "configuration": [
                ["key": "heap", "value": "16G", "secret": false],
                ["key": "hook", "value": "top", "secret": true],
                ["key": "ldap.password", "value": "top", "secret": false],
            ],
            "token_type": "Bearer",
        ]

        let text = redaction.redact(json).text

        #expect(!text.contains("abc") && !text.contains("s3cr3t-text") && !text.contains("top"))
        #expect(text.contains("16G") && text.contains("Bearer"))
        #expect(text.contains(#""secret":true"#))
    }

    @Test func `an answer that is no JSON is not repeated`() {
        let response = CloudResponse(
            status: 200, headers: [.init(name: "Content-Type", value: "text/html")],
            body: Array(#"{"access_token":"half"#.utf8))
        let instant = Instant(secondsSince1970: 0)

        let exchange = Exchange(
            CloudRequest(.get, RequestPath(literal: "/a")), .success(response), from: instant,
            to: instant, hiding: Redaction())

        #expect(exchange.responseBody == "21 bytes, text/html, not JSON")
    }
}

struct BodyTests {
    @Test func `a form is encoded and an upload has its parts`() {
        let form = CloudRequest.Body.form([.init(name: "a b", value: Secret("c&d=é"))]).written()
        let upload = CloudRequest.Body.upload(
            file: Array("jar graphene-part-0-7c2f91".utf8), fileName: "a\"b.jar",
            fields: [.init(name: "name", value: Secret("apoc"))]
        ).written()
        let text = String(decoding: upload.bytes, as: UTF8.self)

        #expect(String(decoding: form.bytes, as: UTF8.self) == "a%20b=c%26d%3D%C3%A9")
        #expect(upload.type == "multipart/form-data; boundary=graphene-part-1-7c2f91")
        #expect(text.contains("name=\"file\"; filename=\"a%22b.jar\"\r\n"))
        #expect(text.contains("name=\"name\"\r\n\r\napoc\r\n"))
        #expect(text.hasSuffix("--graphene-part-1-7c2f91--\r\n"))
    }

    @Test func `a request without a body is marked as JSON, as the cloud's examples are`() {
        let written = CloudRequest(.post, RequestPath(literal: "/a")).written()

        #expect(written.headers.contains(.init(name: "content-type", value: "application/json")))
        #expect(written.body.isEmpty)
    }
}
