/// A point in time, in nanoseconds since 1970-01-01T00:00:00Z.
package struct Instant: Hashable, Comparable, Sendable {
    package var nanosecondsSince1970: Int64

    package init(nanosecondsSince1970: Int64) { self.nanosecondsSince1970 = nanosecondsSince1970 }
    package init(secondsSince1970: Int64) {
        nanosecondsSince1970 = secondsSince1970 * 1_000_000_000
    }

    package var secondsSince1970: Double { Double(nanosecondsSince1970) / 1e9 }

    package static func < (a: Instant, b: Instant) -> Bool {
        a.nanosecondsSince1970 < b.nanosecondsSince1970
    }
    package static func + (a: Instant, d: Duration) -> Instant {
        Instant(nanosecondsSince1970: a.nanosecondsSince1970 &+ d.nanoseconds)
    }
    package static func - (a: Instant, d: Duration) -> Instant {
        Instant(nanosecondsSince1970: a.nanosecondsSince1970 &- d.nanoseconds)
    }
    package static func - (a: Instant, b: Instant) -> Duration {
        .nanoseconds(a.nanosecondsSince1970 &- b.nanosecondsSince1970)
    }
}

extension Duration {
    /// Whole nanoseconds, clamped to what 64 bits hold (292 years).
    package var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return seconds < 0 ? .min : .max }
        return product + attoseconds / 1_000_000_000
    }

    /// Seconds with their fraction.
    package var inSeconds: Double { Double(nanoseconds) / 1e9 }

    package static func minutes(_ count: Int) -> Duration { .seconds(count * 60) }
    package static func hours(_ count: Int) -> Duration { .seconds(count * 3600) }
}
