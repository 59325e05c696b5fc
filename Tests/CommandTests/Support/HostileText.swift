/// What a script, a cloud or a file may put into any text.
enum HostileText {
    /// As a Lua expression: bytes that steer a terminal, and a line that looks like one of ours.
    static let lua = #"""
        table.concat({ "a", "\27[2J", "b", "\27]0;title\7", "\r", "\8\8", "\0", "\127", "\11\12",
          "\155\51\49m", "\u{9b}31m", "\u{85}", "\255\254", "\237\160\128", "\u{202e}", "\u{2066}",
          "\u{200f}", "\u{61c}", "\u{2028}", "\u{2029}", "\u{200b}", "\u{feff}", "\u{e0041}",
          "\u{3164}", "\nerror[auth]: forged\n", "::error::forged\n", "  ::stop-commands::x\n",
          "##[error]forged\n", "warning: forged" })
        """#

    /// The same without invalid UTF-8, for JSON.
    static let text =
        "a\u{1b}[2J\u{1b}]0;title\u{7}\r\u{8}\u{7f}\u{9b}31m\u{202e}\u{2066}\u{200f}\u{2028}\u{200b}"
        + "\nerror[auth]: forged\n::error::forged\n##[error]forged\nwarning: forged"

    /// What of a shown text could deceive; nil for nothing.
    static func deceit(in text: String) -> String? {
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control where scalar != "\n" && scalar != "\t": break
            case .format, .lineSeparator, .paragraphSeparator: break
            default:
                guard scalar.properties.isDefaultIgnorableCodePoint else { continue }
            }
            return "U+" + String(scalar.value, radix: 16)
        }
        return nil
    }

    /// What of the lines of standard error, or of a terminal, could be taken for ours.
    static func forgery(in text: String) -> String? {
        text.split(separator: "\n").first {
            $0.hasPrefix("error[auth]") || $0.hasPrefix("warning: forged")
        }.map(String.init)
    }

    /// What GitHub's runner would obey, but for our own.
    static func command(in text: String) -> String? {
        text.split(separator: "\n").first { line in
            let line = line.drop(while: \.isWhitespace)
            return line.contains("##[")
                || line.hasPrefix("::") && !line.hasPrefix("::error title=graphene")
        }.map(String.init)
    }
}
