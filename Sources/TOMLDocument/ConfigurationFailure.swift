package import Diagnostics

/// A file of settings that cannot be used, or settings that do not lead to what they must.
package struct ConfigurationFailure: UserFacingError, Equatable {
    package let code: ErrorCode
    package let message: String
    package let hint: String?

    package init(_ message: String, hint: String? = nil, code: ErrorCode = .config) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    /// What is wrong at one place.
    package init(_ origin: Origin, _ reason: String, hint: String? = nil) {
        self.init("\(origin): \(reason)", hint: hint)
    }
}
