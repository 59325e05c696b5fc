import CloudSimulator
import JSONDocument
import Testing

struct SettingsTests {
    @Test func `writing settings replaces them all and asks for a restart`() throws {
        var caller = try SimulatedCaller()
        let path = try caller.path("production/orders")
        let body: JSONValue = [
            "configuration": [["key": "dbms.mode", "value": "SINGLE", "secret": false]]
        ]

        let written = try caller.send("PUT", path + "/settings/config", body: body.text)
        let needed = try caller.get(path + "/status")["needsRestart"]
        _ = try caller.post(path + "/restart", ["reset": true])
        caller.settle()

        #expect(written.json == body && needed == true)
        #expect(try caller.get(path + "/settings/config") == body)
        #expect(try caller.get(path + "/status")["needsRestart"] == false)
    }

    @Test(arguments: [
        #"{"configuration": "x"}"#, #"{"configuration": [1]}"#,
        #"{"configuration": [{"key": "a"}]}"#, #"{"configuration": [{"value": "a"}]}"#,
        #"{"configuration": [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]}"#,
    ])
    func `settings of the wrong shape are refused`(body: String) throws {
        var caller = try SimulatedCaller()

        let response = try caller.send(
            "PUT", caller.path("production/orders", "/settings/config"), body: body)

        #expect(response.status == 400)
    }

    @Test func `a plugin is uploaded as a file with a name, and can be removed`() throws {
        var caller = try SimulatedCaller()
        let path = try caller.path("production/catalog", "/plugins")
        let form = """
            --XX\r\nContent-Disposition: form-data; name="file"; filename="my.jar"\r
            Content-Type: application/java-archive\r\n\r\nPK\u{3}\u{4}\r\n--X\r
            --XX\r\nContent-Disposition: form-data; name="name"\r\n\r\nmy-plugin\r\n--XX--\r\n
            """
        let type = [(name: "Content-Type", value: "multipart/form-data; boundary=\"XX\"")]

        let made = caller.answer("POST", path, body: form, headers: type).response
        let again = caller.answer("POST", path, body: form, headers: type).response
        let id = try #require(made?.json?["id"]?.string)
        let needed = try caller.get(caller.path("production/catalog", "/status"))["needsRestart"]
        let removed = try caller.send("DELETE", path + "/\(id)")

        #expect(made?.status == 201 && made?.json?["name"] == "my-plugin")
        #expect(again?.status == 409 && needed == true && removed.status == 204)
        #expect(try caller.get(path)["plugins"]?.array?.count == 1)
    }

    @Test(arguments: [
        ("multipart/form-data; boundary=XX", "--XX\r\nbroken"),
        ("multipart/form-data; boundary=XX", "--XX--"),
        ("multipart/form-data", "--XX--"), ("multipart/form-data; boundary=XX", ""),
    ])
    func `a broken upload is refused`(type: String, body: String) throws {
        var caller = try SimulatedCaller()

        let response = caller.answer(
            "POST", try caller.path("production/catalog", "/plugins"), body: body,
            headers: [("Content-Type", type)]
        ).response

        #expect(response?.status == 400)
    }

    @Test func `a peering is made, listed in its environment, and removed`() throws {
        var caller = try SimulatedCaller()
        let id = try caller.environmentId("dr")
        let path = "/deployments/environments/\(id)/peers"

        let made = try caller.post(
            path,
            [
                "label": "shop", "awsAccountId": "1", "vpcId": "vpc-1",
                "peerVpcRegion": "us-east-1",
            ])
        let peer = try #require(made.json?["id"]?.string)
        let count = caller.cloud.environment(named: "dr")?.peers.count
        let removed = try caller.send("DELETE", path + "/\(peer)")

        #expect(made.status == 201 && count == 1 && removed.status == 204)
        #expect(caller.cloud.environment(named: "dr")?.peers.isEmpty == true)
    }

    @Test func `an API client may not create environments`() throws {
        var caller = try SimulatedCaller()

        #expect(try caller.post("/deployments/environments", [:]).status == 403)
    }
}
