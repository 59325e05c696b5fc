extension SourceText {
    /// The comment that the source opens with: its first run of `--` lines that are not indented,
    /// one line for each, without the dashes and one blank behind them.
    ///
    /// A byte order mark, a first line that begins with `#` and empty lines may come before it. It
    /// is empty where there is none, and found also when the source has faults further on.
    package var leadingComment: String {
        var lexer = Lexer(self, as: .file)
        let start = lexer.position
        // What the first token is, or whether it is one, does not matter.
        _ = try? lexer.next()
        var lines: [Substring] = []
        var expected: Int?
        for comment in lexer.comments {
            let place = position(at: comment.range.lowerBound)
            let text = text(comment.range)
            guard place.column == 1 || place.offset == start,
                !text.hasPrefix("--["), expected ?? place.line == place.line
            else { break }
            let words = text.drop { $0 == "-" }
            lines.append(words.first == " " ? words.dropFirst() : words)
            expected = place.line + 1
        }
        return lines.joined(separator: "\n")
    }
}
