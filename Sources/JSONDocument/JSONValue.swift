/// A JSON document as a value: integers stay integers, and writing sorts the keys.
package enum JSONValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])
}

extension JSONValue {
    /// How many arrays and objects may be inside one another.
    package static let maximumDepth = 128

    /// Reads one document, strictly by RFC 8259: nothing after it, no trailing comma, no key twice.
    ///
    /// A number without fraction and exponent is an integer where 64 bits hold it.
    ///
    /// - Throws: `JSONFailure` with what is wrong and where, never quoting the text.
    package init(
        parsing bytes: some Sequence<UInt8>, maximumDepth: Int = Self.maximumDepth
    ) throws(JSONFailure) {
        var reader = JSONReader(Array(bytes), maximumDepth: maximumDepth)
        self = try reader.document()
    }

    package init(
        parsing text: String, maximumDepth: Int = Self.maximumDepth
    ) throws(JSONFailure) {
        try self.init(parsing: text.utf8, maximumDepth: maximumDepth)
    }

    /// Writes the document on one line, with sorted keys; a number that JSON has no word for
    /// (infinite, not a number) becomes null.
    package var text: String { written(.oneLine) }

    /// Writes the document indented, with sorted keys.
    package var indentedText: String { written(.indented) }

    private func written(_ layout: JSONWriter.Layout) -> String {
        var writer = JSONWriter(layout)
        writer.write(self)
        return writer.text
    }
}

extension JSONValue {
    package subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    package var string: String? { if case .string(let value) = self { value } else { nil } }
    package var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }
    package var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
    package var object: [String: JSONValue]? {
        if case .object(let value) = self { value } else { nil }
    }
    /// The integer, also of a number without a fraction.
    package var integer: Int64? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int64(exactly: value)
        default: nil
        }
    }
    /// The number, whole or not.
    package var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    package init(nilLiteral: ()) { self = .null }
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .boolean(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(floatLiteral value: Double) { self = .number(value) }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements) { _, last in last })
    }
}
