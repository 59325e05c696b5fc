package import JSONDocument

/// What the simulated cloud does about one request.
package struct SimulatedAnswer: Sendable {
    package enum Outcome: Sendable {
        case response(SimulatedResponse)
        /// The peer closes the connection without a byte of answer.
        case connectionReset
        /// Nothing ever comes; only the client's own timeout ends it.
        case noAnswer
    }

    package var outcome: Outcome
    /// How long the outcome is in coming.
    package var delay: Duration

    package init(_ outcome: Outcome, after delay: Duration = .zero) {
        self.outcome = outcome
        self.delay = delay
    }

    /// The response, or nil when there is none.
    package var response: SimulatedResponse? {
        if case .response(let response) = outcome { response } else { nil }
    }
}

/// One HTTP response of the simulated cloud.
package struct SimulatedResponse: Sendable {
    package var status: Int
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]

    package init(
        _ status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []
    ) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Makes a response that carries a JSON document.
    package init(_ status: Int, json: JSONValue, headers: [(name: String, value: String)] = []) {
        self.init(
            status, headers: [("Content-Type", "application/json")] + headers,
            body: Array(json.text.utf8))
    }

    /// Returns the first header of that name, whatever its case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as text.
    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as JSON, or nil when it is none.
    package var json: JSONValue? { try? JSONValue(parsing: text) }
}
