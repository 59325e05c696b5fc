package import Diagnostics

/// Why a simulated cloud cannot be set up, loaded, saved or served.
package struct SimulatorError: UserFacingError {
    package let code: ErrorCode
    package let message: String
    package let hint: String?
    package let cause: (any Error)?

    package init(
        _ code: ErrorCode, _ message: String, hint: String? = nil, cause: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.hint = hint
        self.cause = cause
    }

    static func unknownAssumption(_ name: String) -> SimulatorError {
        let names = AssumptionName.allCases.map(\.rawValue)
        let suggestion = Suggestion.phrase(for: name, among: names)
        return SimulatorError(
            .usage, "there is no assumption called `\(name)`\(suggestion)",
            hint: "`graphene simulator --assumptions` lists them all")
    }
}
