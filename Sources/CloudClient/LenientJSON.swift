import JSONDocument
import Timekeeping

// What is known of the wire is little, so reading forgives: a missing or odd member is no failure.
extension JSONValue {
    /// The first of the members that holds text or a whole number, and is not empty.
    func text(_ keys: String...) -> String? {
        for key in keys {
            switch self[key] {
            case .string(let text) where !text.isEmpty: return text
            case .integer(let number): return String(number)
            default: continue
            }
        }
        return nil
    }

    /// Whether the member says yes; anything that is no boolean says no.
    func flag(_ key: String) -> Bool { self[key]?.boolean ?? false }

    /// The member as a point in time, in whichever way it is written.
    func instant(_ key: String) -> Instant? { text(key).flatMap(Timestamp.parse) }

    /// A boolean or number as text.
    var scalarText: String? {
        switch self {
        case .boolean(let flag): flag ? "true" : "false"
        case .integer(let number): String(number)
        case .number(let number): "\(number)"
        default: nil
        }
    }

    /// The list in a document that is a bare array, or an object with the list under `key` or under
    /// its only member that is one; nil when there is none.
    func list(_ key: String) -> [JSONValue]? {
        if let array { return array }
        guard let object else { return nil }
        if let array = object[key]?.array { return array }
        let arrays = object.values.compactMap(\.array)
        return arrays.count == 1 ? arrays[0] : nil
    }
}
