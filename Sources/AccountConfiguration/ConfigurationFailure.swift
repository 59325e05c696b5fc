package import Diagnostics

/// A configuration that cannot be used, or credentials that it does not lead to.
package struct ConfigurationFailure: UserFacingError, Equatable {
    package let code: ErrorCode
    package let message: String
    package let hint: String?

    init(_ message: String, hint: String? = nil, code: ErrorCode = .config) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    /// What is wrong at one place.
    package init(_ origin: Origin, _ reason: String, hint: String? = nil) {
        self.init("\(origin): \(reason)", hint: hint)
    }
}
