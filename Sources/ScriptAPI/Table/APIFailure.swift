package import Diagnostics

/// A failure of the `graphene.*` surface itself; failures of the cloud are `CloudError`.
package struct APIFailure: UserFacingError, Equatable, Sendable {
    package let code: ErrorCode
    package let message: String
    package let hint: String?

    package init(_ code: ErrorCode, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }
}
