import Diagnostics
import JSONDocument
import ScriptWire

/// What a script tells, and the forms it tells it in.
enum Output {
    static let all = logs + [output, table, inspect, encode, decode, check]

    static let logs = ["debug", "info", "warn", "error"].map { level in
        HostFunction(
            script: "log.\(level)", "Logs a message at the level \(level).",
            Parameter<WireValue>("message", "what to say"),
            Parameter<WireMap?>("fields", "what belongs to it, by name; or a handle"),
            returns: "nothing", raises: [], source: "stderr, or the stream of events",
            example: #"graphene.log.\#(level)("copied", { name = "orders_dr", minutes = 38 })"#,
            failing: #"graphene.log.\#(level)("copied", "orders_dr")"#)
    }

    static let output = HostFunction(
        script: "output", "Adds a value to the run's result.",
        Parameter<String>("key", "its name"), Parameter<WireValue>("value", "the value"),
        returns: "nothing", raises: [], source: "`outputs` of `--output json`",
        example: #"graphene.output("copy", graphene.db("dr/archive").ref)"#,
        failing: #"graphene.output("check", function() end)"#)

    static let table = HostFunction(
        script: "table", "Prints records as an aligned table; as JSON with `--output json`.",
        Parameter<[WireValue]>("rows", "the records"),
        Parameter<[WireValue]?>("columns", "names of fields, dotted ones to reach inside"),
        returns: "nothing", raises: [], source: "stdout",
        example: #"graphene.table(graphene.databases("dr"), { "ref", "state", "plan" })"#,
        failing: #"graphene.table("dr/archive")"#)

    static let inspect = HostFunction(
        script: "inspect", "Writes any value as text, with its fields.",
        Parameter<WireValue>("value", "the value"), returns: "text", results: ["string text"],
        raises: [],
        example: #"print(graphene.inspect(graphene.status("production/orders")))"#,
        failing: "graphene.inspect(1, 2)")

    static let encode = HostFunction(
        "json.encode",
        "Writes a value as JSON, with the keys in order; integers stay integers.",
        Parameter<WireValue>("value", "the value"),
        Parameter<Bool?>("indent", "true writes it on several lines"),
        options: .none,
        returns: "text",
        results: ["string text"],
        raises: [],
        source: "RFC 8259",
        example: #"print(graphene.json.encode({ plan = "DS1", sizes = { 32, 64 } }))"#,
        failing: "graphene.json.encode({ check = print })",
        place: .answer,
        front: .prelude
    ) { _, value, indent in
        do throws(ArgumentMismatch) {
            let json = try JSONValue(value)
            return [.text(indent == true ? json.indentedText : json.text)]
        } catch {
            throw APIFailure(
                .usage,
                "graphene.json.encode: `value\(error.path)` must be \(error.expected), not \(error.given)",
                hint: error.hint)
        }
    }

    static let decode = HostFunction(
        "json.decode",
        "Reads JSON; its null becomes `graphene.json.null`.",
        Parameter<String>("text", "the document"),
        options: .none,
        returns: "the value",
        results: ["any"],
        raises: [],
        source: "RFC 8259",
        example: #"print(graphene.json.decode('{"plan":"DS1"}').plan)"#,
        failing: #"graphene.json.decode("{plan}")"#,
        place: .answer,
        front: .prelude
    ) { _, text in
        do {
            return [
                WireValue(try JSONValue(parsing: text, maximumDepth: WireDecoder.maximumDepth))
            ]
        } catch {
            throw APIFailure(.usage, "graphene.json.decode cannot read the text: \(error)")
        }
    }

    static let check = HostFunction(
        "data.check",
        "Refuses a value that is no data, before the run keeps it.",
        Parameter<String>("what", "how the message begins, up to the path inside the value"),
        Parameter<WireValue>("value", "the value"),
        options: .none,
        returns: "nothing",
        raises: [],
        source: "RFC 8259",
        example: #"vm.ask("data.check", "graphene.output: `value", value)"#,
        place: .answer,
        front: .prelude,
        visibility: .prelude
    ) { _, what, value in
        do throws(ArgumentMismatch) {
            _ = try JSONValue(value)
            return []
        } catch {
            throw APIFailure(
                .usage, "\(what)\(error.path)` must be \(error.expected), not \(error.given)",
                hint: error.hint)
        }
    }
}
