import AccountConfiguration
import CloudClient
import CloudSimulator
import Diagnostics
import JSONDocument
import ScriptAPI
import ScriptHost
import Testing
import Timekeeping

/// Real scripts against rules, on a simulated cloud that must stay as it was.
struct RefusalTests {
    private static let harmful = [
        #"graphene.pause("production/orders")"#,
        #"graphene.restart("production/orders")"#,
        #"graphene.delete("production/orders")"#,
        #"graphene.resize("production/orders", "DS5")"#,
        #"graphene.set_settings("production/orders", { ["a.b"] = "c" })"#,
        #"graphene.remove_plugin("production/orders", "apoc")"#,
        #"graphene.restore("production/orders", "production/orders@before-migration")"#,
        #"graphene.switch_dns("production/orders", "staging/orders")"#,
        #"graphene.switch_dns("staging/orders", "production/orders")"#,
        #"local db = graphene.db(("xproduction/orders"):sub(2)) db:delete()"#,
        #"graphene.delete("id:" .. graphene.db("production/orders").id)"#,
        #"graphene.delete(graphene.db("production/orders").bolt_url)"#,
        #"graphene.delete("production/orders", { wait = false })"#,
        """
        local db = graphene.db("production/orders")
        graphene.api("DELETE", "/deployments/databases/graphneo/" .. db.id)
        """,
        """
        local a, b = graphene.db("staging/orders"), graphene.db("production/orders")
        graphene.api("POST", "/deployments/databases/graphneo/" .. a.id .. "/connections/switch",
          { body = { targetDatabase = b.id } })
        """,
        """
        local env = graphene.environment("production")
        graphene.api("DELETE", "/deployments/environments/" .. env.id)
        """,
        #"graphene.api("DELETE", "/organizations/mine")"#,
    ]

    @Test(arguments: harmful)
    func `no way leads to a protected database`(script: String) async throws {
        let run = try await RuledRun.run(script, .protecting("production/*"))

        #expect(run.code == "protected", "\(run.message)")
        #expect(run.report.exitStatus == 6)
        #expect(run.message.contains("`production/*`"), "\(run.message)")
        #expect(
            run.message.contains(
                "(config.toml:3); nothing was changed by it, nor by this run before it"))
        #expect(run.isUntouched)
        #expect(run.report.effects.last?.outcome == .notDone)
    }

    @Test(
        arguments: harmful + [
            #"graphene.create("x", { env = "staging", plan = "DS1", version = "5.26.1", edition = "community" })"#,
            #"graphene.clone("staging/orders")"#, #"graphene.resume("staging/customers")"#,
            #"graphene.snapshot("staging/orders")"#,
            #"graphene.ensure_db("orders", { env = "staging" })"#,
        ])
    func `a run that only reads changes nothing`(script: String) async throws {
        let run = try await RuledRun.run(script, .reading)

        #expect(run.code == "denied", "\(run.message)")
        #expect(run.report.exitStatus == 6)
        #expect(run.message.contains("(`read_only = true`, graphene.toml:5)"), "\(run.message)")
        #expect(run.isUntouched)
    }

    @Test func `a run that only reads may read all`() async throws {
        let run = try await RuledRun.run(
            """
            graphene.api("GET", "/deployments/plans")
            return #graphene.databases()
            """, .reading)

        #expect(run.report.failure == nil, "\(run.message)")
    }

    @Test func `what was named on the command line is done`() async throws {
        let run = try await RuledRun.run(
            #"graphene.pause("production/orders")"#,
            .protecting("production/*", on: ["production/orders"]))

        #expect(run.report.failure == nil, "\(run.message)")
        #expect(run.changes == ["pause production/orders"])
        #expect(run.warnings.isEmpty)
    }

    @Test func `a refusal tells what was done before it, and the script may go on`() async throws {
        let run = try await RuledRun.run(
            """
            graphene.pause("staging/orders")
            local ok, err = pcall(graphene.pause, "production/orders")
            graphene.resume("staging/orders")
            return { err.code, err.message, err.hint, err.retryable }
            """, .protecting("production/*"))

        #expect(run.report.failure == nil)
        #expect(run.changes == ["pause staging/orders", "start staging/orders"])
        #expect(
            run.report.result == [
                "protected",
                """
                cannot pause production/orders: production/orders is protected by `production/*` \
                (config.toml:3); nothing was changed by it, but by this run before it: \
                pause staging/orders
                """,
                "if it is meant, name it on the command line: `--on production/orders`", false,
            ])
    }

    @Test func `what is paused already is protected all the same`() async throws {
        let run = try await RuledRun.run(
            #"graphene.pause("production/reports")"#, .protecting("production/*"))

        #expect(run.code == "protected")
    }

    @Test func `nobody waits for a busy database to be refused then`() async throws {
        let run = try await RuledRun.run(
            """
            graphene.clone("production/orders", "dr", { wait = false })
            graphene.delete("production/orders")
            """, .protecting("production/*"))

        #expect(run.code == "protected", "\(run.message)")
        #expect(run.report.elapsed < .seconds(60), "\(run.report.elapsed)")
    }

    @Test func `after a failover the copy is production`() async throws {
        let simulator = CloudSimulator()
        let orders = try #require(simulator.databases.first { $0.name == "orders" })
        let domain = try #require(orders.connection?.domainName)
        let script = """
            local copy = graphene.clone("production/orders", "dr", { name = "orders_3fa2c1" })
            graphene.switch_dns("production/orders", copy)
            graphene.delete("production/orders")
            graphene.delete(copy)
            """
        let rules = try ChangeRules.protecting("domain:\(domain)", on: ["production/orders"])

        let run = try await RuledRun.run(script, rules, on: simulator)

        #expect(run.code == "protected")
        #expect(run.message.contains("dr/orders_3fa2c1 carries \(domain) now"), "\(run.message)")
        #expect(run.changes.last == "delete production/orders")
        #expect(run.hint.hasSuffix("`--on dr/orders_3fa2c1`"))
    }

    @Test(arguments: [
        #""production/orders""#, #"graphene.db("production/orders")"#,
        #"graphene.db("production/orders").bolt_url"#,
    ])
    func `nobody is asked about what would be refused, nor is work done towards it`(
        target: String
    ) async throws {
        let script = """
            graphene.confirm("Delete it?", { target = \(target) })
            graphene.clone("staging/orders")
            """

        let run = try await RuledRun.run(script, .protecting("production/*"))

        #expect(run.code == "protected", "\(run.message)")
        #expect(run.report.exitStatus == 6)
        #expect(
            run.message == """
                cannot ask about production/orders: production/orders is protected by \
                `production/*` (config.toml:3); nothing was changed by it, nor by this run before it
                """)
        #expect(run.hint.hasSuffix("`--on production/orders`"))
        #expect(run.isUntouched)
        #expect(run.report.effects.map(\.outcome) == [.notDone])
    }

    @Test(arguments: [
        (#""staging/orders""#, [String]()), (#""production""#, []), (#""nowhere/at all""#, []),
        (#"graphene.environment("production")"#, []),
        (#""production/orders""#, ["production/orders"]),
    ])
    func `about all else a person is asked`(target: String, exceptions: [String]) async throws {
        let run = try await RuledRun.run(
            "graphene.confirm('Sure?', { target = \(target) })",
            .protecting("production/*", on: exceptions))

        #expect(run.code == "confirmation_required", "\(run.message)")
    }

    @Test func `a rule that leads nowhere is told once`() async throws {
        let run = try await RuledRun.run(
            """
            graphene.pause("staging/orders")
            graphene.resume("staging/orders")
            graphene.pause("staging/orders")
            """, .protecting("prodction/*", "staging/ordres", on: ["staging/oders"]))

        #expect(run.report.failure == nil)
        #expect(
            run.warnings == [
                "`prodction/*` (config.toml:3) protects nothing that this client sees; did you mean "
                    + "`production/*`?",
                "`staging/ordres` (config.toml:4) protects nothing that this client sees; did you "
                    + "mean `staging/orders`?",
                "`--on staging/oders` names no database that this client sees; did you mean "
                    + "`staging/orders`?",
            ])
    }

    @Test func `the second of two equal names needs its id`() async throws {
        let plan = SimulatedAccount.EnvironmentPlan(
            "production", databases: [.init("orders"), .init("orders")])
        let simulator = CloudSimulator(account: SimulatedAccount([plan]))
        let second = try #require(simulator.databases.last?.id)
        let script = #"graphene.delete("id:\#(second)")"#

        let byName = try await RuledRun.run(
            script, .protecting("production/orders", on: ["production/orders"]), on: simulator)
        let byID = try await RuledRun.run(
            script, .protecting("production/orders", on: ["id:\(second)"]), on: simulator)

        #expect(byName.code == "protected")
        #expect(byName.isUntouched)
        #expect(byName.hint.hasSuffix("`--on id:\(second)`"), "\(byName.hint)")
        #expect(byID.changes == ["delete production/orders"], "\(byID.message)")
    }

    @Test func `a database made anew under a protected name is protected again`() async throws {
        let run = try await RuledRun.run(
            """
            local new = graphene.ensure_db("fresh", {
              env = "production", plan = "DS1", version = "5.26.1", edition = "community",
            })
            graphene.delete(new)
            """, .protecting("production/fresh"))

        #expect(run.code == "protected")
        #expect(run.changes == ["create production/fresh"])
    }

    @Test func `an environment is judged by the name that it has now`() async throws {
        var simulator = CloudSimulator()
        try simulator.rename(environment: "staging", to: "production-2")

        let run = try await RuledRun.run(
            #"graphene.delete("production-2/orders")"#, .protecting("production*/*"), on: simulator)

        #expect(run.code == "protected")
    }

    @Test func `of many at a time no more are sent than the limit allows`() async throws {
        let run = try await RuledRun.run(
            """
            local results = graphene.map(graphene.databases { env = "production", state = "running" },
              graphene.pause, { concurrency = 4, failures = "collect" })
            return { results.ok_count, results.failed_count, results:failed()[1].err.code }
            """, .limiting(["pause": 2]))

        #expect(run.report.result == [2, 1, "limit_exceeded"], "\(run.message)")
        #expect(run.changes.count == 2)
    }

    @Test(arguments: [
        #"graphene.delete("staging/orders")"#,
        """
        graphene.api("DELETE", "/deployments/databases/graphneo/" .. graphene.db("staging/orders").id)
        """,
        #"graphene.ensure_db("x", { env = "staging", from = "staging/orders" })"#,
    ])
    func `a limit of zero in all refuses every change`(script: String) async throws {
        let run = try await RuledRun.run(script, .limiting(["total": 0]))

        #expect(run.code == "limit_exceeded", "\(run.message)")
        #expect(run.report.exitStatus == 6)
        #expect(run.message.contains("`total = 0` (graphene.toml:1) allows none"))
        #expect(run.isUntouched)
    }

    @Test func `what is so already uses up nothing`() async throws {
        let run = try await RuledRun.run(
            """
            graphene.pause("staging/customers")
            graphene.pause("staging/orders")
            """, .limiting(["pause": 1]))

        #expect(run.report.failure == nil, "\(run.message)")
        #expect(run.changes == ["pause staging/orders"])
    }

    @Test(arguments: [
        #"graphene.clone("production/orders", "staging")"#,
        #"graphene.clone("staging/orders", "production")"#,
        #"graphene.switch_dns("staging/orders", "dr/archive")"#,
        #"graphene.create("x", { env = "dr", plan = "DS1", version = "5.26.1", edition = "community" })"#,
        #"graphene.resume("production/reports")"#,
        #"graphene.api("POST", "/deployments/databases/graphneo", { body = { name = "x" } })"#,
    ])
    func `nothing outside the targets is changed or copied`(script: String) async throws {
        let run = try await RuledRun.run(script, .limiting([:], targets: ["staging/*"]))

        #expect(run.code == "limit_exceeded", "\(run.message)")
        #expect(run.message.contains("`targets = { \"staging/*\" }` (graphene.toml:2)"))
        #expect(run.isUntouched)
    }

    @Test func `a script can bind its own hands and not free them`() async throws {
        let run = try await RuledRun.run(
            """
            graphene.limits { pause = 0, targets = { "staging/*" } }
            graphene.limits { pause = 5, targets = { "*/*" } }
            local codes = {}
            for _, name in ipairs { "staging/orders", "production/orders" } do
              local _, err = pcall(graphene.pause, name)
              codes[#codes + 1] = err.message
            end
            graphene.restart("staging/orders")
            return codes
            """, ChangeRules())

        #expect(run.changes == ["restart staging/orders"])
        let messages = run.report.result?.array?.compactMap(\.string) ?? []
        #expect(messages[0].contains("`pause = 0` (test.lua:1) allows none"), "\(messages)")
        #expect(messages[1].contains("`targets = { \"staging/*\" }` (test.lua:1)"), "\(messages)")
    }

    @Test(arguments: [
        ("{ delte = 1 }", "has no field \"delte\"; did you mean `delete`?"),
        ("{ delete = -1 }", "`limits.delete` must be 0 or more"),
        ("{ delete = 'x' }", "`limits.delete` must be an integer"),
        ("{ targets = { 'staging' } }", "`limits.targets[1]` must be of the form"),
        ("5", "`limits` must be a table"), ("{ ensure_db = 1 }", "has no field \"ensure_db\""),
    ])
    func `limits that cannot be read are an error`(limits: String, message: String) async throws {
        let run = try await RuledRun.run("graphene.limits(\(limits))", ChangeRules())

        #expect(run.code == "usage")
        #expect(run.message.contains(message), "\(run.message)")
    }

    @Test func `without rules nothing more is read than before`() async throws {
        let free = try await RuledRun.run(#"graphene.pause("staging/orders")"#, ChangeRules())

        #expect(free.report.failure == nil)
        #expect(free.changes == ["pause staging/orders"])
    }
}

extension CloudSimulator {
    /// Gives an environment another label, as the console would.
    fileprivate mutating func rename(environment: String, to label: String) throws {
        let text = String(decoding: try saved(), as: UTF8.self)
            .replacing("\"label\" : \"\(environment)\"", with: "\"label\" : \"\(label)\"")
        self = try CloudSimulator(reading: Array(text.utf8), from: "test")
    }
}
