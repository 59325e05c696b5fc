import ArgumentParser
import Diagnostics
import ScriptAPI

/// Explains an error code.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain an error code: what it means, why it comes, what to do.",
        discussion: """
            CODE is what stands in brackets in `error[locked]: …`, and `err.code` in a script. An \
            exit status is explained too.

            EXAMPLES:
              graphene explain locked
              graphene explain 75
              graphene explain                every code
            """)

    @Argument(help: "The code, or an exit status; all codes when left out.")
    var code: String?

    func run() throws {
        guard let code else { return try StandardOutput.print(ReferencePage.codes, terminator: "") }
        try StandardOutput.print(
            Self.codes(for: code).map(ReferencePage.page).joined(separator: "\n"), terminator: "")
    }

    /// The codes that a person may mean.
    private static func codes(for text: String) throws(UsageFailure) -> [ErrorCode] {
        var name = text.lowercased()
        if name.hasPrefix("error["), name.hasSuffix("]") || name.hasSuffix("]:") {
            name = String(name.dropFirst(6).prefix { $0 != "]" })
        }
        if let code = ErrorCode(rawValue: name) { return [code] }
        if let status = Int32(name) {
            let codes = ErrorCode.allCases.filter {
                $0.exitStatus == (status == 143 ? 130 : status)
            }
            guard codes.isEmpty else { return codes }
            throw UsageFailure(
                status == 0
                    ? "the exit status 0 is no error: it worked"
                    : "graphene ends with no exit status \(status)",
                hint: "`graphene explain` lists all codes with theirs")
        }
        let names = ErrorCode.allCases.map(\.rawValue)
        throw UsageFailure(
            "there is no error code \(Excerpt.quoted(text))"
                + Suggestion.phrase(for: name, among: names),
            hint: "`graphene explain` lists all of them")
    }
}
