/// A value that may cross between the host and the script process.
///
/// Strings are bytes, as in Lua. An empty Lua table is an empty list, unless it came as an empty map;
/// whoever expects a map takes either for an empty one (`map`, below).
package enum WireValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case float(Double)
    case bytes([UInt8])
    case list([WireValue])
    case map(WireMap)
    /// Something of the host's that a script holds and cannot make or change.
    case handle(WireHandle)
    /// A Lua value that cannot cross (a function, a coroutine); only its type does.
    case opaque(String)
}

/// Keys and values in the order in which they were written.
package struct WireMap: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package var key: WireValue
        package var value: WireValue
        package init(key: WireValue, value: WireValue) {
            self.key = key
            self.value = value
        }
    }

    package var entries: [Entry]
    package init(_ entries: [Entry] = []) { self.entries = entries }

    package subscript(key: String) -> WireValue? {
        entries.first { $0.key == .text(key) }?.value
    }
}

/// A host object as a script sees it.
package struct WireHandle: Hashable, Sendable {
    /// What it is, such as `database`, `environment`, `snapshot`, `operation`, `time`, `secret` or
    /// `null`.
    package var kind: String
    /// What the host finds it again by; means nothing to a script.
    package var id: String
    /// What a script may read of it; empty on the way from a script to the host.
    package var fields: WireMap

    package init(kind: String, id: String, fields: WireMap = WireMap()) {
        self.kind = kind
        self.id = id
        self.fields = fields
    }
}

extension WireValue {
    package static func text(_ text: String) -> WireValue { .bytes(Array(text.utf8)) }

    /// The string, or nil when it is none or no valid UTF-8.
    package var text: String? {
        guard case .bytes(let bytes) = self else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The map; an empty list is an empty one.
    package var map: WireMap? {
        switch self {
        case .map(let map): map
        case .list(let list) where list.isEmpty: WireMap()
        default: nil
        }
    }

    /// About how many bytes it takes, for limits.
    package var weight: Int {
        switch self {
        case .bytes(let bytes): bytes.count + 1
        case .list(let values): values.reduce(8) { $0 + max(8, $1.weight) }
        case .map(let map):
            map.entries.reduce(8) { $0 + max(8, $1.key.weight) + max(8, $1.value.weight) }
        case .handle(let handle):
            WireValue.map(handle.fields).weight + handle.id.utf8.count + handle.kind.utf8.count
        case .opaque(let type): type.utf8.count + 8
        case .null, .boolean, .integer, .float: 8
        }
    }

    /// What a script's author calls a value of this type.
    package var typeName: String {
        switch self {
        case .null: "nil"
        case .boolean: "boolean"
        case .integer: "integer"
        case .float: "number"
        case .bytes: "string"
        case .list, .map: "table"
        case .handle(let handle): handle.kind
        case .opaque(let type): type
        }
    }
}

extension WireValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
    package init(stringLiteral value: String) { self = .text(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(booleanLiteral value: Bool) { self = .boolean(value) }
    package init(nilLiteral: ()) { self = .null }
}
