import Diagnostics
import JSONDocument
import Timekeeping

/// Signed-in requests: a read until it is answered, a change once.
struct API: Sendable {
    let wire: Wire
    let signIn: SignIn

    var clock: any RunClock { wire.clock }
    var vocabulary: Vocabulary { wire.settings.vocabulary }

    /// Reads a document, trying again as long as the patience lasts.
    ///
    /// - Throws: `not_found`, `auth`, `forbidden`, `rate_limited`, `unavailable`, `cancelled`, …
    func read(
        _ path: RequestPath, query: [QueryItem] = [], _ attempt: Attempt,
        patience: Patience? = nil, deadline: Instant? = nil, mayBeEmpty: Bool = false,
        notice: (@Sendable (Problem, Duration) -> Void)? = nil
    ) async throws(CloudError) -> JSONValue {
        let request = CloudRequest(.get, path, query: query)
        let patience = patience ?? .brief(wire.settings.readPatience)
        return try await wire.retrying(attempt, patience, deadline: deadline, notice: notice) {
            () async throws(CloudError) -> Result<JSONValue, Problem> in
            try await readOnce(request, mayBeEmpty, attempt, patience, deadline)
        }
    }

    private func readOnce(
        _ request: CloudRequest, _ mayBeEmpty: Bool, _ attempt: Attempt, _ patience: Patience,
        _ deadline: Instant?
    ) async throws(CloudError) -> Result<JSONValue, Problem> {
        let answer: Result<CloudResponse, TransportError>
        do {
            answer = try await exchange(request, attempt, deadline: deadline)
        } catch {
            // Where an outage is put up with, one that keeps us from signing in is too.
            guard patience.bearsOutage, error.code == .unavailable else { throw error }
            return .failure(Problem(unsigned: error))
        }
        switch answer {
        case .failure(let failure): return .failure(Problem(failure))
        case .success(let response) where !response.isSuccess:
            return .failure(Problem(response, at: clock.now))
        case .success(let response):
            do {
                let json = try response.json()
                return json == .null && !mayBeEmpty
                    ? .failure(.unreadable(response, "it is empty")) : .success(json)
            } catch {
                return .failure(error)
            }
        }
    }

    /// Sends one request with a token; a 401 fetches another token and sends it once more, which is
    /// safe since the cloud did nothing.
    ///
    /// - Throws: When signing in fails, so that nothing was sent; or `cancelled` before it was.
    func exchange(
        _ request: CloudRequest, _ attempt: Attempt, timeout: Duration? = nil,
        deadline: Instant? = nil
    ) async throws(CloudError) -> Result<CloudResponse, TransportError> {
        var refused: Int?
        while true {
            let token = try await token(after: refused, deadline, attempt)
            var request = request
            request.token = token.secret
            try await attempt.cancellable(outcome: request.method.isReading ? nil : .notSent) {
                () async throws(CancellationError) in try await wire.takeTurn()
            }
            let answer = await wire.send(
                request, timeout: timeout ?? wire.timeout(until: deadline))
            guard refused == nil, case .success(let response) = answer, response.status == 401
            else {
                return answer
            }
            refused = token.number
        }
    }

    /// A token, or the reason why there is none in the words of the attempt that needed it.
    private func token(
        after refused: Int?, _ deadline: Instant?, _ attempt: Attempt
    ) async throws(CloudError) -> SignIn.Token {
        do {
            return try await signIn.token(after: refused, deadline: deadline)
        } catch {
            var error = error
            error.verb = attempt.verb
            error.target = attempt.target
            error.outcome = attempt.isChange ? .notSent : nil
            throw error
        }
    }

    /// Makes a path of segments.
    ///
    /// - Throws: `usage` when a segment cannot be one.
    func path(_ segments: [String], _ attempt: Attempt) throws(CloudError) -> RequestPath {
        guard let path = RequestPath(segments) else {
            let culprit = segments.first { [".", "..", ""].contains($0) } ?? ""
            throw attempt.error(.usage, "`\(culprit)` is no id")
        }
        return path
    }
}

extension Attempt {
    var isChange: Bool { verb != "read" }
}
