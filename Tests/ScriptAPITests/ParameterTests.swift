import CloudClient
import Diagnostics
import JSONDocument
import ScriptAPI
import ScriptWire
import Testing
import Timekeeping

struct ParameterTests {
    private func value(
        _ declaration: WireValue, _ given: String...
    ) async throws -> WireValue? {
        let rehearsal = Rehearsal(params: given.map { ("p", $0) })
        return try await rehearsal.call("params", .options(["p": declaration])).first?.map?["p"]
    }

    private func message(
        _ spec: WireValue, _ params: [(name: String, value: String)] = [],
        _ values: [String: JSONValue] = [:]
    ) async -> String {
        let failure = await #expect(throws: APIFailure.self) {
            try await Rehearsal(params: params, values: values).call("params", spec)
        }
        #expect(failure?.code == .usage)
        return failure?.message ?? ""
    }

    @Test(arguments: [
        ("string", "4", WireValue.text("4")), ("integer", "-4", -4), ("number", "1.5", .float(1.5)),
        ("boolean", "yes", true), ("list", "a, b", .list(["a", "b"])),
        ("list", "[1,2]", .list([1, 2])),
        ("map", "a=1,b=2", .options(["a": "1", "b": "2"])),
        ("map", #"{"a":1}"#, .options(["a": 1])),
        ("duration", "15m", 900), ("version", "4.4.38", "4.4.38"),
    ])
    func `text is read by type`(type: String, text: String, expected: WireValue) async throws {
        #expect(try await value(.options(["type": .text(type)]), text) == expected)
    }

    @Test func `what names something of the cloud's comes as a handle`() async throws {
        let database = try await value(.options(["type": "database"]), "production/orders")
        let environment = try await value(.options(["type": "environment"]), "dr")
        let snapshot = try await value(.options(["type": "snapshot"]), "staging/orders@clean")
        let time = try await value(.options(["type": "time"]), "2026-11-23T02:00:00Z")

        #expect(database?.handle?.fields["ref"] == "production/orders")
        #expect(environment?.handle?.fields["region"] == "us-east-1")
        #expect(snapshot?.handle?.fields["label"] == "clean")
        #expect(time == .time(Instant(secondsSince1970: 1_795_399_200)))
    }

    @Test func `a database is not given by a bare name, for a handle is enough for any change`()
        async throws
    {
        let failure = await #expect(throws: CloudError.self) {
            try await value(.options(["type": "database"]), "archive")
        }

        #expect(failure?.code == .usage)
        #expect(failure?.hint == "write `dr/archive`")
    }

    @Test func `a version that the cloud does not have is not found`() async throws {
        let failure = await #expect(throws: APIFailure.self) {
            try await value(.options(["type": "version"]), "9.9")
        }

        #expect(failure?.code == .notFound)
        #expect(failure?.hint == "it has 4.4.38, 5.26.1")
    }

    @Test func `a secret is opaque, and what was written instead is not repeated`() async throws {
        let secret = try await value(.options(["type": "secret"]), "env:TOKEN")
        let text = await message(.options(["p": .options(["type": "secret"])]), [("p", "hunter2")])

        #expect(secret?.handle?.kind == "secret")
        #expect(secret?.handle?.fields == WireMap())
        #expect(!text.contains("hunter2"))
        #expect(text.contains("env:NAME"))
    }

    @Test(arguments: ["file:/etc/passwd", "env:TOKEN", "hunter2"])
    func `a script cannot choose where a secret is read`(origin: String) async {
        let spec: WireValue = .options([
            "p": .options(["type": "secret", "default": .text(origin)])
        ])

        let text = await message(spec, [("p", "env:TOKEN")])

        #expect(text.contains("`p.default` must be left out of a secret"))
        #expect(!text.contains(origin))
    }

    @Test func `a name that is not declared is told the declared ones`() async {
        let spec: WireValue = .options(["db": .options([:]), "keep": .options([:])])

        let failure = await #expect(throws: APIFailure.self) {
            try await Rehearsal(params: [("other", "1")]).call("params", spec)
        }
        let none = await #expect(throws: APIFailure.self) {
            try await Rehearsal(params: [("other", "1")]).call("params", .options([:]))
        }

        #expect(failure?.hint?.hasPrefix("the script takes `db`, `keep`; ") == true)
        #expect(none?.hint == "the script takes none")
    }

    @Test func `every problem is told at once`() async {
        let spec: WireValue = .options([
            "db": .options(["type": "database", "required": true]),
            "keep": .options(["type": "duration", "default": "7d"]),
        ])

        let text = await message(spec, [("keep", "soon"), ("kep", "7d")])

        #expect(
            text == """
                the script's parameters have 3 problems: there is no parameter "kep"; \
                did you mean `keep`?; `db` is missing; it must be a database such as \
                "production/orders"; `keep` must be a duration such as 90, "15m" or "2h30m", \
                not the string "soon"
                """)
    }

    @Test func `values of a file are checked by type`() async throws {
        let spec: WireValue = .options(["n": .options(["type": "integer"])])

        let good = try await Rehearsal(values: ["n": 4]).call("params", spec)
        #expect(good == [.options(["n": 4])])
        let text = await message(spec, [], ["n": "4"])
        #expect(text.contains(#"`n` must be an integer, not the string "4""#))
    }

    @Test func `the command line wins over the file, and both over the default`() async throws {
        let spec: WireValue = .options([
            "a": .options(["default": "default"]), "b": .options(["default": "default"]),
            "c": .options(["default": "default"]),
        ])
        let rehearsal = Rehearsal(
            params: [("a", "line")], values: ["a": "file", "b": "file"])

        let values = try await rehearsal.call("params", spec)

        #expect(values == [.options(["a": "line", "b": "file", "c": "default"])])
    }

    @Test func `a parameter without a value is absent`() async throws {
        #expect(
            try await Rehearsal().call("params", .options(["a": .list([])])) == [.map(WireMap())])
    }

    @Test(arguments: [
        (WireValue.options(["type": "integer", "min": 1, "max": 9]), "10", "at most 9"),
        (.options(["type": "duration", "min": "1h"]), "30m", "at least 1h"),
        (.options(["type": "string", "max": 2]), "abc", "at most 2 characters long"),
        (.options(["type": "string", "pattern": "%l+"]), "A1", "matches the pattern"),
        (.options(["type": "enum", "values": ["red", "blue"]]), "rde", "did you mean `red`?"),
        (.options(["type": "list", "values": ["a", "b"]]), "a,c", #"one of "a", "b""#),
    ])
    func `limits are checked`(spec: WireValue, text: String, expected: String) async {
        let message = await message(.options(["p": spec]), [("p", text)])

        #expect(message.contains(expected))
    }

    @Test(.timeLimit(.minutes(1)))
    func `many values are checked against many that are allowed in good time`() async throws {
        let all = (0..<100_000).map { WireValue.text("v\($0)") }
        let spec = WireValue.options([
            "type": "list", "values": .list(all), "default": .list(all.reversed()),
        ])

        #expect(try await value(spec) == .list(all.reversed()))
    }

    @Test func `a repeated parameter is a list or an error`() async throws {
        #expect(try await value(.options(["type": "list"]), "a", "b,c") == ["a", "b", "c"])
        await #expect(throws: APIFailure.self) {
            try await value(.options(["type": "string"]), "a", "b")
        }
    }

    @Test(arguments: [
        (WireValue.options(["type": "strin"]), "`p.type` must be one of"),
        (.options(["typ": "string"]), #"has no field "typ"; did you mean `type`?"#),
        (.options(["type": "integer", "default": "x"]), "`p.default` must be an integer"),
        (.options(["type": "enum"]), "`p.values` must be a list"),
        (.options(["type": "boolean", "min": 1]), "`p.min` must be left out"),
        (.options(["required": true, "default": "x"]), "`p.default` must be left out"),
        ("string", "`p` must be a table"),
    ])
    func `a wrong declaration is the script's mistake`(spec: WireValue, expected: String) async {
        let message = await message(.options(["p": spec]))

        #expect(message.hasPrefix("graphene.params: "))
        #expect(message.contains(expected))
    }

    @Test func `the help of a script lists its parameters`() throws {
        let spec: WireValue = .options([
            "keep": .options([
                "type": "duration", "default": "7d", "min": "1h", "help": "how long copies live",
            ]),
            "source": .options([
                "type": "database", "required": true, "help": "the database to copy",
            ]),
            "mode": .options(["type": "enum", "values": ["full", "quick"], "default": "full"]),
            "token": .options(["type": "secret"]),
        ])
        let specification = try ParameterSpecification(try #require(spec.map))

        try expectGolden("script-parameters.txt", specification.help)
    }
}
