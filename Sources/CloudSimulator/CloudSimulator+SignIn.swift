import JSONDocument
import Timekeeping

/// A token that was given out.
struct AccessToken: Codable, Sendable {
    var text: String
    var expiresAt: Instant
}

/// How many requests came in one second.
struct RateWindow: Sendable {
    var second: Int64 = 0
    var count = 0
}

extension CloudSimulator {
    mutating func signIn(_ request: SimulatedRequest) throws(Refusal) -> SimulatedResponse {
        if assumptions[.contentTypes] == "checked",
            request.mediaType != "application/x-www-form-urlencoded"
        {
            throw Refusal(
                415, "the body must be application/x-www-form-urlencoded",
                oauthCode: "invalid_request")
        }
        guard request.body.count <= Self.bodyLimit(.signIn) else {
            throw Refusal(413, "the body is too long", oauthCode: "invalid_request")
        }
        guard let form = PercentEncoding.form(request.body) else {
            throw Refusal(400, "the body is not a form", oauthCode: "invalid_request")
        }
        func field(_ name: String) throws(Refusal) -> String? {
            let values = form.filter { $0.name == name }
            guard values.count < 2 else {
                throw Refusal(400, "`\(name)` is repeated", oauthCode: "invalid_request")
            }
            return values.first?.value
        }
        let grant = try field("grant_type")
        if grant == nil && assumptions[.grantType] == "required" {
            throw Refusal(400, "`grant_type` is missing", oauthCode: "invalid_request")
        }
        guard grant == nil || grant == "client_credentials" else {
            throw Refusal(
                400, "`grant_type` must be client_credentials",
                oauthCode: "unsupported_grant_type")
        }
        guard let id = try field("client_id"), let secret = try field("client_secret") else {
            throw Refusal(
                400, "`client_id` and `client_secret` are needed", oauthCode: "invalid_request")
        }
        guard id == clientId, secret == clientSecret else {
            throw Refusal(401, "unknown client or wrong secret", oauthCode: "invalid_client")
        }
        return makeToken()
    }

    private mutating func makeToken() -> SimulatedResponse {
        let lifetime = Int64(assumptions.number(.tokenLifetime))
        let token = AccessToken(
            text: "sim-token-" + identifiers.nextDigits("token"),
            expiresAt: now + .seconds(lifetime))
        tokens.removeAll { [now] in $0.expiresAt <= now }
        tokens.append(token)
        revision += 1
        var body: [String: JSONValue] = ["access_token": .string(token.text)]
        if assumptions[.tokenType] != "absent" {
            body["token_type"] = .string(assumptions[.tokenType])
        }
        switch assumptions[.expiresIn] {
        case "number": body["expires_in"] = .integer(lifetime)
        case "text": body["expires_in"] = .string("\(lifetime)")
        default: break
        }
        return SimulatedResponse(
            Int(assumptions[.tokenStatus]) ?? 201, json: .object(body),
            headers: [("Cache-Control", "no-store")])
    }

    func checkToken(_ request: SimulatedRequest) throws(Refusal) {
        guard let header = request.header("authorization") else {
            throw Refusal(
                401, "an Authorization header is needed", headers: [("WWW-Authenticate", "Bearer")])
        }
        let parts = header.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer",
            tokens.contains(where: { $0.text == parts[1] && $0.expiresAt > now })
        else {
            throw Refusal(
                401, "the access token is unknown or has expired",
                headers: [("WWW-Authenticate", "Bearer error=\"invalid_token\"")])
        }
    }

    mutating func checkRate() throws(Refusal) {
        let limit = Int(assumptions.number(.rateLimit))
        guard limit > 0 else { return }
        let second = now.nanosecondsSince1970 / 1_000_000_000
        if second != window.second { window = RateWindow(second: second) }
        window.count += 1
        guard window.count <= limit else {
            throw Refusal(
                429, "more than \(limit) requests in one second", headers: [("Retry-After", "1")])
        }
    }
}
