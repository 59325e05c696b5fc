extension ReferenceValue {
    /// Plain tables that functions return or take, and what `map` gives.
    static let records = [
        ReferenceValue(
            "results", [],
            "What `graphene.map` returns: a list of results, in the order of the items.",
            [
                "ok_count: integer": "how many went well",
                "failed_count: integer": "how many failed",
                "failed: fun(self: graphene.Results): graphene.Result[]":
                    "gives those that failed",
                "raise: fun(self: graphene.Results, opts?: { allow?: integer }): graphene.Results":
                    "raises `partial` when more than `allow` failed",
            ],
            example: """
                local names = { "staging/orders", "staging/order" }
                local results = graphene.map(names, graphene.status, { failures = "collect" })
                for _, failed in ipairs(results:failed()) do print(failed.item, failed.err.code) end
                """),
        ReferenceValue(
            "result", [], "What came of one item of `graphene.map`.",
            [
                "item: any": "the item", "ok: boolean": "whether it went well",
                "values: any[]": "what the function returned",
                "err: graphene.Error?": "what it raised", "elapsed: number": "seconds",
                "skipped: boolean": "whether it was not begun, because another one failed",
            ],
            example: """
                local results = graphene.map({ "30s", "5s" }, graphene.sleep)
                print(results[1].item, results[1].ok, results[1].elapsed)
                """),
        ReferenceValue(
            "parameter", [], "How `graphene.params` declares one parameter.",
            [
                "type: graphene.ParameterType?": "what it is; `string` by default",
                "default: any": "its value when it is not given",
                "required: boolean?": "whether it must be given", "help: string?": "what it is for",
                "values: any[]?": "the only values allowed",
                "pattern: string?": "a Lua pattern that its text must match",
                "min: any": "the least value, length or number of entries",
                "max: any": "the greatest value, length or number of entries",
            ],
            example: """
                local params = graphene.params {
                  size = { type = "enum", values = { "DS1", "DS2" }, default = "DS1" },
                }
                print(params.size)
                """),
        ReferenceValue(
            "status", [], "What `graphene.status` tells of a database.",
            [
                "state: graphene.State": "such as `running` or `paused`",
                "needs_restart: boolean": "whether changed settings wait for a restart",
                "pending: boolean": "whether an operation is under way",
                "locked: boolean": "whether no operation may start",
                "under_incident: boolean": "whether the cloud is at work on a failure",
                "last_health: string?": "what the last check of its health found",
            ], example: #"print(graphene.status("dr/archive").last_health)"#),
        ReferenceValue(
            "probe", [], "What `graphene.probe` met.",
            [
                "ok: boolean": "whether every step went well", "address: string": "host and port",
                "ms: integer": "how long it took", "detail: string": "what the last step found",
                "tls_expires: graphene.Time?": "until when the certificate is valid",
                "tls_subject: string?": "whose certificate it is",
                "bolt_version: string?": "the version that was agreed on",
                "ttl: integer?": "for how many seconds the name may be kept",
                "steps: graphene.ProbeStep[]": "a list of `{name, ok, ms, detail}`",
            ], example: #"print(graphene.probe("production/orders", { port = "http" }).detail)"#),
    ]

    /// Tables inside of other values, which have no page of their own.
    static let parts = [
        part("network_rule", ["id: string", "label: string?", "ip_range: string?"]),
        part(
            "peer",
            [
                "id: string", "label: string?", "vpc_id: string?", "aws_account_id: string?",
                "status: string?",
            ]),
        part("addresses", ["a: graphene.Address", "b: graphene.Address"]),
        part(
            "address",
            [
                "domain: string?", "private_domain: string?", "http_port: integer?",
                "bolt_port: integer?", "bolt_url: string?", "http_url: string?",
            ]),
        part("probe_step", ["name: string", "ok: boolean", "ms: integer", "detail: string"]),
        part(
            "setting_change",
            [
                "key: string", "before: string|graphene.Secret|nil",
                "after: string|graphene.Secret|nil",
            ]),
        part("plan", ["name: string", "[string]: any"]),
        part("version", ["number: string", "edition: string", "vendor: string?", "[string]: any"]),
    ]

    private static func part(_ name: String, _ fields: [String]) -> (name: String, fields: [String])
    { (name, fields) }
}
