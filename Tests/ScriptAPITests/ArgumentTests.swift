import CloudClient
import Diagnostics
import ScriptAPI
import ScriptWire
import Testing
import Timekeeping

struct ArgumentTests {
    private func message(
        _ name: String, _ arguments: [WireValue]
    ) throws -> String {
        let function = try #require(APITable[name])
        let failure = #expect(throws: APIFailure.self) { try function.validate(arguments) }
        #expect(failure?.code == .usage)
        return failure?.message ?? ""
    }

    @Test func `a wrong type names function, parameter, what is expected and what was given`()
        throws
    {
        let text = try message("resize", ["production/orders", 42])

        #expect(text == "graphene.resize: `plan` must be a string, not the number 42")
    }

    @Test func `a missing argument says what it must be`() throws {
        let text = try message("pause", [])

        #expect(
            text
                == #"graphene.pause: `db` is missing; it must be a database such as "production/orders""#
        )
    }

    @Test func `a mistyped option is told the nearest one`() throws {
        let text = try message("pause", ["a/b", .options(["timout": "1m"])])

        #expect(text == #"graphene.pause: unknown option "timout"; did you mean `timeout`?"#)
    }

    @Test func `an option of the wrong type is named`() throws {
        let text = try message("pause", ["a/b", .options(["timeout": "soon"])])

        #expect(
            text
                == #"graphene.pause: `timeout` must be a duration such as 90, "15m" or "2h30m", not the string "soon""#
        )
    }

    @Test func `a required option that is missing is named`() throws {
        let text = try message("latest_snapshot", ["a/b"])

        #expect(
            text.hasPrefix("graphene.latest_snapshot: `max_age` is missing; it must be a duration"))
    }

    @Test func `too many arguments are an error`() throws {
        let text = try message("sleep", [1, 2])

        #expect(text == "graphene.sleep takes at most 1 argument, but 2 were given")
    }

    @Test func `options must be a table`() throws {
        let text = try message("pause", ["a/b", "now"])

        #expect(text == #"graphene.pause: the options must be a table, not the string "now""#)
    }

    @Test func `a word that is none of the choices is told them`() throws {
        let text = try message("api", ["FETCH", "/x"])

        #expect(text.hasSuffix(#"not the string "FETCH""#))
        #expect(text.contains(#"one of "GET", "HEAD", "POST""#))
    }

    @Test func `an element of a list is named by its position`() throws {
        let text = try message(
            "retry", [.opaque("function"), .options(["codes": ["conflict", "x"]])])

        #expect(text.hasPrefix("graphene.retry: `codes[2]` must be an error code"))
    }

    @Test func `a key of a filter is checked and named`() throws {
        let unknown = try message("databases", [.options(["stat": "running"])])
        let wrong = try message("databases", [.options(["older_than": "old"])])

        #expect(
            unknown == #"graphene.databases: `filter` has no field "stat"; did you mean `state`?"#)
        #expect(wrong.hasPrefix("graphene.databases: `filter.older_than` must be a duration"))
    }

    @Test(arguments: [
        [WireValue.text("a/b"), .fields([("name", "c")])],
        [.text("a/b"), .null, .fields([("name", "c")])],
        [.text("a/b"), "dr", .fields([("name", "c")]), .null],
        [.text("a/b"), .list([])],
    ])
    func `options may stand where optional arguments were left out`(arguments: [WireValue]) throws {
        let clone = try #require(APITable["clone"])

        #expect(throws: Never.self) { try clone.validate(arguments) }
    }

    @Test func `an unknown function is told the nearest one`() async {
        let failure = #expect(throws: APIFailure.self) { try APITable.function("pasue") }

        #expect(failure?.message == "there is no graphene.pasue; did you mean `pause`?")
    }

    @Test func `a value is shown cut and without control characters`() {
        let long = String(repeating: "x", count: 500)

        #expect(Excerpt.quoted(long).count == 51)
        #expect(Excerpt.quoted("a\u{1B}[31m\n\u{202E}") == #""a\u{1b}[31m\n\u{202e}""#)
        #expect(Excerpt.phrase(.bytes([0xFF])) == "the string \"\u{FFFD}\"")
    }
}

struct ArgumentTypeTests {
    @Test(arguments: [
        (WireValue.integer(90), Duration.seconds(90)), (.float(0.5), .milliseconds(500)),
        (.text("2h30m"), .seconds(9000)), (.integer(0), .zero),
    ])
    func `a duration is seconds or text`(value: WireValue, expected: Duration) throws {
        #expect(try Duration(value) == expected)
    }

    @Test(arguments: [WireValue.integer(-1), .float(.infinity), .text("soon"), .boolean(true)])
    func `what is no duration is refused`(value: WireValue) {
        #expect(throws: ArgumentMismatch.self) { try Duration(value) }
    }

    @Test func `an integer may be written as a float without a fraction`() throws {
        #expect(try Int64(WireValue.float(3)) == 3)
        #expect(throws: ArgumentMismatch.self) { try Int64(WireValue.float(3.5)) }
    }

    @Test func `text must be UTF-8`() {
        #expect(throws: ArgumentMismatch.self) { try String(WireValue.bytes([0xC3])) }
    }

    @Test func `one value stands for a list of one`() throws {
        #expect(try OneOrMore<String>("a").elements == ["a"])
        #expect(try OneOrMore<String>(["a", "b"]).elements == ["a", "b"])
        #expect(throws: ArgumentMismatch.self) { try OneOrMore<String>(7) }
    }

    @Test func `a snapshot is named by database and label`() throws {
        #expect(
            try SnapshotReference("production/orders@clean")
                == .named(.named(environment: "production", name: "orders"), snapshot: "clean"))
        #expect(throws: ArgumentMismatch.self) { try SnapshotReference("clean") }
        #expect(throws: ArgumentMismatch.self) { try SnapshotReference("production/orders@") }
    }

    @Test func `a time is a handle, text or Unix seconds`() throws {
        let instant = Instant(secondsSince1970: 1_795_399_200)

        #expect(try TimeArgument(.time(instant).fromScript).instant == instant)
        #expect(try TimeArgument("2026-11-23T02:00:00Z").instant == instant)
        #expect(try TimeArgument(1_795_399_200).instant == instant)
        #expect(throws: ArgumentMismatch.self) { try TimeArgument("yesterday") }
    }
}
