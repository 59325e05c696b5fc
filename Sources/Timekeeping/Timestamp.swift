/// Points in time as text.
///
/// Our own, because the library takes February 30 for March 2 and text behind a date for nothing.
package enum Timestamp {
    /// Writes RFC 3339 in UTC, to the second: `2026-11-23T02:00:00Z`.
    package static func format(_ instant: Instant) -> String {
        let seconds = floor(instant.nanosecondsSince1970, 1_000_000_000)
        let days = floor(seconds, 86_400)
        let rest = seconds - days * 86_400
        let (year, month, day) = CalendarDay.date(days)
        let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
        let time = [rest / 3_600, rest / 60 % 60, rest % 60].map { padded($0, 2) }
        return date + "T" + time.joined(separator: ":") + "Z"
    }

    /// Writes the calendar day in UTC: `2026-11-23`.
    package static func day(_ instant: Instant) -> String { String(format(instant).prefix(10)) }

    /// Reads ISO 8601 (with or without a fraction, an offset, or a time), RFC 7231, or Unix seconds
    /// or milliseconds in digits.
    ///
    /// - Returns: nil for anything else, also for a day or an hour that does not exist: what the
    ///   cloud's dates look like is not known, so nothing may depend on one being there.
    package static func parse(_ text: String) -> Instant? {
        if let number = Int64(text) {
            switch number.magnitude {
            case ..<9_000_000_000: return Instant(secondsSince1970: number)
            case 100_000_000_000..<9_000_000_000_000:
                return Instant(nanosecondsSince1970: number * 1_000_000)
            default: return nil
            }
        }
        var reader = TimestampReader(isoForm(ofHTTPDate: text) ?? text)
        return reader.instant()
    }

    /// Rewrites `Sun, 06 Nov 1994 08:49:37 GMT` as `1994-11-06T08:49:37Z`.
    private static func isoForm(ofHTTPDate text: String) -> String? {
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT",
            let month = months.firstIndex(of: String(words[2]))
        else { return nil }
        return "\(words[3])-\(padded(Int64(month) + 1, 2))-\(words[1])T\(words[4])Z"
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = "\(number)"
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func floor(_ number: Int64, _ divisor: Int64) -> Int64 {
        let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
