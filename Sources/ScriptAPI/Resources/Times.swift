import Diagnostics
package import ScriptWire
import Timekeeping

/// Times and durations.
enum Times {
    static let all = [now, parse, ago, since, human, stopwatch, duration, present, processClock]

    static let now = HostFunction(
        script: "time.now", "Tells the present time.", returns: "a time",
        results: ["graphene.Time"], raises: [],
        source: "the run's clock",
        example: "print(graphene.time.now())",
        failing: #"graphene.time.now("UTC")"#)

    static let parse = HostFunction(
        "time.parse",
        "Reads a time from text.",
        Parameter<TimeArgument>("text", "ISO 8601, RFC 7231, or Unix seconds"),
        options: .none,
        returns: "a time",
        results: ["graphene.Time"],
        raises: [],
        source: "RFC 3339",
        example: """
            local night = graphene.time.parse("2026-11-23T01:00:00+01:00")
            print(night, night + "2h30m", night < graphene.time.now())
            """,
        failing: #"graphene.time.parse("yesterday")"#,
        place: .answer,
        front: .prelude
    ) { _, time in [.integer(time.instant.millisecondsSince1970)] }

    static let ago = HostFunction(
        script: "time.ago", "Tells the time that was some while ago.",
        Parameter<Duration>("duration", "how long ago"), returns: "a time",
        results: ["graphene.Time"], raises: [],
        source: "the run's clock",
        example: """
            local db = graphene.db("production/orders")
            print(db.created_at < graphene.time.ago("30d"))
            """,
        failing: #"graphene.time.ago("a month")"#)

    static let since = HostFunction(
        script: "time.since", "Tells how long ago a time was.",
        Parameter<TimeArgument>("time", "the time"), returns: "seconds; negative in the future",
        results: ["number seconds"],
        raises: [], source: "the run's clock",
        example: #"print(graphene.time.since("2026-11-23T01:00:00Z"))"#,
        failing: #"graphene.time.since(graphene.db("production/orders"))"#)

    static let human = HostFunction(
        "time.human",
        "Writes a duration, or how long ago a time was, for people.",
        Parameter<LengthArgument>("value", "a duration, or a time"),
        options: .none,
        returns: #"text such as `"2h30m"`"#,
        results: ["string text"],
        raises: [],
        source: "the run's clock",
        example: """
            print(graphene.time.human(9000))
            print(graphene.time.human(graphene.db("production/orders").created_at))
            """,
        failing: #"graphene.time.human("a while")"#,
        place: .answer,
        front: .prelude
    ) { _, length in [.text(DurationText.format(length.duration))] }

    static let stopwatch = HostFunction(
        script: "time.stopwatch", "Starts counting time.",
        returns: "a function that tells the seconds since then",
        results: ["fun(): number elapsed"], raises: [],
        source: "the run's clock",
        example: """
            local elapsed = graphene.time.stopwatch()
            graphene.restart("staging/orders")
            print(elapsed())
            """,
        failing: #"graphene.time.stopwatch("start")"#)

    static let duration = HostFunction(
        "duration",
        "Reads a duration.",
        Parameter<Duration>(
            "value", #"seconds, or text such as `"90s"`, `"15m"`, `"2h30m"`, `"7d"`"#),
        options: .none,
        returns: "seconds",
        results: ["number seconds"],
        raises: [],
        source: "the units ms, s, m, h and d",
        example: #"print(graphene.duration("2h30m"))"#,
        failing: #"graphene.duration("2 hours")"#,
        place: .answer,
        front: .prelude
    ) { _, duration in [.seconds(duration)] }

    static let present = HostFunction(
        "now", "Tells the milliseconds since 1970.", options: .none, returns: "an integer",
        raises: [], source: "the run's clock", example: "vm.ask(\"now\")", place: .answer,
        front: .prelude, visibility: .prelude
    ) { call in [.integer(call.context.clock.now.millisecondsSince1970)] }

    static let processClock = HostFunction(
        "clock", "Tells the seconds since the run began, for `os.clock`.", options: .none,
        returns: "a number", raises: [], source: "the run's clock", example: "os.clock()",
        place: .answer, front: .prelude, visibility: .prelude
    ) { call in
        let elapsed = call.context.clock.now - call.context.run.startedAt
        return [.float(elapsed.inSeconds)]
    }
}

/// A length of time, of either sign, in any way that a script writes one.
package struct LengthArgument: ScriptArgument {
    let duration: Duration

    package static var kinds: [ArgumentKind] { [.duration, .time, .number, .string] }
    package static var expectation: String { "a duration or a time" }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        switch value {
        case .integer(let seconds) where seconds < 0 && seconds > -3_000_000_000:
            duration = .seconds(seconds)
        case .float(let seconds) where seconds < 0 && seconds > -3e9:
            duration = .nanoseconds(Int64((seconds * 1e9).rounded()))
        default:
            guard let duration = try? Duration(value) else { throw Self.mismatch(value) }
            self.duration = duration
        }
    }
}
