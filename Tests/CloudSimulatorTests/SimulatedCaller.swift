import CloudSimulator
import JSONDocument
import Testing
import Timekeeping

/// A signed-in caller of a simulated cloud in a time that the test moves.
struct SimulatedCaller {
    var cloud: CloudSimulator
    var token: String
    var now: Instant

    init(
        _ account: SimulatedAccount = .sample, assuming settings: [String] = [], seed: UInt64 = 1
    ) throws {
        cloud = CloudSimulator(
            seed: seed, account: account, assumptions: try Assumptions(settings))
        now = cloud.now
        token = ""
        try signIn()
    }

    mutating func signIn() throws {
        let form = "client_id=\(cloud.clientId)&client_secret=\(cloud.clientSecret)"
        let answer = cloud.handle(
            SimulatedRequest(
                "POST", "/organizations/oauth/token",
                headers: [("Content-Type", "application/x-www-form-urlencoded")],
                body: Array((form + "&grant_type=client_credentials").utf8)),
            at: now)
        token = try #require(answer.response?.json?["access_token"]?.string)
    }

    @discardableResult
    mutating func answer(
        _ method: String, _ target: String, body: String? = nil,
        headers: [(name: String, value: String)] = [("Content-Type", "application/json")]
    ) -> SimulatedAnswer {
        cloud.handle(
            SimulatedRequest(
                method, target, headers: [("authorization", "Bearer \(token)")] + headers,
                body: Array((body ?? "").utf8)),
            at: now)
    }

    /// Sends a request that is answered.
    @discardableResult
    mutating func send(
        _ method: String, _ target: String, body: String? = nil
    ) throws -> SimulatedResponse {
        try #require(answer(method, target, body: body).response)
    }

    mutating func get(_ target: String) throws -> JSONValue {
        let response = try send("GET", target)
        try #require(response.status == 200, "\(response.status) \(response.text)")
        return try #require(response.json)
    }

    mutating func post(_ target: String, _ body: JSONValue? = nil) throws -> SimulatedResponse {
        try send("POST", target, body: body?.text)
    }

    mutating func wait(_ duration: Duration) {
        now = now + duration
        cloud.advance(to: now)
    }

    /// Lets time pass until nothing happens any more.
    mutating func settle() {
        while let next = cloud.earliestEnd {
            now = max(now, next)
            cloud.advance(to: now)
        }
    }

    /// The path of a database, with something after it.
    func path(_ reference: String, _ rest: String = "") throws -> String {
        let database = try #require(cloud.database(reference))
        return "/deployments/databases/\(database.vendor)/\(escaped(database.id))\(rest)"
    }

    func id(_ reference: String) throws -> String {
        try #require(cloud.database(reference)).id
    }

    func environmentId(_ label: String) throws -> String {
        try #require(cloud.environment(named: label)).id
    }

    func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            let isPlain = byte < 128 && (scalar.properties.isAlphabetic || (48...57).contains(byte))
            return isPlain || byte == 45
                ? String(scalar) : "%" + String(Int(byte) + 256, radix: 16).dropFirst()
        }.joined()
    }

    /// Clones a database and returns the answer.
    mutating func clone(
        _ reference: String, to environment: String, as name: String
    ) throws -> SimulatedResponse {
        try post(
            path(reference, "/clone"),
            ["name": .string(name), "environmentId": .string(environmentId(environment))])
    }
}
