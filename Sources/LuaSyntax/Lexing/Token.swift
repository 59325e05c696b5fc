/// One word, number, string or sign of a source.
struct Token {
    let kind: Kind
    let range: Range<Int>
    var value = Value.none

    /// What a token says beyond its kind.
    enum Value {
        case none
        case name(String)
        /// A string's content, with its escapes decoded.
        case string([UInt8])
        case integer(Int64)
        case number(Double)
    }

    /// The raw values are what messages call a token of the kind.
    enum Kind: String, CaseIterable {
        case and, `break`, `do`, `else`, elseif, end, `false`, `for`, function, goto, `if`, `in`
        case local, `nil`, not, or, `repeat`, `return`, then, `true`, until, `while`
        case plus = "+"
        case minus = "-"
        case star = "*"
        case slash = "/"
        case doubleSlash = "//"
        case percent = "%"
        case caret = "^"
        case hash = "#"
        case ampersand = "&"
        case tilde = "~"
        case pipe = "|"
        case shiftLeft = "<<"
        case shiftRight = ">>"
        case equal = "=="
        case notEqual = "~="
        case lessOrEqual = "<="
        case greaterOrEqual = ">="
        case less = "<"
        case greater = ">"
        case assign = "="
        case leftParenthesis = "("
        case rightParenthesis = ")"
        case leftBrace = "{"
        case rightBrace = "}"
        case leftBracket = "["
        case rightBracket = "]"
        case doubleColon = "::"
        case semicolon = ";"
        case colon = ":"
        case comma = ","
        case dot = "."
        case concatenation = ".."
        case dots = "..."
        case name = "<name>"
        case string = "<string>"
        case number = "<number>"
        case endOfSource = "<eof>"
        /// A byte that begins no token.
        case stray = "<stray>"

        /// The kind as a message quotes it.
        var quoted: String {
            switch self {
            case .name, .string, .number, .endOfSource: rawValue
            default: "'\(rawValue)'"
            }
        }
    }

    /// The kinds that are spelled as a name is.
    static let keywords = Dictionary(
        uniqueKeysWithValues: Kind.allCases.prefix { $0 != .plus }.map { ($0.rawValue, $0) })
}
