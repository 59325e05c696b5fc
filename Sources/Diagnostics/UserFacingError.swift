/// A failure a person can act on.
package protocol UserFacingError: Error {
    /// What kind of failure it is; stable.
    var code: ErrorCode { get }
    /// One sentence: what was attempted, on what, and why it failed.
    var message: String { get }
    /// One imperative sentence, or nil when nothing helps.
    var hint: String? { get }
    /// The error underneath, shown only with `-v` and in records.
    var cause: (any Error)? { get }
}

extension UserFacingError {
    package var hint: String? { nil }
    package var cause: (any Error)? { nil }
}
