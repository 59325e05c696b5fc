/// Writes one document: keys in order, doubles as short as they read back, `2.0` as that, and what
/// cannot be seen as an escape.
struct JSONWriter {
    /// Two spaces for each level and a line for each value, or all on one line.
    enum Layout { case oneLine, indented }

    private(set) var text = ""
    private let layout: Layout
    private var depth = 0

    init(_ layout: Layout) { self.layout = layout }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: text += "null"
        case .boolean(let flag): text += flag ? "true" : "false"
        case .integer(let number): text += "\(number)"
        case .number(let number): text += number.isFinite ? "\(number)" : "null"
        case .string(let string): write(string)
        case .array(let elements):
            writeList(elements, "[", "]") { $0.write($1) }
        case .object(let members):
            writeList(members.sorted { $0.key < $1.key }, "{", "}") { writer, member in
                writer.write(member.key)
                writer.text += writer.layout == .indented ? ": " : ":"
                writer.write(member.value)
            }
        }
    }

    private mutating func writeList<Element>(
        _ elements: [Element], _ open: String, _ close: String,
        _ write: (inout JSONWriter, Element) -> Void
    ) {
        text += open
        depth += 1
        for (index, element) in elements.enumerated() {
            if index > 0 { text += "," }
            breakLine()
            write(&self, element)
        }
        depth -= 1
        if !elements.isEmpty { breakLine() }
        text += close
    }

    private mutating func breakLine() {
        guard layout == .indented else { return }
        text += "\n" + String(repeating: "  ", count: depth)
    }

    private mutating func write(_ string: String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case " "..."~": text.unicodeScalars.append(scalar)
            case _ where Self.isInvisible(scalar):
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }

    /// Whether a character could steer the terminal that a document is looked at on.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default:
            scalar.properties.isDefaultIgnorableCodePoint
                && !(0xfe00...0xfe0f).contains(scalar.value)
        }
    }
}
