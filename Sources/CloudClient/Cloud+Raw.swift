import Diagnostics
package import JSONDocument

extension Cloud {
    /// Sends a request of the caller's own making.
    ///
    /// A read is tried again like any other; anything else is sent once, and when its answer is lost
    /// nothing can tell what became of it.
    ///
    /// `path`: With exactly one leading slash, and without the query.
    ///
    /// - Returns: The decoded JSON; null for an empty body.
    /// - Throws: Also `usage` for a path that may not be sent.
    package func api(
        _ method: CloudRequest.Method, path: String, query: [QueryItem] = [],
        body: JSONValue? = nil, timeout: Duration? = nil, progress: ProgressHandler? = nil
    ) async throws(CloudError) -> JSONValue {
        let options = EffectOptions(timeout: timeout)
        let effect = Effect(.api, "\(method.rawValue) \(path)", options, clock, progress)
        guard let encoded = RequestPath(writtenAs: path) else {
            throw effect.attempt.error(
                .usage,
                "the path must begin with one `/`, hold no `.` or `..` segment, and no query",
                hint: "give the query in `query`", outcome: method.isReading ? nil : .notSent)
        }
        if method.isReading {
            let attempt = Attempt(reading: "read \(path)", target: path)
            return try await api.read(
                encoded, query: query, attempt, deadline: effect.deadline, mayBeEmpty: true)
        }
        var request = CloudRequest(method, encoded, query: query)
        request.body = body.map { .json($0) }
        let own = ProposedChange.OwnRequest(
            method, path: encoded.encoded, query: query, body: body)
        let started = try await run(effect.requesting(own)).start([]) { _ in
            .send(ChangeRequest(request: request, timeout: timeout))
        }
        guard case .accepted(let answer, _, _) = started else { return .null }
        return answer.body
    }
}
