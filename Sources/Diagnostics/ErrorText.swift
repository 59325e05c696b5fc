/// Turns any error into text and an exit status; nothing else prints one.
package enum ErrorText {
    /// A line of a script, to be shown with an error.
    package struct Excerpt: Sendable {
        package var script: String
        package var line: Int
        /// The line as the script has it; nil when it is not at hand.
        package var text: String?

        package init(script: String, line: Int, text: String?) {
            self.script = script
            self.line = line
            self.text = text
        }
    }

    /// Writes an error for a person, without a newline at the end; a verbose one has the errors
    /// underneath too.
    ///
    /// `excerpts` are the script's own line, then that of the library it had called.
    package static func describe(
        _ error: any Error, at excerpts: [Excerpt] = [], isVerbose: Bool = false
    ) -> String {
        guard let error = error as? any UserFacingError else {
            return "error[internal]: \(Printable.line("\(error)"))"
        }
        var lines = ["error[\(error.code.rawValue)]: \(Printable.line(error.message))"]
        if let hint = error.hint { lines.append("  hint: \(Printable.line(hint))") }
        for (index, excerpt) in excerpts.enumerated() {
            let word = index == 0 ? "at" : "in"
            lines.append("  \(word): \(Printable.line(excerpt.script)):\(excerpt.line)")
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
        return lines.joined(separator: "\n")
    }

    /// The exit status of a process that ends with this error.
    package static func exitStatus(of error: any Error) -> Int32 {
        (error as? any UserFacingError)?.code.exitStatus ?? ErrorCode.internal.exitStatus
    }
}

/// Text of others made safe to show on one line of a terminal.
package enum Printable {
    /// Escapes control characters and those that reorder text; a long text is cut.
    package static func line(_ text: String, limit: Int = 2_000) -> String {
        var result = ""
        for scalar in text.unicodeScalars.prefix(limit) {
            switch scalar.value {
            case 9: result += "\t"
            case 0..<32, 127..<160, 0x200e, 0x200f, 0x202a...0x202e, 0x2066...0x2069:
                let digits = String(scalar.value, radix: 16)
                result += "\\u{\(digits)}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return text.unicodeScalars.count > limit ? result + "…" : result
    }
}
