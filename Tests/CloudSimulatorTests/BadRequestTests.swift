import CloudSimulator
import JSONDocument
import Testing

struct BadRequestTests {
    @Test(arguments: [
        "{", "", "[]", "null", "\"x\"", #"{"name": 1, "environmentId": "x"}"#,
        #"{"name": "a"}"#, #"{"environmentId": "x"}"#, "\u{0}",
    ])
    func `a clone with a bad body is refused and changes nothing`(body: String) throws {
        var caller = try SimulatedCaller()

        let response = try caller.send(
            "POST", caller.path("production/orders", "/clone"), body: body)

        #expect(response.status == 400)
        #expect(response.json?["error"]?.string != nil)
        #expect(caller.cloud.changes.isEmpty)
    }

    @Test(arguments: ["/pause", "/start"], ["{", "[]", "\u{0}"])
    func `an action that takes no body refuses one that is no JSON object`(
        action: String, body: String
    ) throws {
        var caller = try SimulatedCaller()
        let name = action == "/pause" ? "production/orders" : "production/reports"

        let response = try caller.send("POST", caller.path(name, action), body: body)
        let empty = try caller.send("POST", caller.path(name, action), body: "{}")

        #expect(response.status == 400)
        #expect(empty.status == 202)
        #expect(caller.cloud.changes.count == 1)
    }

    @Test(arguments: ["GET", "PUT", "PATCH", "DELETE", "HEAD"])
    func `a method that a path does not have is refused with those it has`(method: String) throws {
        var caller = try SimulatedCaller()

        let response = try caller.send(method, caller.path("production/orders", "/pause"))

        #expect(response.status == 405)
        #expect(response.header("Allow") == "POST")
    }

    @Test(arguments: [
        "/deployments/./environments", "/deployments/../environments",
        "/deployments/%2e%2e/environments", "/deployments/%zz", "/deployments/%e9",
        "deployments", "", "http://127.0.0.1/deployments/environments", "*", "/deployments#x",
    ])
    func `a malformed target is refused`(target: String) throws {
        var caller = try SimulatedCaller()

        #expect(try caller.send("GET", target).status == 400)
    }

    @Test(arguments: [
        "/deployments/databases/graphneo/x/logs", "/organizations/members", "/", "/v1/databases",
        "/deployments/environments/", "//deployments/environments",
    ])
    func `what is not modelled answers 501 and its name`(target: String) throws {
        var caller = try SimulatedCaller()

        let response = try caller.send("GET", target)

        #expect(response.status == 501)
        #expect(response.text.contains(target))
    }

    @Test func `a body of another content type is refused`() throws {
        var caller = try SimulatedCaller()

        let response = caller.answer(
            "POST", try caller.path("production/orders", "/clone"), body: "name=a",
            headers: [("Content-Type", "application/x-www-form-urlencoded")]
        ).response

        #expect(response?.status == 415)
    }

    @Test func `a JSON body of more than a mebibyte is refused`() throws {
        var caller = try SimulatedCaller()
        let body = String(repeating: " ", count: 1 << 20) + "{}"

        let response = try caller.send(
            "POST", caller.path("production/orders", "/clone"), body: body)

        #expect(response.status == 413)
    }

    @Test func `an id that must be escaped is found by its escaped path`() throws {
        var caller = try SimulatedCaller(assuming: ["ids=opaque"])

        let response = try caller.get(caller.path("production/orders"))

        #expect(response["id"]?.string == (try caller.id("production/orders")))
        #expect(response["id"]?.string?.contains("/") == true)
    }

    @Test func `a query is no part of the path`() throws {
        var caller = try SimulatedCaller()

        #expect(try caller.send("GET", "/deployments/environments?a=/../b").status == 200)
    }
}
