package import Diagnostics

/// Why something asked of the cloud did not happen, or is not known to have happened.
///
/// The message names what was attempted and on what; neither it nor the hint ever holds a token, a
/// header or a request body.
package struct CloudError: UserFacingError, Sendable {
    package var code: ErrorCode
    package var message: String
    package var hint: String?
    package var cause: (any Error)?
    /// What was attempted, as scripts call it: `pause`, `switch_dns`.
    package var verb: String
    /// What it was attempted on: `production/orders`; nil for the account as a whole.
    package var target: String?
    package var httpStatus: Int?
    /// What the cloud calls this request, to quote to its support.
    package var requestID: String?
    /// How long the cloud asked to be left alone.
    package var retryAfter: Duration?
    /// What still runs in the cloud on this attempt's account, when something does.
    package var operation: OperationReference?
    /// What is in the way, when something is: another effect's operation, or a stranger's.
    package var lockedBy: OperationReference?
    /// The accepted change that can still be waited for, when there is one.
    package var pending: PendingChange?
    /// What became of a changing request; nil for reads.
    package var outcome: ChangeOutcome?

    package init(_ code: ErrorCode, _ message: String, verb: String, target: String? = nil) {
        self.code = code
        self.message = message
        self.verb = verb
        self.target = target
    }

    /// Whether the same call may succeed later without anything being changed.
    package var retryable: Bool {
        switch outcome {
        case .accepted, .partlyApplied, .unknown: false
        case .notSent, .notApplied, nil: code.isRetryable
        }
    }
}

/// What is known of a request that changes something.
package enum ChangeOutcome: String, CaseIterable, Sendable {
    /// It never left this machine.
    case notSent = "not_sent"
    /// The cloud did not do it: it said so, or its state shows it.
    case notApplied = "not_applied"
    /// The cloud took it on; whether it has come to its end is another question.
    case accepted
    /// Its first part is done and stays; the restart with which it takes effect was not begun.
    case partlyApplied = "partly_applied"
    /// A person must look.
    case unknown
}

/// Where an operation is found: operations are addressed below their database.
package struct OperationReference: Hashable, Sendable {
    package var id: String
    package var databaseID: String
    package var vendor: String

    package init(id: String, databaseID: String, vendor: String) {
        self.id = id
        self.databaseID = databaseID
        self.vendor = vendor
    }
}

/// What is being attempted, for the wording of errors and progress.
struct Attempt: Sendable {
    let verb: String
    /// Verb and target as a phrase: "pause production/orders".
    let phrase: String
    let target: String?

    init(_ verb: Verb, _ target: String) {
        self.verb = verb.rawValue
        self.phrase = verb.phrase + " " + target
        self.target = target
    }

    /// An attempt to read, which is no verb of its own.
    init(reading phrase: String, target: String? = nil) {
        verb = "read"
        self.phrase = phrase
        self.target = target
    }

    func error(
        _ code: ErrorCode, _ reason: String, hint: String? = nil, cause: (any Error)? = nil,
        outcome: ChangeOutcome? = nil, operation: OperationReference? = nil
    ) -> CloudError {
        var error = CloudError(code, "cannot \(phrase): \(reason)", verb: verb, target: target)
        error.hint = hint
        error.cause = cause
        error.outcome = outcome
        error.operation = operation
        return error
    }
}
