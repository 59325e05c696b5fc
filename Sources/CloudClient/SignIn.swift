import Diagnostics
import JSONDocument
import Synchronization
import Timekeeping

/// Fetches the token, keeps it, and renews it ahead of its end; one fetch at a time.
final class SignIn: Sendable {
    /// A token and the number that tells it from the ones before.
    struct Token: Sendable {
        let secret: Secret
        let number: Int
        let renewAt: Instant?
        /// Until when it is good; nil when the cloud did not say.
        let expiresAt: Instant?
    }

    private struct State {
        var token: Token?
        var count = 0
        /// What the cloud said to these credentials; they do not get better by asking again.
        var refusal: CloudError?
    }

    private let credentials: Credentials
    private let wire: Wire
    private let state = Mutex(State())
    private let turnstile = Turnstile()
    private let attempt = Attempt(reading: "sign in")

    init(_ credentials: Credentials, wire: Wire) {
        self.credentials = credentials
        self.wire = wire
    }

    /// Returns a token that is good for a while.
    ///
    /// `number`: The number of a token that the cloud has refused; another one is fetched
    /// unless somebody has done so meanwhile.
    ///
    /// - Throws: `auth`, `unavailable`, `timeout` at the deadline, `cancelled`.
    func token(after number: Int? = nil, deadline: Instant? = nil) async throws(CloudError) -> Token
    {
        if let token = current(after: number) { return token }
        return try await turnstile.pass {
            () async throws(CloudError) -> Token in
            if let token = self.current(after: number) { return token }
            if let refusal = self.state.withLock({ $0.refusal }) { throw refusal }
            return try await self.fetch(deadline)
        } orElse: {
            attempt.cancelled(outcome: .notSent)
        }
    }

    private func current(after number: Int?) -> Token? {
        state.withLock { state in
            guard let token = state.token, token.number != number else { return nil }
            return token.renewAt.map { wire.clock.now < $0 } ?? true ? token : nil
        }
    }

    private func fetch(_ deadline: Instant?) async throws(CloudError) -> Token {
        guard !credentials.clientID.isEmpty, !credentials.clientSecret.isEmpty else {
            throw attempt.error(
                .auth, "there are no credentials",
                hint: "set `GRAPHENEDB_CLIENT_ID` and `GRAPHENEDB_CLIENT_SECRET`, or try it all "
                    + "offline with `--simulator`")
        }
        do {
            let answer = try await wire.retrying(
                attempt, .brief(wire.settings.readPatience), deadline: deadline
            ) { () async throws(CloudError) -> Result<(Secret, Duration?), Problem> in
                try await self.ask(deadline)
            }
            return keep(answer.0, lifetime: answer.1)
        } catch {
            if error.code == .auth { state.withLock { $0.refusal = error } }
            throw error
        }
    }

    private func ask(
        _ deadline: Instant?
    ) async throws(CloudError) -> Result<(Secret, Duration?), Problem> {
        var request = CloudRequest(.post, Self.path)
        request.body = .form([
            .init(name: "client_id", value: Secret(credentials.clientID)),
            .init(name: "client_secret", value: credentials.clientSecret),
            .init(name: "grant_type", value: Secret("client_credentials")),
        ])
        try await attempt.cancellable(outcome: .notSent) { () async throws(CancellationError) in
            try await wire.takeTurn()
        }
        switch await wire.send(request, timeout: wire.timeout(until: deadline)) {
        case .failure(let failure): return .failure(Problem(failure))
        case .success(let response) where !response.isSuccess:
            return .failure(refusal(response))
        case .success(let response):
            do {
                let json = try response.json()
                guard let token = json.text("access_token") else {
                    return .failure(.unreadable(response, "it holds no token"))
                }
                let seconds =
                    json["expires_in"]?.double ?? json.text("expires_in").flatMap(Double.init)
                let lifetime = seconds.flatMap { $0 > 0 && $0 < 1e9 ? $0 : nil }
                return .success((Secret(token), lifetime.map { .milliseconds(Int64($0 * 1_000)) }))
            } catch {
                return .failure(error)
            }
        }
    }

    /// Tells credentials that are not accepted from an address at which there is no signing in.
    private func refusal(_ response: CloudResponse) -> Problem {
        var problem = Problem(response, at: wire.clock.now)
        if [400, 401, 403].contains(response.status) {
            problem.code = .auth
            problem.hint =
                "check `GRAPHENEDB_CLIENT_ID` and `GRAPHENEDB_CLIENT_SECRET`, "
                + "or try it all offline with `--simulator`"
        }
        if [404, 405, 410, 501].contains(response.status) {
            problem.code = .config
            problem.hint =
                "check the API's address (`GRAPHENE_API_URL`): nobody can sign in at this one"
        }
        return problem
    }

    private func keep(_ secret: Secret, lifetime: Duration?) -> Token {
        let margin = lifetime.map { min(.seconds(60), $0 / 5) }
        let now = wire.clock.now
        wire.secrets.add(secret)
        return state.withLock { state in
            state.count += 1
            let renewAt = lifetime.map { now + ($0 - (margin ?? .zero)) }
            let token = Token(
                secret: secret, number: state.count, renewAt: renewAt,
                expiresAt: lifetime.map { now + $0 })
            state.token = token
            return token
        }
    }

    static let path = RequestPath(literal: "/organizations/oauth/token")
}

extension CloudRequest {
    /// Whether it asks for a token, which changes nothing although it is a POST.
    package var isSignIn: Bool { path.encoded == SignIn.path.encoded }
}
