/// Reads `2026-11-23`, `2026-11-23T02:00:00.5+01:00` and what lies between them.
struct TimestampReader {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = text[...].utf8 }

    /// The instant, or nil when the text is another one or names a day or hour that is not there.
    mutating func instant() -> Instant? {
        guard let year = digits(4), take("-"), let month = digits(2), take("-"),
            let day = digits(2), let days = CalendarDay.number(year: year, month: month, day: day)
        else { return nil }
        var seconds = days * 86_400
        var nanoseconds: Int64 = 0
        if !rest.isEmpty {
            guard take("T") || take("t") || take(" "), let time = time(&nanoseconds),
                let offset = offset(), rest.isEmpty
            else { return nil }
            seconds += time - offset
        }
        guard seconds.magnitude < 9_000_000_000 else { return nil }
        return Instant(nanosecondsSince1970: seconds * 1_000_000_000 + nanoseconds)
    }

    /// The seconds since midnight; a leap second is the first one of the next minute.
    private mutating func time(_ nanoseconds: inout Int64) -> Int64? {
        guard let hour = digits(2), hour < 24, take(":"), let minute = digits(2), minute < 60
        else { return nil }
        var second: Int64 = 0
        if take(":") {
            guard let value = digits(2), value <= 60 else { return nil }
            second = value
            if take(".") || take(",") {
                guard let fraction = fraction() else { return nil }
                nanoseconds = fraction
            }
        }
        return hour * 3_600 + minute * 60 + second
    }

    private mutating func fraction() -> Int64? {
        let digits = rest.prefix { (48...57).contains($0) }
        guard !digits.isEmpty else { return nil }
        rest = rest.dropFirst(digits.count)
        let kept = digits.prefix(9)
        let number = kept.reduce(Int64(0)) { $0 * 10 + Int64($1 - 48) }
        return (kept.count..<9).reduce(number) { number, _ in number * 10 }
    }

    /// The seconds that a zone is ahead of UTC; a text without a zone is in UTC.
    private mutating func offset() -> Int64? {
        if rest.isEmpty || take("Z") || take("z") { return 0 }
        let sign: Int64 = take("-") ? -1 : 1
        guard sign < 0 || take("+"), let hours = digits(2), hours < 24 else { return nil }
        if rest.isEmpty { return sign * hours * 3_600 }
        _ = take(":")
        guard let minutes = digits(2), minutes < 60 else { return nil }
        return sign * (hours * 3_600 + minutes * 60)
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: scalar) else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func digits(_ count: Int) -> Int64? {
        let digits = rest.prefix(count)
        guard digits.count == count, digits.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        rest = rest.dropFirst(count)
        return digits.reduce(0) { $0 * 10 + Int64($1 - 48) }
    }
}
