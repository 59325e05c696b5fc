extension ReferenceValue {
    /// What a script holds of the cloud's objects, and a secret.
    static let handles = [
        ReferenceValue(
            "database", ["db", "databases"],
            "A database as of the call that returned it; `:refresh()` reads it again.",
            [
                "id: string": "32 hexadecimal digits", "name: string": "its name",
                "ref: string": "`environment/name`, which finds it again",
                "env: string": "its environment's name",
                "state: graphene.State": "such as `running` or `paused`",
                "plan: string?": "its plan's name", "version: string?": "its version",
                "edition: string?": "`community` or `enterprise`",
                "vendor: string?": "the vendor in the API's paths",
                "domain: string?": "its public host name",
                "private_domain: string?": "its host name inside the network",
                "http_port: integer?": "the port that browsers use",
                "bolt_port: integer?": "the port that drivers use",
                "bolt_url: string?": "where drivers connect",
                "http_url: string?": "where browsers connect",
                "created_at: graphene.Time?": "when it was made",
                "needs_restart: boolean": "whether changed settings wait for a restart",
                "locked: boolean": "whether no operation may start",
                "pending: boolean": "whether an operation is under way",
                "data_as_of: graphene.Time?":
                    "when the snapshot it was made from began, if this run made it",
                "refresh: fun(self: graphene.Database): graphene.Database":
                    "reads it again",
            ], example: #"print(graphene.db("production/orders").plan)"#),
        ReferenceValue(
            "environment", [], "An environment as of the call that returned it.",
            [
                "id: string": "the cloud's own", "name: string": "its label",
                "ref: string": "the same", "region: string?": "where it is",
                "cidr: string?": "its network",
                "network_rules: graphene.NetworkRule[]": "a list of `{id, label, ip_range}`",
                "peers: graphene.Peer[]": "a list of `{id, label, vpc_id, aws_account_id, status}`",
                "created_at: graphene.Time?": "when it was made",
                "refresh: fun(self: graphene.Environment): graphene.Environment":
                    "reads it again",
            ],
            example: """
                for _, rule in ipairs(graphene.environment("production").network_rules) do
                  print(rule.label, rule.ip_range)
                end
                """),
        ReferenceValue(
            "snapshot", [], "An on-demand snapshot as of the call that returned it.",
            [
                "id: string": "the cloud's own",
                "label: string?": "what it was called, if anything",
                "ref: string": "its label, or its id", "status: string?": "such as `completed`",
                "created_at: graphene.Time?": "when it was made",
                "db_id: string": "the id of its database",
                "env_id: string?": "the id of the environment it was taken in",
                "refresh: fun(self: graphene.Snapshot): graphene.Snapshot":
                    "reads it again",
            ],
            example:
                #"print(graphene.latest_snapshot("staging/orders", { max_age = "30d" }).created_at)"#
        ),
        ReferenceValue(
            "operation", [], "Work of the cloud's; `:wait(opts?)` follows it to its end.",
            [
                "id: string?": "the cloud's own", "db: graphene.Database?": "the database",
                "ref: string": "its id", "status: string": "such as `running`",
                "started_at: graphene.Time?": "when it began", "duration: number?": "seconds",
                "next_id: string?": "the operation that follows it, if any",
                "refresh: fun(self: graphene.Operation): graphene.Operation":
                    "reads it again",
            ], example: #"print(graphene.pause("staging/orders", { wait = false }):wait())"#),
        ReferenceValue(
            "dns_switch", [],
            "A switch of connections; it has `:verify(opts?)` and `:revert(opts?)`.",
            [
                "a: graphene.Database": "the database whose addresses lead elsewhere now",
                "b: graphene.Database": "the database that they lead to",
                "at: graphene.Time": "when it was done, a time",
                "before: graphene.Addresses": "the addresses of both before: `{a, b}`",
                "after: graphene.Addresses": "the addresses of both afterwards: `{a, b}`",
            ],
            example: """
                local switch = graphene.switch_dns("production/catalog", "staging/catalog")
                print(switch.before.a.domain, switch.after.b.domain)
                """),
        ReferenceValue(
            "plugin", [], "A plugin of a database.",
            [
                "id: string": "the cloud's own", "name: string": "its name",
                "ref: string": "the same",
                "created_at: graphene.Time?": "when it was made",
            ], example: #"print(graphene.plugins("production/orders")[1].name)"#),
        ReferenceValue(
            "secret", [], "A text that the script may pass on and never read.",
            ["name: string?": "what it is called"],
            example: #"print(graphene.settings("production/orders")["shop.webhook.token"])"#),
    ]
}
