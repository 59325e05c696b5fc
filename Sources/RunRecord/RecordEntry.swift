package import JSONDocument
package import Timekeeping

/// One line of a record: its number, when, what happened, and what belongs to that.
package struct RecordEntry: Hashable, Sendable {
    /// Rises by one from line to line, from 0 on; the order of things even where a clock was set back.
    package var number: Int64
    package var at: Instant
    /// What happened; an open set of words.
    package var event: String
    package var members: [String: JSONValue]

    package subscript(key: String) -> JSONValue? { members[key] }

    init(_ number: Int64, at: Instant, _ event: String, _ members: [String: JSONValue]) {
        self.number = number
        self.at = at
        self.event = event
        self.members = members
    }

    /// The line, with its end.
    var line: [UInt8] { Array((json.text + "\n").utf8) }

    package var json: JSONValue {
        .object(
            members.merging([
                "seq": .integer(number), "at": .string(Timestamp.format(at)),
                "event": .string(event),
            ]) { $1 })
    }

    /// Reads a line; nil for one that is none.
    init?(_ line: ArraySlice<UInt8>) {
        guard let json = try? JSONValue(parsing: line), case .object(var members) = json,
            let number = members.removeValue(forKey: "seq")?.integer,
            let at = members.removeValue(forKey: "at")?.string.flatMap(Timestamp.parse),
            let event = members.removeValue(forKey: "event")?.string
        else { return nil }
        self.init(number, at: at, event, members)
    }
}
