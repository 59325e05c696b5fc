import FoundationEssentials

/// Points in time as text.
package enum Timestamp {
    /// Writes RFC 3339 in UTC, to the second: `2026-11-23T02:00:00Z`.
    package static func format(_ instant: Instant) -> String {
        date(instant).formatted(.iso8601)
    }

    /// Writes the calendar day in UTC: `2026-11-23`.
    package static func day(_ instant: Instant) -> String { String(format(instant).prefix(10)) }

    /// Reads ISO 8601 (with or without a fraction, an offset, or a time), RFC 7231, or Unix seconds
    /// or milliseconds in digits.
    ///
    /// - Returns: nil for anything else: what the cloud's dates look like is not known, so nothing
    ///   may depend on one being there.
    package static func parse(_ text: String) -> Instant? {
        if let number = Int64(text) {
            return number.magnitude < 100_000_000_000
                ? Instant(secondsSince1970: number)
                : number.magnitude < 9_000_000_000_000
                    ? Instant(nanosecondsSince1970: number * 1_000_000) : nil
        }
        let iso = Date.ISO8601FormatStyle.iso8601
        let styles = [
            iso, Date.ISO8601FormatStyle(includingFractionalSeconds: true),
            iso.year().month().day(),
            iso.year().month().day().dateSeparator(.dash).time(includingFractionalSeconds: false),
        ]
        for style in styles {
            if let date = try? style.parse(text) { return instant(date) }
        }
        return isoForm(ofHTTPDate: text).flatMap { try? iso.parse($0) }.flatMap(instant)
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
        return "\(words[3])-\(month < 9 ? "0" : "")\(month + 1)-\(words[1])T\(words[4])Z"
    }

    private static func date(_ instant: Instant) -> Date {
        Date(timeIntervalSince1970: Double(instant.nanosecondsSince1970 / 1_000_000_000))
    }

    private static func instant(_ date: Date) -> Instant? {
        let milliseconds = (date.timeIntervalSince1970 * 1_000).rounded()
        guard milliseconds.magnitude < 9e12 else { return nil }
        return Instant(nanosecondsSince1970: Int64(milliseconds) * 1_000_000)
    }
}
