/// The words of Lua that has only begun: everything before the cursor.
///
/// Nothing in it is an error; what does not end is the last word.
struct Fragment {
    enum Word: Hashable {
        case name(String)
        case string(String)
        case sign(Character)
        /// A number, or anything else that nothing can be asked of.
        case other
    }

    /// Where the cursor stands.
    enum Place: Hashable {
        case code
        /// In a string that has begun with this quote, behind this text.
        case string(Character, String)
        /// In a comment, a long string or a number.
        case nowhere
    }

    private(set) var words: [Word] = []
    private(set) var place = Place.code
    /// The name that the cursor stands behind.
    private(set) var typed = ""

    init(_ text: String) {
        var scanner = Scanner(text: Array(text))
        while scanner.hasMore { scan(&scanner) }
        if place == .code, case .name(let name)? = words.last, text.last?.isPartOfName == true {
            typed = name
            words.removeLast()
        }
        if place == .code, words.last == .other, text.last?.isPartOfName == true {
            place = .nowhere
        }
    }

    private struct Scanner {
        let text: [Character]
        var position = 0

        var hasMore: Bool { position < text.count }
        var current: Character { text[position] }

        func follows(_ word: String) -> Bool { text[position...].starts(with: word) }

        mutating func take(while condition: (Character) -> Bool) -> String {
            let start = position
            while hasMore, condition(current) { position += 1 }
            return String(text[start..<position])
        }

        /// The level of a long bracket that begins here; nil when none does.
        var longBracket: Int? {
            guard current == "[" else { return nil }
            let level = text[(position + 1)...].prefix { $0 == "=" }.count
            let next = position + 1 + level
            return next < text.count && text[next] == "[" ? level : nil
        }

        /// Passes over what ends with `]`, so many `=` and `]`; false when that does not come.
        mutating func skipLong(_ level: Int) -> Bool {
            let end = "]" + String(repeating: "=", count: level) + "]"
            position += level + 2
            while hasMore {
                if follows(end) {
                    position += level + 2
                    return true
                }
                position += 1
            }
            return false
        }
    }

    private mutating func scan(_ scanner: inout Scanner) {
        let first = scanner.current
        if first.isWhitespace {
            scanner.position += 1
        } else if scanner.follows("--") {
            scanComment(&scanner)
        } else if first.isNumber && first.isASCII {
            _ = scanner.take { $0.isPartOfName || $0 == "." }
            words.append(.other)
        } else if first.isPartOfName {
            words.append(.name(scanner.take(while: \.isPartOfName)))
        } else if first == "\"" || first == "'" {
            scanString(first, &scanner)
        } else if let level = scanner.longBracket {
            if !scanner.skipLong(level) { place = .nowhere }
            words.append(.other)
        } else {
            scanner.position += 1
            words.append(.sign(first))
        }
    }

    private mutating func scanComment(_ scanner: inout Scanner) {
        scanner.position += 2
        if scanner.hasMore, let level = scanner.longBracket {
            if !scanner.skipLong(level) { place = .nowhere }
            return
        }
        _ = scanner.take { !$0.isNewline }
        if !scanner.hasMore { place = .nowhere }
    }

    private mutating func scanString(_ quote: Character, _ scanner: inout Scanner) {
        scanner.position += 1
        var content = ""
        while scanner.hasMore, scanner.current != quote, !scanner.current.isNewline {
            if scanner.current == "\\" { scanner.position += 1 }
            if scanner.hasMore {
                content.append(scanner.current)
                scanner.position += 1
            }
        }
        guard scanner.hasMore else {
            place = .string(quote, content)
            return
        }
        scanner.position += 1
        words.append(.string(content))
    }
}

extension Character {
    var isPartOfName: Bool { isASCII && (isLetter || isNumber) || self == "_" }
}
