package import Diagnostics

/// Why a run cannot be recorded, or a record not be read.
package struct RecordError: UserFacingError, Sendable {
    package var code: ErrorCode
    package var message: String
    package var hint: String?

    package init(_ code: ErrorCode, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }
}
