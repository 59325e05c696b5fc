/// What a terminal shows after all that was written to it: enough of one to compare screens.
struct TerminalScreen {
    private var rows: [[Character]] = [[]]
    private var row = 0
    private var column = 0
    private let columns: Int
    /// A character in the last column leaves the cursor there until the next one comes.
    private var isAtEnd = false

    init(_ output: String, columns: Int = 80) {
        self.columns = columns
        var rest = Array(output.unicodeScalars)[...]
        while let scalar = rest.first {
            rest = rest.dropFirst()
            take(scalar, &rest)
        }
    }

    /// The lines without trailing blanks, without empty ones at the end.
    var lines: [String] {
        var lines = rows.map { row in
            String(String(row).reversed().drop { $0 == " " }.reversed()).replacing("\0", with: "")
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    private mutating func take(_ scalar: Unicode.Scalar, _ rest: inout ArraySlice<Unicode.Scalar>) {
        switch scalar {
        case "\r": (column, isAtEnd) = (0, false)
        case "\n": move(down: 1)
        case "\u{8}": (column, isAtEnd) = (max(0, column - 1), false)
        case "\u{7}": break
        case "\t": column = min(columns - 1, (column / 8 + 1) * 8)
        case "\u{1b}": takeSequence(&rest)
        default: put(scalar)
        }
    }

    private mutating func takeSequence(_ rest: inout ArraySlice<Unicode.Scalar>) {
        guard rest.first == "[" else {
            rest = rest.dropFirst()
            return
        }
        rest = rest.dropFirst()
        let parameters = rest.prefix { $0 < "@" }
        rest = rest.dropFirst(parameters.count)
        guard let end = rest.popFirst() else { return }
        let number = Int(String(String.UnicodeScalarView(parameters))) ?? 1
        isAtEnd = false
        switch end {
        case "A": row = max(0, row - number)
        case "B": move(down: number)
        case "C": column = min(columns - 1, column + number)
        case "D": column = max(0, column - number)
        case "G": column = number - 1
        case "H": (row, column) = (0, 0)
        case "J":
            rows = Array(rows[...row])
            erase()
        case "K": erase()
        case "P":
            let start = min(column, rows[row].count)
            rows[row].removeSubrange(start..<min(start + number, rows[row].count))
        case "@":
            let start = min(column, rows[row].count)
            rows[row].insert(contentsOf: Array(repeating: " ", count: number), at: start)
        default: break
        }
    }

    private mutating func erase() {
        if column < rows[row].count { rows[row].removeSubrange(column...) }
    }

    private mutating func move(down count: Int) {
        row += count
        isAtEnd = false
        while rows.count <= row { rows.append([]) }
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        let width = scalar.value < 0x1100 ? 1 : 2
        if isAtEnd || column + width > columns {
            move(down: 1)
            column = 0
        }
        while rows[row].count < column + width { rows[row].append(" ") }
        rows[row][column] = Character(scalar)
        if width == 2 { rows[row][column + 1] = "\0" }
        column += width
        if column >= columns { (column, isAtEnd) = (columns - 1, true) }
    }
}
