import CloudSimulator
import JSONDocument
import Testing
import Timekeeping

struct SignInTests {
    private func signIn(
        _ cloud: inout CloudSimulator, _ form: String,
        type: String = "application/x-www-form-urlencoded"
    ) throws -> SimulatedResponse {
        let request = SimulatedRequest(
            "POST", "/organizations/oauth/token", headers: [("Content-Type", type)],
            body: Array(form.utf8))
        return try #require(cloud.handle(request, at: cloud.now).response)
    }

    @Test func `a client with the right secret gets a token for an hour`() throws {
        var cloud = CloudSimulator()

        let response = try signIn(
            &cloud, "client_id=\(cloud.clientId)&client_secret=\(cloud.clientSecret)")

        #expect(response.status == 201)
        #expect(response.json?["token_type"] == "Bearer")
        #expect(response.json?["expires_in"] == 3_600)
    }

    @Test(arguments: [
        ("client_id=nobody&client_secret=x", 401, "invalid_client"),
        ("client_id=%zz&client_secret=x", 400, "invalid_request"),
        ("client_id=a&client_id=b&client_secret=x", 400, "invalid_request"),
        ("client_id=a", 400, "invalid_request"),
        ("", 400, "invalid_request"),
        ("client_id=a&client_secret=b&grant_type=password", 400, "unsupported_grant_type"),
    ])
    func `a sign-in that is wrong says what is wrong`(
        form: String, status: Int, word: String
    ) throws {
        var cloud = CloudSimulator()

        let response = try signIn(&cloud, form)

        #expect(response.status == status)
        #expect(response.json?["error"]?.string == word)
    }

    @Test func `a sign-in in JSON is refused`() throws {
        var cloud = CloudSimulator()

        let response = try signIn(&cloud, "{}", type: "application/json")

        #expect(response.status == 415)
    }

    @Test func `a token is refused from the instant on that it expires`() throws {
        var caller = try SimulatedCaller(assuming: ["token-ttl=10"])

        caller.wait(.milliseconds(9_999))
        let before = try caller.send("GET", "/deployments/environments")
        caller.wait(.milliseconds(1))
        let after = try caller.send("GET", "/deployments/environments")

        #expect(before.status == 200)
        #expect(after.status == 401)
        #expect(after.header("WWW-Authenticate") != nil)
    }

    @Test(arguments: ["Bearer", "Bearer wrong", "Basic abc", ""])
    func `a wrong authorization is refused`(value: String) throws {
        var caller = try SimulatedCaller()

        let request = SimulatedRequest(
            "GET", "/deployments/environments", headers: [("Authorization", value)])
        let response = caller.cloud.handle(request, at: caller.now).response

        #expect(response?.status == 401)
    }

    @Test func `an older token stays good when a newer one is fetched`() throws {
        var caller = try SimulatedCaller()
        let first = caller.token

        try caller.signIn()
        caller.token = first

        #expect(try caller.send("GET", "/deployments/environments").status == 200)
    }
}
