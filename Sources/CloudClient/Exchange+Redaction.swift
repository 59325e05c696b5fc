import JSONDocument
import Timekeeping

extension Exchange {
    /// How many bytes of a body a trace holds at most.
    private static let longestBody = 65_536

    init(
        _ request: CloudRequest, _ answer: Result<CloudResponse, TransportError>,
        from start: Instant,
        to end: Instant, hiding redaction: Redaction
    ) {
        let query = RequestPath.encode(request.query)
        self.init(
            startedAt: start, elapsed: end - start, method: request.method.rawValue,
            path: redaction.redact(request.path.encoded + query),
            requestBody: request.body.map { Self.describe($0, redaction) })
        switch answer {
        case .success(let response):
            status = response.status
            requestID = response.requestID
            responseBody = Self.describe(response, redaction)
        case .failure(let failure):
            self.failure = redaction.redact(failure.detail)
        }
    }

    private static func describe(_ body: CloudRequest.Body, _ redaction: Redaction) -> JSONValue {
        switch body {
        case .json(let json): redaction.redact(json)
        case .form(let fields): .string("form: " + fields.map(\.name).joined(separator: ", "))
        case .upload(let file, let name, _): .string("file \(name), \(file.count) bytes")
        }
    }

    private static func describe(_ response: CloudResponse, _ redaction: Redaction) -> JSONValue? {
        guard !response.body.isEmpty else { return nil }
        guard response.body.count <= longestBody else {
            return .string("\(response.body.count) bytes")
        }
        if let json = try? JSONValue(parsing: response.body) { return redaction.redact(json) }
        // Not JSON, so nothing in it can be told from a secret.
        let type = response.header("content-type") ?? "of no known type"
        return .string("\(response.body.count) bytes, \(redaction.redact(type)), not JSON")
    }
}
