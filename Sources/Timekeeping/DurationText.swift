/// Durations as people write them: `90s`, `15m`, `2h30m`, `7d`, `1.5h`, `250ms`.
package enum DurationText {
    private static let units: [(suffix: String, nanoseconds: Double)] = [
        ("ms", 1e6), ("d", 86_400e9), ("h", 3_600e9), ("m", 60e9), ("s", 1e9),
    ]

    /// Reads a duration; a bare number is seconds.
    ///
    /// - Returns: nil when the text is empty, has an unknown unit, repeats or disorders units, is
    ///   negative, or passes 100 years.
    package static func parse(_ text: String) -> Duration? {
        var rest = Substring(text)
        guard !rest.isEmpty else { return nil }
        if let seconds = number(text) { return duration(ofNanoseconds: seconds * 1e9) }
        var total = 0.0
        var smallest = Double.infinity
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest.dropFirst(digits.count)
            guard let count = number(String(digits)),
                let unit = units.first(where: { rest.hasPrefix($0.suffix) }),
                unit.nanoseconds < smallest
            else { return nil }
            rest = rest.dropFirst(unit.suffix.count)
            smallest = unit.nanoseconds
            total += count * unit.nanoseconds
        }
        return duration(ofNanoseconds: total)
    }

    /// Writes a duration in its two largest units: `2h30m`, `4m05s`, `12s`, `0.3s`.
    package static func format(_ duration: Duration) -> String {
        let nanoseconds = duration.nanoseconds
        if nanoseconds < 0 { return "-" + format(.zero - duration) }
        let seconds = nanoseconds / 1_000_000_000
        switch seconds {
        case 0 where nanoseconds > 0:
            let tenths = (nanoseconds + 50_000_000) / 100_000_000
            return tenths == 0
                ? "\(max(1, nanoseconds / 1_000_000))ms" : "\(tenths / 10).\(tenths % 10)s"
        case ..<60: return "\(seconds)s"
        case ..<3_600: return "\(seconds / 60)m" + rest(seconds % 60, "s")
        case ..<86_400: return "\(seconds / 3_600)h" + rest(seconds % 3_600 / 60, "m")
        default: return "\(seconds / 86_400)d" + rest(seconds % 86_400 / 3_600, "h")
        }
    }

    private static func rest(_ count: Int64, _ unit: String) -> String {
        count == 0 ? "" : (count < 10 ? "0\(count)" : "\(count)") + unit
    }

    private static func number(_ text: String) -> Double? {
        guard text.utf8.allSatisfy({ (48...57).contains($0) || $0 == 46 }), let value = Double(text)
        else { return nil }
        return value
    }

    private static func duration(ofNanoseconds count: Double) -> Duration? {
        guard count.isFinite, count >= 0, count <= 100 * 365.25 * 86_400e9 else { return nil }
        return .nanoseconds(Int64(count))
    }
}
