import Diagnostics
import JSONDocument
import Timekeeping

/// What went wrong with one exchange, and what may follow from it; not yet worded for a person.
struct Problem: Error, Sendable {
    /// What is certain about a changing request that met this problem.
    enum Effect: Sendable {
        /// The cloud never saw it.
        case neverSent
        /// The cloud saw it and did not do it.
        case refused
        /// It may have been done.
        case unclear
    }

    var code: ErrorCode
    /// A phrase: "the API answered 503: maintenance".
    var reason: String
    var hint: String?
    var status: Int?
    var requestID: String?
    var retryAfter: Duration?
    var cause: (any Error)?
    var effect: Effect
    /// Whether the same request may fare better in a while.
    var isTransient: Bool
    /// How often a read is tried in all because of this, however much patience there is.
    var attempts = Int.max
    /// The cloud's own name of the operation in the way, where it tells one.
    var operationID: String?

    /// The database is busy with something else.
    var isBusy: Bool { status == 409 || status == 423 }

    func error(_ attempt: Attempt, changing: Bool, tries: Int = 1) -> CloudError {
        var error = attempt.error(code, reason + (tries > 1 ? " (tried \(tries) times)" : ""))
        error.hint = hint
        error.cause = cause
        error.httpStatus = status
        error.requestID = requestID
        error.retryAfter = retryAfter
        if changing {
            error.outcome =
                switch effect {
                case .neverSent: .notSent
                case .refused: .notApplied
                case .unclear: .unknown
                }
        }
        return error
    }
}

extension Problem {
    /// The same, met when there was no time left to try again.
    func timeout(_ attempt: Attempt, tries: Int) -> CloudError {
        var error = error(attempt, changing: false, tries: tries)
        error.code = .timeout
        error.message += ", and there was no time left"
        error.hint = "raise `timeout`"
        return error
    }

    /// A failure to sign in that may pass.
    init(unsigned error: CloudError) {
        self.init(
            code: error.code, reason: error.message, hint: error.hint, status: error.httpStatus,
            requestID: error.requestID, retryAfter: error.retryAfter, cause: error,
            effect: .neverSent, isTransient: true)
    }

    init(_ failure: TransportError) {
        self.init(
            code: failure.kind == .cancelled ? .cancelled : .unavailable, reason: failure.detail,
            cause: failure.cause ?? failure,
            effect: failure.wasNeverSent ? .neverSent : .unclear,
            isTransient: true)
        switch failure.kind {
        case .nameNotResolved:
            hint = "check the network, and the API's address (`GRAPHENE_API_URL`)"
            attempts = 2
        case .couldNotConnect:
            hint = "check the network, the proxy, and the API's address (`GRAPHENE_API_URL`)"
            attempts = 3
        case .tlsFailure:
            hint = "check the API's address, or name the authority to trust in `SSL_CERT_FILE`"
            isTransient = false
        case .refused:
            code = .config
            isTransient = false
        case .answerTooLong:
            isTransient = false
            hint = "check the API's address (`GRAPHENE_API_URL`), or ask for less at a time"
        case .cancelled: isTransient = false
        case .connectionLost:
            hint = "try again; when it goes on, check the network and the proxy"
        case .timeout:
            hint = "try again in a while; when it goes on, check the network and the proxy"
        }
    }

    /// What a status other than 2xx means.
    init(_ response: CloudResponse, at now: Instant) {
        let status = response.status
        let words = ServerWords(response)
        let said = words.text.map { ": \($0)" } ?? ""
        self.init(
            code: .unavailable, reason: "the API answered \(status)\(said)", status: status,
            requestID: response.requestID, retryAfter: response.retryAfter(at: now),
            effect: .refused, isTransient: false, operationID: words.operationID)
        switch status {
        case 300..<400:
            code = .config
            reason = "the API answered with a redirect (\(status)), which is never followed"
            hint = "check the API's address (`GRAPHENE_API_URL`)"
            // These say where to ask instead; another may be the answer to what was done.
            if ![301, 307, 308].contains(status) { effect = .unclear }
        case 401:
            code = .auth
            hint = "check `GRAPHENEDB_CLIENT_ID` and `GRAPHENEDB_CLIENT_SECRET`"
        case 403:
            code = .forbidden
            hint = "assign the environment to the API client, which has the Operator's rights"
        case 404, 410: code = .notFound
        case 402: code = .quota
        case 405, 501: code = .unsupported
        case 409, 423: code = words.speaksOfLimit ? .quota : .conflict
        case 408:
            isTransient = true
            effect = .unclear
        case 425, 429:
            code = .rateLimited
            isTransient = true
            hint = retryAfter.map(Self.later) ?? "lower `--rate`, or wait a while"
        case 400..<500: code = .usage
        case 503:
            isTransient = true
            hint = retryAfter.map(Self.later) ?? Self.cloudIsAtFault
            effect = retryAfter == nil ? .unclear : .refused
        default:
            isTransient = true
            effect = .unclear
            hint = Self.cloudIsAtFault
        }
    }

    private static func later(_ wait: Duration) -> String {
        "try again in \(DurationText.format(wait)): that is what the API asks for"
    }

    private static let cloudIsAtFault =
        "try again in a while; when it goes on, tell the cloud's support"

    /// An answer that says yes and ends in the middle.
    static func brokenOff(_ response: CloudResponse) -> Problem {
        var problem = unreadable(response, "")
        problem.reason = "the answer broke off"
        problem.hint = "try again; when it goes on, check the network and the proxy"
        return problem
    }

    /// An answer that says yes and cannot be read.
    static func unreadable(_ response: CloudResponse, _ reason: String) -> Problem {
        Problem(
            code: .unavailable, reason: "the API's answer cannot be read: \(reason)",
            hint: "check the API's address (`GRAPHENE_API_URL`), and look with `--trace FILE`",
            status: response.status, requestID: response.requestID, effect: .unclear,
            isTransient: true, attempts: 3)
    }
}

extension CloudResponse {
    var requestID: String? {
        for name in ["x-request-id", "request-id", "x-amzn-requestid", "x-correlation-id"] {
            if let value = header(name), !value.isEmpty {
                return ServerWords.clean(value, hiding: redaction, limit: 100)
            }
        }
        return nil
    }

    /// In seconds; whoever asks for more than a year means never.
    private static let longestRetryAfter = 31_536_000.0

    /// What `Retry-After` asks for, in seconds or as a date; never negative.
    func retryAfter(at now: Instant) -> Duration? {
        guard let text = header("retry-after") else { return nil }
        if let seconds = Double(text), seconds >= 0 {
            return .milliseconds(Int64(min(seconds, Self.longestRetryAfter) * 1_000))
        }
        return Timestamp.parse(text).map { max(.zero, $0 - now) }
    }

    /// Reads the body as JSON; an empty one is null.
    func json() throws(Problem) -> JSONValue {
        guard !body.isEmpty else { return .null }
        if let coding = header("content-encoding")?.lowercased(), coding != "identity" {
            let named = ServerWords.clean(coding, hiding: redaction, limit: 30) ?? "?"
            throw .unreadable(self, "it is compressed (\(named)), which was not asked for")
        }
        let start = body.first { !" \t\r\n".utf8.contains($0) }
        let isHTML = header("content-type")?.lowercased().hasPrefix("text/html") ?? false
        if start == UInt8(ascii: "<") || isHTML { throw .unreadable(self, "it is HTML, not JSON") }
        do {
            return try JSONValue(parsing: body)
        } catch {
            throw endsTooSoon ? .brokenOff(self) : .unreadable(self, error.description)
        }
    }

    /// Whether the body opens a text, a list or an object that it does not close.
    private var endsTooSoon: Bool {
        var depth = 0
        var isInText = false
        var isEscaped = false
        for byte in body {
            if isEscaped {
                isEscaped = false
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInText.toggle()
            case UInt8(ascii: "\\"): isEscaped = isInText
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += isInText ? 0 : 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= isInText ? 0 : 1
            default: break
            }
        }
        return isInText || depth > 0
    }
}
