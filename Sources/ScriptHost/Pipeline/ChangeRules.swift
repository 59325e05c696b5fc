package import AccountConfiguration
import Diagnostics
package import TOMLDocument

/// What a run may do to the account, whoever said so; no script can reach it.
package struct ChangeRules: Sendable {
    package var protect: [ProtectionRule] = []
    /// What is allowed all the same, as `--on` names it.
    package var exceptions: [ExplicitTarget] = []
    /// What forbids every change; nil where nothing does.
    package var readOnly: Origin?
    package var limits = ChangeLimits()
    /// Who disrupts and destroys only what `--on` names, protected or not; nil where that is nobody.
    package var namesHarm: String?
    /// Who is asked before each change that nothing forbids; nil where nobody is.
    package var asker: (any ChangeAsker)?

    package init() {}
}

/// One thing that a person named on the command line, exactly.
package struct ExplicitTarget: Hashable, Sendable {
    /// `production/orders`, `id:822b16bb…`, or the path of a raw request.
    package let text: String

    /// Reads `--on`.
    ///
    /// - Throws: `usage` for a pattern, and for what names no single thing.
    package init(_ text: String) throws(RunFailure) {
        let hint = "name one database: `--on production/orders`; repeat it for more"
        guard !text.contains("*"), !text.contains("?") else {
            throw RunFailure(
                .usage, "--on \(text) is a pattern, and --on takes exact names only", hint: hint)
        }
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let isID = text.hasPrefix("id:") && text.count > 3
        guard isID || (parts.count == 2 && !parts[1].isEmpty) else {
            throw RunFailure(.usage, "--on \(text) names no database in full", hint: hint)
        }
        self.text = text
    }
}
