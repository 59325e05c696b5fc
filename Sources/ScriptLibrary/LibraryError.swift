package import Diagnostics

/// Why a library, a manifest or a lock cannot be had or used.
package struct LibraryError: UserFacingError, Sendable {
    package var code: ErrorCode
    package var message: String
    package var hint: String?
    package var cause: (any Error)?

    package init(
        _ code: ErrorCode, _ message: String, hint: String? = nil, cause: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.hint = hint
        self.cause = cause
    }
}
