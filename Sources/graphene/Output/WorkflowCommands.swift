import Glibc

/// Lines that GitHub's runner would obey instead of showing them.
///
/// - Source: GitHub's documentation, "Workflow commands for GitHub Actions"; the runner's
///   `ActionCommand.cs`: `::` after white space at the beginning of a line, `##[` anywhere in one.
enum WorkflowCommands {
    /// Whether somebody reads our output who obeys.
    static let areObeyed = getenv("GITHUB_ACTIONS").map { String(cString: $0) } == "true"

    /// Writes the first character of what would be a command as an escape.
    ///
    /// `isAtBeginning`: Whether nothing but white space stands before the text on its line.
    static func defuse(_ text: String, isAtBeginning: Bool = true) -> String {
        var isFirst = true
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            defer { isFirst = false }
            var line = line.replacing("##[", with: "\\u{23}#[")
            let command = line.drop(while: \.isWhitespace)
            if isAtBeginning || !isFirst, command.hasPrefix("::") {
                line.replaceSubrange(
                    command.startIndex..<line.index(after: command.startIndex), with: "\\u{3a}")
            }
            return line
        }.joined(separator: "\n")
    }

    /// How many bytes at the end may be the beginning of a command of which more is to come.
    ///
    /// `isAtBeginning`: As for `defuse`.
    static func unfinished(_ bytes: [UInt8], isAtBeginning: Bool) -> Int {
        let hashes = bytes.reversed().prefix { $0 == UInt8(ascii: "#") }.count
        guard hashes == 0 else { return min(2, hashes) }
        let end = bytes.reversed().prefix { $0 == UInt8(ascii: ":") }.count
        guard end == 1 || end == 2 else { return 0 }
        let rest = bytes.dropLast(end)
        let line = rest.suffix(from: rest.lastIndex(of: 10).map { $0 + 1 } ?? rest.startIndex)
        let isBlank = String(decoding: line, as: UTF8.self).allSatisfy(\.isWhitespace)
        return isBlank && (isAtBeginning || line.startIndex > rest.startIndex) ? end : 0
    }

    /// The same once nothing more may be waited for.
    static func defuseEnd(_ text: String) -> String {
        switch text.last {
        case ":": text.dropLast() + "\\u{3a}"
        case "#": text.dropLast() + "\\u{23}"
        default: text
        }
    }
}
