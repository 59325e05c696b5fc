/// Turns any error into text and an exit status; nothing else prints one.
package enum ErrorText {
    /// A line of a script, to be shown with an error.
    package struct Excerpt: Sendable {
        package var script: String
        package var line: Int
        /// The line as the script has it; nil when it is not at hand.
        package var text: String?
        /// What the function is called that the line is of; nil outside of one, or where that is unknown.
        package var function: String?

        package init(script: String, line: Int, text: String?, function: String? = nil) {
            self.script = script
            self.line = line
            self.text = text
            self.function = function
        }

        fileprivate var place: String {
            let within = function.map { ", in function '\(Printable.line($0))'" } ?? ""
            return "\(Printable.line(script)):\(line)\(within)"
        }
    }

    /// Writes an error for a person, without a newline at the end.
    package static func describe(
        _ error: any Error, at excerpts: [Excerpt] = [], isVerbose: Bool = false
    ) -> String {
        lines(error, at: excerpts, isVerbose: isVerbose).joined(separator: "\n")
    }

    /// The lines of an error for a person; a verbose one has the errors underneath too.
    ///
    /// `excerpts` are the script's own line, then that of the library it had called.
    package static func lines(
        _ error: any Error, at excerpts: [Excerpt] = [], isVerbose: Bool = false
    ) -> [String] {
        guard let error = error as? any UserFacingError else {
            return ["error[internal]: \(Printable.line("\(error)"))"]
        }
        var lines = ["error[\(error.code.rawValue)]: \(Printable.line(error.message))"]
        if let hint = error.hint { lines.append("  hint: \(Printable.line(hint))") }
        for (index, excerpt) in excerpts.enumerated() {
            let word = index == 0 ? "at" : "in"
            lines.append("  \(word): \(excerpt.place)")
            if let text = excerpt.text {
                lines.append("    \(excerpt.line) | \(Printable.line(text))")
            }
        }
        var cause = error.cause
        while isVerbose, let under = cause {
            let deeper = under as? any UserFacingError
            lines.append(
                "  cause: "
                    + Printable.line(
                        deeper.map { "\($0.code.rawValue): \($0.message)" } ?? "\(under)"))
            cause = deeper?.cause
        }
        return lines
    }

    /// The exit status of a process that ends with this error.
    package static func exitStatus(of error: any Error) -> Int32 {
        (error as? any UserFacingError)?.code.exitStatus ?? ErrorCode.internal.exitStatus
    }
}
