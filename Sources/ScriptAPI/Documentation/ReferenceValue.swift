/// A value of the surface that is no function: what it is, and its fields.
package struct ReferenceValue: Sendable {
    package struct Field: Sendable {
        package let name: String
        /// As LuaLS writes it: `graphene.Time?`.
        package let luaType: String
        package let help: String
    }

    package let name: String
    /// Other names that a person may ask for it by.
    package let aliases: [String]
    /// One sentence.
    package let summary: String
    package let fields: [Field]
    /// Those of its own; a handle has functions of `graphene` as methods too, see `HandleMethods`.
    package let methods: [Field]
    package let example: String

    /// Each field is written `name: type`; one that is a function is a method.
    init(
        _ name: String, _ aliases: [String] = [], _ summary: String,
        _ fields: KeyValuePairs<String, String>, example: String
    ) {
        self.name = name
        self.aliases = aliases
        self.summary = summary
        let members = fields.map { key, help in
            let name = key.prefix { $0 != ":" }
            return Field(
                name: String(name), luaType: String(key.dropFirst(name.count + 2)), help: help)
        }
        self.fields = members.filter { !$0.luaType.hasPrefix("fun(") }
        methods = members.filter { $0.luaType.hasPrefix("fun(") }
        self.example = example
    }
}

extension ReferenceValue {
    /// The name as a script writes it, or the kind of thing.
    package var qualifiedName: String {
        Self.values.contains { $0.name == name } ? "graphene.\(name)" : name
    }

    /// The class that editors know it by: `graphene.DnsSwitch`.
    package var luaClass: String {
        "graphene." + name.split(separator: "_").map(\.capitalizedWord).joined()
    }

    /// All of them, in the order of the reference.
    package static let all = values + handles + records + [error]

    static let values = [
        ReferenceValue(
            "run", [], "Tells about the run that the script is part of.",
            [
                "id: string": "the run's own, as its record has it",
                "short_id: string": "six hexadecimal digits of it, for names",
                "date: string": "the day it began, such as `2026-11-23`",
                "script: string": "the script's file, as it was given",
                "hash: string": "the SHA-256 of its text",
                "attempt: integer": "1, or how often the run was taken up",
                "resumed: boolean": "whether it was taken up",
                #"mode: "live"|"simulated"|"rehearsal"|"test""#:
                    "`live`, `simulated`, `rehearsal` or `test`",
                "started_at: graphene.Time": "when it began, a time",
                "libraries: table<string, any>": "the libraries it uses, by name",
            ], example: #"print(graphene.run.date, #graphene.run.short_id)"#),
        ReferenceValue(
            "json.null", ["null"], "Stands for JSON's null, which a Lua table cannot hold as nil.",
            [:],
            example: """
                local settings = graphene.json.decode('{"plan":null}')
                print(settings.plan == graphene.json.null)
                """),
    ]

    static let error = ReferenceValue(
        "error", ["errors", "err"],
        "What a failure raises, and `pcall` gives back; `tostring(err)` is one line.",
        [
            "code: graphene.ErrorCode":
                "what kind of failure it is, one of those below; match on it",
            "message: string": "what was attempted, on what, and why it failed",
            "hint: string?": "what to do about it, if anything helps",
            "target: string?": "what it was done to: `production/orders`",
            "verb: string?": "what was done: `clone`",
            "retryable: boolean": "whether the same may succeed later",
            "http_status: integer?": "of the cloud's answer, if there was one",
            "request_id: string?": "the cloud's own, to ask its support about",
            "operation: graphene.Operation?": "a handle, when one is still running",
            "after: number?": "how many seconds the cloud asks to wait",
            "cause: any": "the error underneath",
            "data: any": "what `graphene.fail` was given",
            "traceback: string?": "the stack where it was raised",
            "script: string?": "the script's file", "line: integer?": "the script's line",
        ],
        example: """
            local ok, err = pcall(graphene.restart, "staging/customers")
            if not ok and err.code == "conflict" then print(err.message) end
            """)
}

extension Substring {
    /// The word with a large first letter.
    var capitalizedWord: String { prefix(1).uppercased() + dropFirst() }
}
