/// Text in aligned columns, the last one wrapped.
enum TextTable {
    /// Renders rows of equal length, indented by two, each ending in a line break.
    ///
    /// The first column gets at most `widestFirst` wide; a longer cell has a line of its own.
    static func render(_ rows: [[String]], width: Int, widestFirst: Int) -> String {
        guard let columns = rows.first?.count, columns > 0 else { return "" }
        let widths = (0..<columns - 1).map { column in
            let widest = rows.map { $0[column].count }.filter { $0 <= limit(column, widestFirst) }
            return widest.max() ?? 0
        }
        let indent = 2 + widths.reduce(0) { $0 + $1 + 2 }
        return rows.map { row in
            var lines = ["  "]
            for (cell, columnWidth) in zip(row, widths) {
                lines[lines.count - 1] += cell + spaces(columnWidth - cell.count + 2)
                if cell.count > columnWidth {
                    let used = zip(row, widths).prefix { $0.0 != cell }.map(\.1)
                    lines.append(spaces(2 + used.reduce(0) { $0 + $1 + 2 } + columnWidth + 2))
                }
            }
            let text = wrap(row[columns - 1], width: max(30, width - indent))
            lines[lines.count - 1] += text.first ?? ""
            lines += text.dropFirst().map { spaces(indent) + $0 }
            return lines.map(trimmedEnd).joined(separator: "\n") + "\n"
        }.joined()
    }

    /// Breaks text between words into lines of at most `width` characters, where words allow it.
    static func wrap(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(whereSeparator: \.isWhitespace) {
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }

    private static func limit(_ column: Int, _ widestFirst: Int) -> Int {
        column == 0 ? widestFirst : 30
    }

    private static func spaces(_ count: Int) -> String {
        String(repeating: " ", count: max(0, count))
    }

    private static func trimmedEnd(_ line: String) -> String {
        String(line.reversed().drop { $0 == " " }.reversed())
    }
}
