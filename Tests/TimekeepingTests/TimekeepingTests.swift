import Testing
import Timekeeping

struct TimestampTests {
    @Test(arguments: [
        ("2026-11-23", 1_795_392_000), ("2026-11-23T02:00:00Z", 1_795_399_200),
        ("2026-11-23t02:00:00z", 1_795_399_200), ("2026-11-23 02:00", 1_795_399_200),
        ("2026-11-23T02:00:00", 1_795_399_200), ("2026-11-23T03:30:00+01:30", 1_795_399_200),
        ("2026-11-23T01:00:00-0100", 1_795_399_200), ("2026-11-23T03:00:00+01", 1_795_399_200),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("1795399200", 1_795_399_200),
        ("1795399200000", 1_795_399_200), ("2024-02-29", 1_709_164_800),
        ("2000-02-29", 951_782_400), ("1969-12-31T23:59:59Z", -1), ("1970-01-01", 0),
        ("2016-12-31T23:59:60Z", 1_483_228_800),
    ])
    func `a time is read in every notation`(text: String, seconds: Int64) {
        #expect(Timestamp.parse(text) == Instant(secondsSince1970: seconds))
    }

    @Test(arguments: [
        ("2026-11-23T02:00:00.5Z", 500_000_000), ("2026-11-23T02:00:00.123456789Z", 123_456_789),
        ("2026-11-23T02:00:00,1234567891+00:00", 123_456_789),
    ])
    func `a fraction is kept to the nanosecond`(text: String, nanoseconds: Int64) throws {
        let instant = try #require(Timestamp.parse(text))

        #expect(instant - Instant(secondsSince1970: 1_795_399_200) == .nanoseconds(nanoseconds))
    }

    @Test(arguments: [
        "2026-02-30T00:00:00Z", "2026-02-29", "1900-02-29", "2026-04-31", "2026-13-01",
        "2026-00-10", "2026-01-00", "2026-11-23T24:00:00Z", "2026-11-23T02:60:00Z",
        "2026-11-23T02:00:61Z", "2026-11-23T02:00:00+25:00", "Sun, 31 Feb 2026 08:49:37 GMT",
    ])
    func `a day or an hour that does not exist is no time`(text: String) {
        #expect(Timestamp.parse(text) == nil)
    }

    @Test(arguments: [
        "", "soon", "2026-11-23x", "2026-11-23T", "2026-11-23T02:00:00Zx", "2026-11-23T02:00:00.Z",
        "26-11-23", "2026/11/23", "9999-01-01", "99999999999", "9223372036854775807",
        "-9223372036854775808", "2026-11-23T02:00:00+1",
    ])
    func `what is no time, or too far away, is none`(text: String) {
        #expect(Timestamp.parse(text) == nil)
    }

    @Test(arguments: [
        (Int64(0), "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
        (1_795_399_200, "2026-11-23T02:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"),
        (4_107_542_400, "2100-03-01T00:00:00Z"), (-8_000_000_000, "1716-06-28T09:46:40Z"),
    ])
    func `a time is written to the second`(seconds: Int64, text: String) {
        #expect(Timestamp.format(Instant(secondsSince1970: seconds)) == text)
        #expect(Timestamp.parse(text) == Instant(secondsSince1970: seconds))
        #expect(Timestamp.day(Instant(secondsSince1970: seconds)) == text.prefix(10))
    }

    @Test func `part of a second is dropped, before 1970 too`() {
        #expect(
            Timestamp.format(Instant(nanosecondsSince1970: 999_999_999)) == "1970-01-01T00:00:00Z")
        #expect(Timestamp.format(Instant(nanosecondsSince1970: -1)) == "1969-12-31T23:59:59Z")
    }

    @Test func `every day of four centuries is read as it was written`() {
        let wrong = (Int64(0)..<106_000).filter { day in
            let instant = Instant(secondsSince1970: (day - 53_000) * 86_400)
            return Timestamp.parse(Timestamp.day(instant)) != instant
        }

        #expect(wrong == [Int64]())
    }
}

struct DurationTextTests {
    @Test(arguments: [
        ("90", Duration.seconds(90)), ("90s", .seconds(90)), ("15m", .seconds(900)),
        ("2h30m", .seconds(9_000)), ("7d", .seconds(604_800)), ("1.5h", .seconds(5_400)),
        ("250ms", .milliseconds(250)), ("0", .zero), ("1d2h3m4s5ms", .milliseconds(93_784_005)),
    ])
    func `a duration is read`(text: String, expected: Duration) {
        #expect(DurationText.parse(text) == expected)
    }

    @Test(arguments: [
        "", "m", "15x", "-5s", "1m1h", "1m1m", "1 h", "1e3", "1..5h", "101000d", "inf", "٣s",
    ])
    func `what is no duration is none`(text: String) {
        #expect(DurationText.parse(text) == nil)
    }

    @Test(arguments: [
        (Duration.seconds(9_000), "2h30m"), (.seconds(245), "4m05s"), (.seconds(12), "12s"),
        (.milliseconds(300), "0.3s"), (.milliseconds(4), "4ms"), (.zero, "0s"),
        (.seconds(3_600), "1h"), (.seconds(90_000), "1d01h"), (.seconds(-60), "-1m"),
        (.nanoseconds(1), "1ms"),
    ])
    func `a duration is written in its two largest units`(duration: Duration, text: String) {
        #expect(DurationText.format(duration) == text)
    }
}

struct InstantTests {
    private let noon = Instant(secondsSince1970: 43_200)

    @Test func `instants are compared and moved`() {
        #expect(noon + .minutes(5) > noon)
        #expect((noon + .hours(2)) - noon == .seconds(7_200))
        #expect(noon - .seconds(43_200) == Instant(nanosecondsSince1970: 0))
        #expect(noon.secondsSince1970 == 43_200)
    }

    @Test func `a duration beyond 64 bits of nanoseconds is clamped`() {
        #expect(Duration.seconds(Int64.max).nanoseconds == .max)
        #expect(Duration.seconds(Int64.min).nanoseconds == .min)
        #expect(Duration.milliseconds(1_500).inSeconds == 1.5)
    }
}
