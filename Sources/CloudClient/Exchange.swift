package import JSONDocument
package import Timekeeping

/// One request and what came of it, with every secret taken out: for traces.
package struct Exchange: Sendable {
    package var startedAt: Instant
    package var elapsed: Duration
    package var method: String
    /// Path and query as sent.
    package var path: String
    /// A JSON body redacted; of other bodies a word on what they are.
    package var requestBody: JSONValue?
    /// Nil when no answer came.
    package var status: Int?
    package var requestID: String?
    package var responseBody: JSONValue?
    /// Why no answer came.
    package var failure: String?

    package init(
        startedAt: Instant, elapsed: Duration, method: String, path: String,
        requestBody: JSONValue? = nil
    ) {
        self.startedAt = startedAt
        self.elapsed = elapsed
        self.method = method
        self.path = path
        self.requestBody = requestBody
    }
}
