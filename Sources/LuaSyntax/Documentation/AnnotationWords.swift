/// Takes an annotation's line apart, from the left.
struct AnnotationWords {
    /// The whole line, without blanks around it.
    let line: String
    private var remaining: Substring

    init(_ line: String) {
        self.line = line.trimmed
        remaining = self.line[...]
    }

    /// What is left, without blanks around it.
    var rest: String { String(remaining).trimmed }

    /// The annotation's name, with its sign; nil for a line of text.
    mutating func tag() -> String? {
        guard remaining.first == "@" else { return nil }
        return word()
    }

    /// What is up to the next blank.
    mutating func word() -> String {
        let word = remaining.prefix { !$0.isWhitespace }
        remaining = remaining[word.endIndex...].drop(while: \.isWhitespace)
        return String(word)
    }

    /// A type: it goes on behind a blank inside of brackets and quotes, around `|`, and behind the
    /// colon of a function's result.
    mutating func type() -> String {
        var depth = 0
        var quote: Character?
        var end = remaining.startIndex
        while end < remaining.endIndex {
            let character = remaining[end]
            if let open = quote {
                if character == open { quote = nil }
            } else if character.isWhitespace, depth == 0, typeEnds(at: end) {
                break
            } else if character == ",", depth == 0 {
                break
            } else {
                switch character {
                case "\"", "'", "`": quote = character
                case "(", "{", "<", "[": depth += 1
                case ")", "}", ">", "]": depth = max(0, depth - 1)
                default: break
                }
            }
            end = remaining.index(after: end)
        }
        let type = String(remaining[..<end]).trimmed
        remaining = remaining[end...].drop(while: \.isWhitespace)
        return type
    }

    private func typeEnds(at blank: Substring.Index) -> Bool {
        let before = remaining[..<blank].last { !$0.isWhitespace }
        let after = remaining[blank...].first { !$0.isWhitespace }
        return before != "|" && before != ":" && after != "|"
    }

    /// The name, empty for none, of a result that a comma sets apart from the next; nil for the
    /// last one.
    mutating func listedName() -> String? {
        let name = remaining.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        let behind = remaining[name.endIndex...].drop(while: \.isWhitespace)
        guard behind.first == "," else { return nil }
        remaining = behind.dropFirst().drop(while: \.isWhitespace)
        return String(name)
    }
}
