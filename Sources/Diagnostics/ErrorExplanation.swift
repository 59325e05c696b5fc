/// What an error code means and what to do about it, for whoever meets it at night.
package struct ErrorExplanation: Sendable {
    /// What has happened, in a sentence or two, and what has certainly not.
    package let meaning: String
    /// What usually is behind it, the most common first.
    package let causes: [String]
    /// What to do, in the order in which to try it.
    package let remedies: [String]

    init(_ meaning: String, causes: [String], remedies: [String]) {
        self.meaning = meaning
        self.causes = causes
        self.remedies = remedies
    }
}

extension ErrorCode {
    /// The explanation of the code; every code has one.
    package var explanation: ErrorExplanation {
        switch self {
        case .usage, .config, .integrity, .unsupported: explanationOfUse
        case .auth, .forbidden, .notFound, .ambiguous: explanationOfAccess
        case .protected, .denied, .limitExceeded, .confirmationRequired: explanationOfRefusal
        case .conflict, .locked, .quota, .rateLimited, .unavailable: explanationOfTryingLater
        case .timeout, .timeLimit, .memoryLimit, .cancelled: explanationOfEnding
        case .operationFailed, .unhealthy, .rollbackFailed, .partial, .outcomeUnknown:
            explanationOfDamage
        case .script, .vmCrashed, .internal: explanationOfFault
        }
    }

    /// What the process ends with, in words; a run that SIGTERM stopped ends with 143.
    package var exitStatusText: String {
        self == .cancelled ? "130, or 143 when it was terminated" : "\(exitStatus)"
    }
}
