/// A value of the surface that is no function: what it is, and its fields.
package struct ReferenceValue: Sendable {
    package let name: String
    /// Other names that a person may ask for it by.
    package let aliases: [String]
    /// One sentence.
    package let summary: String
    package let fields: [(name: String, help: String)]
    package let example: String

    private init(
        _ name: String, _ aliases: [String] = [], _ summary: String,
        _ fields: KeyValuePairs<String, String>, example: String
    ) {
        self.name = name
        self.aliases = aliases
        self.summary = summary
        self.fields = fields.map { (name: $0.key, help: $0.value) }
        self.example = example
    }
}

extension ReferenceValue {
    /// The name as a script writes it, or the kind of thing.
    package var qualifiedName: String {
        Self.values.contains { $0.name == name } ? "graphene.\(name)" : name
    }

    /// All of them, in the order of the reference.
    package static let all = values + handles + [error]

    private static let values = [
        ReferenceValue(
            "run", [], "Tells about the run that the script is part of.",
            [
                "id": "the run's own, as its record has it",
                "short_id": "six hexadecimal digits of it, for names",
                "date": "the day it began, such as `2026-11-23`",
                "script": "the script's file, as it was given",
                "hash": "the SHA-256 of its text",
                "attempt": "1, or how often the run was taken up",
                "resumed": "whether it was taken up",
                "mode": "`live`, `simulated`, `rehearsal` or `test`",
                "started_at": "when it began, a time",
                "libraries": "the libraries it uses, by name",
            ], example: #"print(graphene.run.mode, graphene.run.short_id)"#),
        ReferenceValue(
            "json.null", ["null"], "Stands for JSON's null, which a Lua table cannot hold as nil.",
            [:],
            example: """
                local settings = graphene.json.decode('{"plan":null}')
                print(settings.plan == graphene.json.null)
                """),
    ]

    private static let handles = [
        ReferenceValue(
            "database", ["db", "databases"],
            "A database as of the call that returned it; `:refresh()` reads it again.",
            [
                "id": "32 hexadecimal digits", "name": "its name",
                "ref": "`environment/name`, which finds it again", "env": "its environment's name",
                "state": "such as `running` or `paused`", "plan": "its plan's name",
                "version": "its version", "edition": "`community` or `enterprise`",
                "vendor": "the vendor in the API's paths", "domain": "its public host name",
                "private_domain": "its host name inside the network", "http_port": "a number",
                "bolt_port": "a number", "bolt_url": "where drivers connect",
                "http_url": "where browsers connect", "created_at": "a time",
                "needs_restart": "whether changed settings wait for a restart",
                "locked": "whether no operation may start",
                "pending": "whether an operation is under way",
                "data_as_of": "when the snapshot it was made from began, if this run made it",
            ], example: #"print(graphene.db("production/orders").bolt_url)"#),
        ReferenceValue(
            "environment", [], "An environment as of the call that returned it.",
            [
                "id": "the cloud's own", "name": "its label", "ref": "the same",
                "region": "where it is", "cidr": "its network",
                "network_rules": "a list of `{id, label, ip_range}`",
                "peers": "a list of `{id, label, vpc_id, aws_account_id, status}`",
                "created_at": "a time",
            ], example: #"print(graphene.environment("production").region)"#),
        ReferenceValue(
            "snapshot", [], "An on-demand snapshot as of the call that returned it.",
            [
                "id": "the cloud's own", "label": "what it was called, if anything",
                "ref": "its label, or its id", "status": "such as `completed`",
                "created_at": "a time", "db_id": "the id of its database",
                "env_id": "the id of the environment it was taken in",
            ], example: #"print(graphene.latest_snapshot(db, { max_age = "1d" }).created_at)"#),
        ReferenceValue(
            "operation", [], "Work of the cloud's; `:wait(opts?)` follows it to its end.",
            [
                "id": "the cloud's own", "db": "the database", "ref": "its id",
                "status": "such as `running`", "started_at": "a time",
                "duration": "seconds", "next_id": "the operation that follows it, if any",
            ], example: #"graphene.pause("staging/orders", { wait = false }):wait()"#),
        ReferenceValue(
            "dns_switch", [],
            "A switch of connections; it has `:verify(opts?)` and `:revert(opts?)`.",
            [
                "a": "the database whose addresses lead elsewhere now",
                "b": "the database that they lead to", "at": "when it was done, a time",
                "before": "the addresses of both before: `{a, b}`",
                "after": "the addresses of both afterwards: `{a, b}`",
            ],
            example: #"print(graphene.switch_dns("production/orders", "dr/orders").after.a.domain)"#
        ),
        ReferenceValue(
            "plugin", [], "A plugin of a database.",
            [
                "id": "the cloud's own", "name": "its name", "ref": "the same",
                "created_at": "a time",
            ], example: #"print(graphene.plugins("production/orders")[1].name)"#),
        ReferenceValue(
            "secret", [], "A text that the script may pass on and never read.",
            ["name": "what it is called"],
            example: #"local params = graphene.params { token = { type = "secret" } }"#),
    ]

    private static let error = ReferenceValue(
        "error", ["errors", "err"],
        "What a failure raises, and `pcall` gives back; `tostring(err)` is one line.",
        [
            "code": "what kind of failure it is, one of those below; match on it",
            "message": "what was attempted, on what, and why it failed",
            "hint": "what to do about it, if anything helps",
            "target": "what it was done to: `production/orders`", "verb": "what was done: `clone`",
            "retryable": "whether the same may succeed later",
            "http_status": "of the cloud's answer, if there was one",
            "request_id": "the cloud's own, to ask its support about",
            "operation": "a handle, when one is still running",
            "after": "how many seconds the cloud asks to wait", "cause": "the error underneath",
            "data": "what `graphene.fail` was given",
            "traceback": "the stack where it was raised", "script": "the script's file",
            "line": "the script's line",
        ],
        example: """
            local ok, err = pcall(graphene.pause, "production/orders")
            if not ok and err.code == "locked" then print(err.message) end
            """)
}
