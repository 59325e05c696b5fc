package import JSONDocument
import Timekeeping

/// Takes one request to the cloud and brings back its answer, whatever its status.
package protocol CloudTransport: Sendable {
    /// `timeout`: From connecting to the last byte.
    func send(
        _ request: CloudRequest, timeout: Duration
    ) async throws(TransportError) -> CloudResponse
}

/// One HTTP request, without the origin, which belongs to the transport.
package struct CloudRequest: Sendable {
    package enum Method: String, Sendable, CaseIterable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"

        /// Whether it asks for no change.
        package var isReading: Bool { self == .get || self == .head }
    }

    package enum Body: Sendable {
        case json(JSONValue)
        /// Names and values of a form; how the token is asked for.
        case form([FormField])
        /// One file and the fields beside it.
        case upload(file: [UInt8], fileName: String, fields: [FormField])
    }

    package struct FormField: Sendable {
        package var name: String
        package var value: Secret
    }

    package var method: Method
    package var path: RequestPath
    package var query: [QueryItem]
    package var body: Body?
    /// The bearer token; the transport adds it only for the configured origin.
    package var token: Secret?

    package init(
        _ method: Method, _ path: RequestPath, query: [QueryItem] = [], body: Body? = nil
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.body = body
    }
}

/// One name and value behind the question mark, both not yet encoded.
package struct QueryItem: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// One HTTP answer.
package struct CloudResponse: Sendable {
    package var status: Int
    /// In the order received; names in lower case.
    package var headers: [Header]
    package var body: [UInt8]
    /// Takes out of the cloud's words what must not be repeated.
    var redaction = Redaction()

    package struct Header: Hashable, Sendable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name.lowercased()
            self.value = value
        }
    }

    package init(status: Int, headers: [Header] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
    package var isSuccess: Bool { (200..<300).contains(status) }
}

/// Why no answer came.
package struct TransportError: Error, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case nameNotResolved, couldNotConnect, tlsFailure
        /// The request or its address is not one that may be sent.
        case refused
        /// The connection ended after the request was, or may have been, sent.
        case connectionLost
        case timeout
        /// The answer began and is too long to be read.
        case answerTooLong
        case cancelled
    }

    package var kind: Kind
    /// What happened, as a phrase that holds no secret: "connection refused".
    package var detail: String
    package var cause: (any Error)?

    package init(_ kind: Kind, _ detail: String, cause: (any Error)? = nil) {
        self.kind = kind
        self.detail = detail
        self.cause = cause
    }

    /// Whether it is certain that the cloud never saw the request.
    package var wasNeverSent: Bool {
        switch kind {
        case .nameNotResolved, .couldNotConnect, .tlsFailure, .refused: true
        case .connectionLost, .timeout, .answerTooLong, .cancelled: false
        }
    }
}

extension CloudResponse {
    /// The longest body that is read: 8 MB.
    package static let longestBody = 8_000_000
}

extension TransportError {
    package static func noAnswer(within timeout: Duration) -> TransportError {
        TransportError(.timeout, "no answer came within \(DurationText.format(timeout))")
    }

    /// The same, met when the answer had already begun.
    var afterTheHead: TransportError {
        kind == .connectionLost
            ? TransportError(.connectionLost, "the answer broke off", cause: cause) : self
    }

    package static func answerTooLong(_ status: Int) -> TransportError {
        TransportError(
            .answerTooLong,
            "the answer (\(status)) is longer than \(CloudResponse.longestBody / 1_000_000) MB")
    }
}
