package import JSONDocument
package import ScriptWire
import Timekeeping

extension WireValue {
    /// A JSON document as Lua values: null becomes `json.null`, members come in the order of their
    /// names.
    package init(_ json: JSONValue) {
        switch json {
        case .null: self = .jsonNull
        case .boolean(let flag): self = .boolean(flag)
        case .integer(let number): self = .integer(number)
        case .number(let number): self = .float(number)
        case .string(let text): self = .text(text)
        case .array(let elements): self = .list(elements.map(WireValue.init))
        case .object(let members):
            self = .map(
                WireMap(
                    members.sorted { $0.key < $1.key }.map {
                        WireMap.Entry(key: .text($0.key), value: WireValue($0.value))
                    }))
        }
    }
}

extension JSONValue {
    /// Lua values as a JSON document: a time becomes its text, an object of the cloud its fields, or
    /// its id when it comes without them.
    ///
    /// - Throws: a mismatch that says where, for what JSON has no word for.
    package init(_ value: WireValue) throws(ArgumentMismatch) {
        switch value {
        case .null: self = .null
        case .boolean(let flag): self = .boolean(flag)
        case .integer(let number): self = .integer(number)
        case .float(let number):
            guard number.isFinite else {
                throw ArgumentMismatch(expected: "a finite number", given: value)
            }
            self = .number(number)
        case .bytes: self = .string(try String(value))
        case .list(let elements): self = .array(try Self.elements(elements))
        case .map(let map): self = .object(try Self.members(map))
        case .handle(let handle): self = try Self.handle(handle, value)
        case .opaque:
            throw ArgumentMismatch(expected: "something that JSON can hold", given: value)
        }
    }

    private static func elements(_ list: [WireValue]) throws(ArgumentMismatch) -> [JSONValue] {
        var elements: [JSONValue] = []
        for (index, element) in list.enumerated() {
            do throws(ArgumentMismatch) {
                elements.append(try JSONValue(element))
            } catch {
                throw error.inside("[\(index + 1)]")
            }
        }
        return elements
    }

    private static func members(_ map: WireMap) throws(ArgumentMismatch) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        for entry in map.entries {
            guard let key = entry.key.text else {
                throw ArgumentMismatch(expected: "a table with text as keys", given: entry.key)
            }
            do throws(ArgumentMismatch) {
                members[key] = try JSONValue(entry.value)
            } catch {
                throw error.inside("[\(Excerpt.quoted(key))]")
            }
        }
        return members
    }

    private static func handle(
        _ handle: WireHandle, _ value: WireValue
    ) throws(ArgumentMismatch) -> JSONValue {
        switch handle.kind {
        case "null": return .null
        case "secret":
            throw ArgumentMismatch(
                expected: "something that may be written down", given: value,
                hint: "a secret never leaves the host")
        case "time":
            let instant = Int64(handle.id).flatMap(Instant.init(millisecondsSince1970:))
            return instant.map { .string(Timestamp.format($0)) } ?? .string(handle.id)
        default:
            guard !handle.fields.entries.isEmpty else { return .string(handle.id) }
            return .object(try members(handle.fields))
        }
    }
}
