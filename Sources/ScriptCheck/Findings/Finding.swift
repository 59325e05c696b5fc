/// Something in a script that its author should know before it runs.
package struct Finding: Hashable, Sendable {
    /// How much it matters; only an error keeps a check from passing.
    package enum Severity: String, Sendable {
        case error, warning, hint
    }

    /// What kind of thing it is; stable.
    package enum Code: String, CaseIterable, Sendable {
        case syntax, unreadable
        case unknownName = "unknown_name"
        case unknownOption = "unknown_option"
        case unknownParameter = "unknown_parameter"
        case unknownField = "unknown_field"
        case wrongValue = "wrong_value"
        case wrongArguments = "wrong_arguments"
        case cannotWait = "cannot_wait"
        case bareName = "bare_name"
        case undeclaredGlobal = "undeclared_global"
        case assignedGlobal = "assigned_global"
        case absentName = "absent_name"
        case noModule = "no_module"
        case secretInText = "secret_in_text"
        case unusedParameter = "unused_parameter"
        case deprecatedName = "deprecated_name"
    }

    package let severity: Severity
    package let code: Code
    package let message: String
    /// What to do about it, if anything is to be told.
    package let hint: String?
    /// From 1.
    package let line: Int
    /// In characters, from 1.
    package let column: Int
    /// How many characters of the line it is about, at least 1.
    package let length: Int
    /// The line, with `*` for what looks like a secret; empty where no line is at hand.
    package let excerpt: String

    /// Something about a file as a whole.
    package init(unreadable message: String, hint: String? = nil) {
        self.init(
            severity: .error, code: .unreadable, message: message, hint: hint, line: 1, column: 1,
            length: 1, excerpt: "")
    }

    init(
        severity: Severity, code: Code, message: String, hint: String?, line: Int, column: Int,
        length: Int, excerpt: String
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.hint = hint
        self.line = line
        self.column = column
        self.length = length
        self.excerpt = excerpt
    }
}
