import JSONDocument
import ScriptWire
import Timekeeping

/// What a script's parameter can be.
package enum ParameterType: String, CaseIterable, Sendable {
    case string, integer, number, boolean
    case enumeration = "enum"
    case list, map, duration, time, version, environment, database, snapshot, secret

    /// All of them, for help: "`string`, `integer`, …".
    static let names = allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")

    /// Whether its values are texts, so that a pattern can apply.
    var isText: Bool { [.string, .enumeration, .list, .version].contains(self) }

    /// Whether its values have an order or a size, so that `min` and `max` can apply.
    var isBounded: Bool {
        [.string, .integer, .number, .list, .map, .duration, .time].contains(self)
    }

    /// What a message says was expected.
    var expectation: String {
        switch self {
        case .string: "text"
        case .integer: Int64.expectation
        case .number: Double.expectation
        case .boolean: Bool.expectation
        case .enumeration: "one of its values"
        case .list: #"a list such as "a,b" or ["a","b"]"#
        case .map: #"a table such as "a=1,b=2" or {"a":1}"#
        case .duration: Duration.expectation
        case .time: TimeArgument.expectation
        case .version: #"a version such as "5.20.0""#
        case .environment: #"an environment such as "production""#
        case .database: #"a database such as "production/orders""#
        case .snapshot: SnapshotReference.expectation
        case .secret: "`env:NAME` or `file:PATH`, never the secret itself"
        }
    }

    /// Reads the text of one `--param`.
    func value(ofText text: String) throws(ArgumentMismatch) -> WireValue {
        let given = WireValue.text(text)
        let value: WireValue? =
            switch self {
            case .integer: Int64(text).map { .integer($0) }
            case .number: Int64(text).map { .integer($0) } ?? Double(text).map { .float($0) }
            case .boolean: Self.booleans[text.lowercased()].map { .boolean($0) }
            case .list: try Self.list(text)
            case .map: try Self.map(text)
            default: given
            }
        guard let value else { throw ArgumentMismatch(expected: expectation, given: given) }
        return try checked(value)
    }

    /// Checks a value of `--params`, or a default, and brings it into the form that scripts get.
    func checked(_ value: WireValue) throws(ArgumentMismatch) -> WireValue {
        switch self {
        case .string, .enumeration, .version, .environment, .database:
            guard let text = value.text, self == .string || !text.isEmpty else {
                throw mismatch(value)
            }
            return value
        case .snapshot:
            _ = try SnapshotReference(value)
            guard value.text != nil else { throw mismatch(value) }
            return value
        case .secret:
            guard let text = value.text, SecretOrigin(text) != nil else {
                var refusal = mismatch(.null)
                refusal.given = "what was given"
                throw refusal
            }
            return value
        case .integer: return .integer(try Int64(value))
        case .number:
            guard try Double(value).isFinite else { throw mismatch(value) }
            return value
        case .boolean: return .boolean(try Bool(value))
        case .list:
            guard case .list = value else { throw mismatch(value) }
            return value
        case .map:
            guard value.map != nil else { throw mismatch(value) }
            return value
        case .duration: return .seconds(try Duration(value))
        case .time: return .time(try TimeArgument(value).instant)
        }
    }

    private func mismatch(_ value: WireValue) -> ArgumentMismatch {
        ArgumentMismatch(expected: expectation, given: value)
    }

    private static let booleans = [
        "true": true, "yes": true, "on": true, "1": true,
        "false": false, "no": false, "off": false, "0": false,
    ]

    private static func list(_ text: String) throws(ArgumentMismatch) -> WireValue? {
        if text.first == "[" {
            guard case .array(let elements)? = try? JSONValue(parsing: text) else { return nil }
            return .list(elements.map { WireValue($0) })
        }
        let parts = text.split(separator: ",", omittingEmptySubsequences: true)
        return .list(parts.map { .text(trimmed($0)) })
    }

    private static func map(_ text: String) throws(ArgumentMismatch) -> WireValue? {
        if text.first == "{" {
            guard let json = try? JSONValue(parsing: text), json.object != nil else { return nil }
            return WireValue(json)
        }
        var fields: [(String, WireValue?)] = []
        for part in text.split(separator: ",") {
            guard let equals = part.firstIndex(of: "=") else { return nil }
            let name = trimmed(part[..<equals])
            guard !name.isEmpty else { return nil }
            fields.append((name, .text(trimmed(part[part.index(after: equals)...]))))
        }
        return .fields(fields)
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
