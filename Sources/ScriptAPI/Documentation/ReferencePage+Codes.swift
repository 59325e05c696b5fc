package import Diagnostics

extension ReferencePage {
    /// Every code with its exit status and its meaning.
    package static var codes: String {
        ErrorCode.allCases.map { code in
            "error[\(code.rawValue)], exit status \(code.exitStatusText)\n"
                + wrapped(code.explanation.meaning) + "\n"
        }.joined()
    }

    /// What a code means, why it comes and what to do.
    package static func page(for code: ErrorCode) -> String {
        let explanation = code.explanation
        let raising =
            code.commonSource.map { [$0] }
            ?? APITable.all.filter {
                $0.visibility != .prelude && $0.raises.contains(code)
            }.map(\.qualifiedName)
        var sections = [
            "error[\(code.rawValue)]\n\n" + wrapped(explanation.meaning),
            "Why\n" + list(explanation.causes), "What to do\n" + list(explanation.remedies),
            "Exit status\n  " + code.exitStatusText
                + (code.isRetryable ? "; the same may succeed later" : ""),
        ]
        if !raising.isEmpty {
            sections.append("Raised by\n" + wrapped(raising.joined(separator: ", ")))
        }
        return joined(sections)
    }

    private static func list(_ items: [String]) -> String {
        items.map { item in
            let lines = TextTable.wrap(item, width: width - 4)
            return lines.enumerated().map { ($0 == 0 ? "  - " : "    ") + $1 }
                .joined(separator: "\n")
        }.joined(separator: "\n")
    }
}

extension ErrorCode {
    /// Where the code comes from when that is more than a few functions; nil for the others.
    fileprivate var commonSource: String? {
        switch self {
        case .auth, .forbidden, .rateLimited, .unavailable: "whatever asks the cloud"
        case .outcomeUnknown: "whatever changes something in the cloud"
        case .protected: "whatever disrupts or destroys a protected database"
        case .limitExceeded: "whatever uses what is limited: changes, effects, output"
        case .denied: "whatever needs a right that the run or its library was not given"
        case .cancelled: "whatever waits when the run is stopped"
        default: nil
        }
    }
}
