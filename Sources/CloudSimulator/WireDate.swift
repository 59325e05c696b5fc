import JSONDocument
import Timekeeping

/// A point in time as the simulated cloud writes it, in the format that was assumed.
enum WireDate {
    static func json(_ instant: Instant, _ assumptions: Assumptions) -> JSONValue? {
        let seconds = instant.nanosecondsSince1970 / 1_000_000_000
        switch assumptions[.dates] {
        case "rfc7231": return .string(rfc7231(seconds))
        case "epoch": return .integer(seconds)
        case "epoch-ms": return .integer(instant.nanosecondsSince1970 / 1_000_000)
        case "offset": return .string(iso(seconds).dropLast() + ".000+00:00")
        case "absent": return nil
        default: return .string(iso(seconds))
        }
    }

    static func iso(_ seconds: Int64) -> String {
        let date = Civil(seconds)
        return "\(date.year)-\(two(date.month))-\(two(date.day))T\(date.time)Z"
    }

    private static func rfc7231(_ seconds: Int64) -> String {
        let date = Civil(seconds)
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let weekday = weekdays[Int(seconds / 86_400 % 7)]
        return
            "\(weekday), \(two(date.day)) \(months[date.month - 1]) \(date.year) \(date.time) GMT"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// A day of the Gregorian calendar and a time of day, in UTC, from 1970 on.
    private struct Civil {
        let year: Int
        let month: Int
        let day: Int
        let time: String

        init(_ seconds: Int64) {
            // Years start in March here, so that the leap day is the last of its year.
            let days = Int(seconds / 86_400) + 719_468
            let era = days / 146_097
            let dayOfEra = days % 146_097
            let leapDays = dayOfEra / 1_460 - dayOfEra / 36_524 + dayOfEra / 146_096
            let yearOfEra = (dayOfEra - leapDays) / 365
            let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
            let monthFromMarch = (5 * dayOfYear + 2) / 153
            day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
            month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
            year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
            let second = Int(seconds % 86_400)
            time = "\(two(second / 3_600)):\(two(second / 60 % 60)):\(two(second % 60))"
        }
    }
}
