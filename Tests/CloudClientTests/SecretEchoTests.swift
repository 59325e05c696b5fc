@testable import CloudClient
import Diagnostics
import JSONDocument
import SimulatedCloud
import Testing
import Timekeeping

private let signIn = "POST /organizations/oauth/token"
private let environments = "GET /deployments/environments"
/// The scripted cloud's client secret and token.
private let secrets = ["secret-1", "token-1"]

struct SecretEchoTests {
    /// The client secret as it is, and inside a basic authorization.
    private static let echoes = ["secret-1", "bWU6c2VjcmV0LTE="]

    private func holdsNone(_ text: String?) -> Bool {
        let hidden = secrets + ["c2VjcmV0", "ZWNyZXQt"]
        return !hidden.contains { text?.contains($0) == true }
    }

    private func expectHidden(_ error: CloudError?, _ test: ScriptedCloud) {
        #expect(holdsNone(error?.message), "\(error?.message ?? "")")
        #expect(holdsNone(error?.hint))
        #expect(holdsNone(error?.requestID))
        #expect(holdsNone(error.map { ErrorText.describe($0, isVerbose: true) }))
        #expect(holdsNone(test.progress.all.map { "\($0)" }.joined()))
        #expect(holdsNone(test.exchanges.all.map { "\($0)" }.joined()))
    }

    @Test(arguments: [400, 401, 403], echoes)
    func `a secret that the sign-in sends back is not repeated`(
        _ status: Int, _ echo: String
    ) async throws {
        let answer: JSONValue = ["error_description": .string("bad secret \(echo) given")]
        try await withScriptedCloud([signIn: [.status(status, answer)]]) { test in
            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.environments()
            }

            #expect(error?.code == .auth)
            #expect(error?.message.contains("bad secret") == true)
            expectHidden(error, test)
        }
    }

    @Test(arguments: [401, 403, 404, 500])
    func `a token that the cloud sends back is not repeated`(_ status: Int) async throws {
        let padding = String(repeating: "x", count: 296)
        for words in ["no token-1 here, nor secret-1", padding + "token-1", "tok\u{200b}en-1"] {
            let answer: JSONValue = ["error": ["message": .string(words)]]
            try await withScriptedCloud([environments: [.status(status, answer)]]) { test in
                let error = await #expect(throws: CloudError.self) {
                    try await test.cloud.environments()
                }

                expectHidden(error, test)
                #expect(error?.message.contains("toke") == false || words.hasPrefix("no token"))
            }
        }
    }

    @Test func `a secret in a request's id, a failure and an operation's id is not repeated`() {
        var response = CloudResponse(
            status: 409, headers: [.init(name: "X-Request-Id", value: "r-secret-1")],
            body: Array(#"{"error":"busy","operationId":"op-token-1"}"#.utf8))
        response.redaction = Redaction(known: secrets.map { Secret($0) })

        let problem = Problem(response, at: Instant(secondsSince1970: 0))

        #expect(problem.requestID == "r-***")
        #expect(problem.operationID == "op-***")
    }

    @Test func `a raw answer that holds the client's secret or token comes without it`()
        async throws
    {
        let token = "token-of-this-run-1"
        let answers: [String: [ScriptedTransport.Answer]] = [
            signIn: [.status(200, ["access_token": .string(token), "id": .string(token)])],
            "GET /echo": [.status(200, ["headers": ["Authorization": .string("Bearer " + token)]])],
        ]
        try await withScriptedCloud(answers) { test in
            let answer = try await test.cloud.api(.get, path: "/echo")

            #expect(answer == ["headers": ["Authorization": "Bearer ***"]])
            #expect(!test.exchanges.all.map { "\($0)" }.joined().contains(token))
        }
    }

    @Test func `every token of a long run stays known`() {
        let secrets = KnownSecrets()
        let tokens = (1...100).map { "token-number-\($0)-of-the-run" }
        for token in tokens { secrets.add(Secret(token)) }

        let redaction = secrets.redaction

        #expect(tokens.allSatisfy { redaction.redact("a \($0) b") == "a *** b" })
    }

    @Test func `the first secret stays known however many follow`() {
        let secrets = KnownSecrets()
        secrets.add(Secret("the-client's-own"))
        for number in 1...300 { secrets.add(Secret("token-number-\(number)-of-the-run")) }

        #expect(secrets.redaction.redact("the-client's-own") == "***")
        #expect(secrets.redaction.redact("token-number-300-of-the-run") == "***")
    }
}
