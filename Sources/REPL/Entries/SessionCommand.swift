package import Diagnostics

/// What a person tells the session itself, and not the script process: a line that begins with a dot.
package enum SessionCommand: Hashable, Sendable {
    case help
    case variables
    /// The last so many entries.
    case history(Int)
    case save(String)
    case load(String)
    case reset
    case exit

    /// What is wrong with a line that begins with a dot.
    package struct Failure: UserFacingError, Equatable {
        package let code = ErrorCode.usage
        package let message: String
        package let hint: String?
    }

    /// Reads a line; nil when it is none of these, but Lua.
    package init?(_ line: String) throws(Failure) {
        let words = line.split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
        guard let first = words.first, first.hasPrefix("."),
            first.dropFirst().first?.isLetter == true
        else { return nil }
        let argument = words.count > 1 ? Self.trimmed(words[1]) : nil
        switch first {
        case ".help": self = .help
        case ".vars": self = .variables
        case ".reset": self = .reset
        case ".exit", ".quit": self = .exit
        case ".history": self = .history(try Self.count(argument))
        case ".save", ".load":
            guard let argument, !argument.isEmpty else {
                throw Failure(
                    message: "\(first) needs a file", hint: "write `\(first) nightly.lua`")
            }
            self = first == ".save" ? .save(argument) : .load(argument)
            return
        default:
            throw Failure(
                message: "there is no command `\(first)`"
                    + Suggestion.phrase(for: first, among: Self.names),
                hint: "`.help` lists them")
        }
        if case .history = self { return }
        guard argument == nil else {
            throw Failure(message: "\(first) takes nothing more", hint: nil)
        }
    }

    private static func count(_ text: String?) throws(Failure) -> Int {
        guard let text else { return 20 }
        guard let count = Int(text), count > 0 else {
            throw Failure(message: ".history takes a number, not `\(text)`", hint: nil)
        }
        return count
    }

    private static func trimmed(_ text: String) -> String {
        String(text.reversed().drop(while: \.isWhitespace).reversed())
    }

    static let names = [".help", ".vars", ".history", ".save", ".load", ".reset", ".exit"]
    /// Those that are followed by a file's name.
    static let takingFile: Set = [".save", ".load"]

    /// What `.help` shows.
    package static let overview = """
        .vars         lists the session's variables
        .history [N]  lists the last entries
        .save FILE    writes what succeeded so far as a script
        .load FILE    runs a script in this session
        .reset        closes what is open and forgets every variable
        .exit         leaves, as Ctrl-D does

        help() lists graphene.*, and help(graphene.clone) explains a function.
        _ is the last value, _err the last error, _op the operation that Ctrl-C left
        running. Tab completes, Ctrl-R searches what was typed before, Ctrl-C stops
        an entry.
        """
}
