package import ScriptWire
package import Timekeeping

extension WireValue {
    /// A map from names to values, in the given order, without those that are nil.
    package static func fields(_ fields: [(String, WireValue?)]) -> WireValue {
        .map(WireMap(fields: fields))
    }

    package static func text(_ text: String?) -> WireValue { text.map { .text($0) } ?? .null }

    package static func boolean(_ value: Bool?) -> WireValue { value.map { .boolean($0) } ?? .null }

    /// A list of texts.
    package static func texts(_ texts: [String]) -> WireValue { .list(texts.map { .text($0) }) }

    /// A point in time as a handle; a script reads whole milliseconds.
    package static func time(_ instant: Instant) -> WireValue {
        let milliseconds = instant.millisecondsSince1970
        return .handle(
            WireHandle(
                kind: "time", id: "\(milliseconds)",
                fields: WireMap(fields: [("ms", .integer(milliseconds))])))
    }

    package static func time(_ instant: Instant?) -> WireValue {
        instant.map { .time($0) } ?? .null
    }

    /// JSON's null, which a Lua table can hold.
    package static var jsonNull: WireValue { .handle(WireHandle(kind: "null", id: "null")) }

    /// Seconds as a script counts them: an integer when they are whole.
    package static func seconds(_ duration: Duration) -> WireValue {
        let nanoseconds = duration.nanoseconds
        return nanoseconds % 1_000_000_000 == 0
            ? .integer(nanoseconds / 1_000_000_000) : .float(Double(nanoseconds) / 1e9)
    }
}

extension WireMap {
    /// Names and values in the given order, without those that are nil.
    package init(fields: [(String, WireValue?)]) {
        self.init(
            fields.compactMap { key, value in
                guard let value, value != .null else { return nil }
                return Entry(key: .text(key), value: value)
            })
    }
}

extension Instant {
    /// Whole milliseconds, rounded down.
    package var millisecondsSince1970: Int64 {
        let (quotient, remainder) = nanosecondsSince1970.quotientAndRemainder(dividingBy: 1_000_000)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// The instant of a time handle's milliseconds; nil when 64 bits cannot hold it.
    package init?(millisecondsSince1970 milliseconds: Int64) {
        let (product, overflow) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
        guard !overflow else { return nil }
        self.init(nanosecondsSince1970: product)
    }
}

/// A point in time that a script holds or writes.
package struct TimeArgument: ScriptArgument {
    package let instant: Instant

    package static var kinds: [ArgumentKind] { [.time, .string, .integer] }
    package static var expectation: String { #"a time such as "2026-11-23T02:00:00Z""# }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        let parsed: Instant? =
            switch value {
            case .handle(let handle) where handle.kind == "time":
                Int64(handle.id).flatMap(Instant.init(millisecondsSince1970:))
            case .bytes: value.text.flatMap(Timestamp.parse)
            case .integer(let seconds) where seconds.magnitude < 9_000_000_000:
                Instant(secondsSince1970: seconds)
            default: nil
            }
        guard let parsed else { throw Self.mismatch(value) }
        instant = parsed
    }
}
