/// Every way a run can fail, as scripts, records and `--output json` name it.
///
/// The raw values are promises: scripts match `err.code` against them.
package enum ErrorCode: String, CaseIterable, Sendable {
    case usage, config, auth, forbidden
    case notFound = "not_found"
    case ambiguous, conflict, locked, quota
    case rateLimited = "rate_limited"
    case unavailable, timeout
    case operationFailed = "operation_failed"
    case unhealthy, protected
    case limitExceeded = "limit_exceeded"
    case confirmationRequired = "confirmation_required"
    case denied, integrity
    case outcomeUnknown = "outcome_unknown"
    case partial
    case rollbackFailed = "rollback_failed"
    case cancelled, unsupported, script
    case memoryLimit = "memory_limit"
    case timeLimit = "time_limit"
    case vmCrashed = "vm_crashed"
    case `internal`

    /// The exit status of a process that ends with this error.
    ///
    /// `cancelled` is 130 here; a run ended by SIGTERM exits 143 instead.
    package var exitStatus: Int32 {
        switch self {
        case .script, .operationFailed, .memoryLimit: 1
        case .usage, .config, .integrity, .unsupported: 2
        case .auth, .forbidden: 4
        case .notFound, .ambiguous: 5
        case .protected, .denied, .limitExceeded, .confirmationRequired: 6
        case .unhealthy: 7
        case .rollbackFailed: 8
        case .partial: 9
        case .outcomeUnknown: 11
        case .vmCrashed, .internal: 70
        case .conflict, .locked, .quota, .rateLimited, .unavailable: 75
        case .timeout, .timeLimit: 124
        case .cancelled: 130
        }
    }

    /// Whether the same request may succeed later without anything being changed.
    package var isRetryable: Bool { exitStatus == 75 }
}
