/// The line on which each key and each element of a TOML document stands.
///
/// The parser does not tell. The document must be one that it has accepted: nothing is checked here.
struct TOMLLines {
    private var lines: [[String]: Int] = [:]
    private var elementCounts: [[String]: Int] = [:]
    private let text: [UInt8]
    private var position = 0
    private var line = 1

    /// A key and its value, by where they begin and end.
    struct Pair {
        var path: [String]
        var start: Int
        var value: Range<Int>
        /// Whether it is in braces, where others may share its line.
        var isInline: Bool
    }

    /// What begins a table.
    struct Header {
        var path: [String]
        var start: Int
        /// How many pairs come before it.
        var pairCount: Int
    }

    private(set) var pairs: [Pair] = []
    private(set) var headers: [Header] = []

    init(_ text: [UInt8]) {
        self.text = text
        if text.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }
        readDocument()
    }

    /// The line of a path of keys; an element of an array is `#0`, `#1` and so on.
    subscript(path: [String]) -> Int? { lines[path] }

    private mutating func readDocument() {
        var table: [String] = []
        while skipBlank() {
            let start = position
            if current == UInt8(ascii: "[") {
                table = readHeader()
            } else {
                readPair(in: table)
            }
            if position == start { advance() }
        }
    }

    private mutating func readHeader() -> [String] {
        headers.append(Header(path: [], start: position, pairCount: pairs.count))
        advance()
        let isElement = current == UInt8(ascii: "[")
        if isElement { advance() }
        let start = line
        var path: [String] = []
        let keys = readKeys()
        for (index, key) in keys.enumerated() {
            path.append(key)
            note(path, start)
            let isLast = index == keys.count - 1
            if isElement, isLast { elementCounts[path, default: 0] += 1 }
            if let count = elementCounts[path] { path.append("#\(count - 1)") }
        }
        note(path, start)
        headers[headers.count - 1].path = path
        while current == UInt8(ascii: "]") { advance() }
        return path
    }

    private mutating func readPair(in table: [String], isInline: Bool = false) {
        var path = table
        let start = position
        for key in readKeys() {
            path.append(key)
            note(path, line)
        }
        guard current == UInt8(ascii: "=") else { return }
        advance()
        skipSpaces()
        let index = pairs.count
        pairs.append(
            Pair(path: path, start: start, value: position..<position, isInline: isInline))
        readValue(at: path)
        var end = min(position, text.count)
        while end > pairs[index].value.lowerBound, [9, 13, 32].contains(text[end - 1]) { end -= 1 }
        pairs[index].value = pairs[index].value.lowerBound..<end
    }

    private mutating func readValue(at path: [String]) {
        switch current {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): _ = readText()
        case UInt8(ascii: "["): readElements(of: path)
        case UInt8(ascii: "{"): readMembers(of: path)
        default:
            while let byte = current, !",]}#\n".utf8.contains(byte) { advance() }
        }
        skipSpaces()
    }

    private mutating func readElements(of path: [String]) {
        advance()
        var index = 0
        while skipBlank(), current != UInt8(ascii: "]") {
            let start = position
            if current == UInt8(ascii: ",") {
                advance()
                continue
            }
            note(path + ["#\(index)"], line)
            readValue(at: path + ["#\(index)"])
            index += 1
            if position == start { advance() }
        }
        advance()
    }

    private mutating func readMembers(of path: [String]) {
        advance()
        while skipBlank(), current != UInt8(ascii: "}") {
            let start = position
            if current == UInt8(ascii: ",") {
                advance()
            } else {
                readPair(in: path, isInline: true)
            }
            if position == start { advance() }
        }
        advance()
    }

    private mutating func note(_ path: [String], _ number: Int) {
        if lines[path] == nil { lines[path] = number }
    }
}

// The parts of keys and values.
extension TOMLLines {
    private var current: UInt8? { position < text.count ? text[position] : nil }

    private mutating func advance() {
        if current == UInt8(ascii: "\n") { line += 1 }
        position += 1
    }

    private mutating func skipSpaces() {
        while let byte = current, byte == 32 || byte == 9 { advance() }
    }

    /// Skips spaces, ends of lines and comments; false at the end of the document.
    private mutating func skipBlank() -> Bool {
        while let byte = current {
            if byte == UInt8(ascii: "#") {
                while let byte = current, byte != UInt8(ascii: "\n") { advance() }
            } else if [9, 10, 13, 32].contains(byte) {
                advance()
            } else {
                return true
            }
        }
        return false
    }

    /// A key, or several joined by dots.
    private mutating func readKeys() -> [String] {
        var keys: [String] = []
        while true {
            skipSpaces()
            if current == UInt8(ascii: "\"") || current == UInt8(ascii: "'") {
                keys.append(readText())
            } else {
                let start = position
                while let byte = current, !" \t\n\r.=]".utf8.contains(byte) { advance() }
                keys.append(String(decoding: text[start..<position], as: UTF8.self))
            }
            skipSpaces()
            guard current == UInt8(ascii: ".") else { return keys }
            advance()
        }
    }

    /// A quoted text, on one line or on several, without its quotes.
    private mutating func readText() -> String {
        let quote = text[position]
        let isLong = text[position...].starts(with: [quote, quote, quote])
        for _ in 0..<(isLong ? 3 : 1) { advance() }
        let start = position
        while let byte = current {
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                advance()
            } else if byte == quote,
                !isLong || text[position...].starts(with: [quote, quote, quote])
            {
                break
            }
            advance()
        }
        let end = min(position, text.count)
        // A long text may end in one or two quotes of its own.
        for _ in 0..<(isLong ? 3 : 1) { advance() }
        while isLong, current == quote { advance() }
        return Self.plain(text[start..<end])
    }

    /// A text without its escapes; of those only what names are written with is undone.
    private static func plain(_ bytes: ArraySlice<UInt8>) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.contains("\\") else { return text }
        return text.replacing("\\\"", with: "\"").replacing("\\\\", with: "\\")
    }
}
