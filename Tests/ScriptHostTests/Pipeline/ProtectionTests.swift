import AccountConfiguration
import CloudClient
import Diagnostics
import ScriptAPI
import Testing

@testable import ScriptHost

/// Which changes of which databases pass, and what is said of the others.
struct ProtectionTests {
    @Test(arguments: [
        Verb.pause, .restart, .switchDNS, .resize, .setSettings, .installPlugin, .removePlugin,
        .restore, .delete, .api,
    ])
    func `what disrupts or destroys is refused on a match`(verb: Verb) throws {
        let protection = try Judge.protecting(["production/*"])

        let refusal = try #require(protection.judge(.sample(verb, .sample("production/orders"))))

        #expect(refusal.code == .protected)
        #expect(
            refusal.reason == "production/orders is protected by `production/*` (config.toml:3)")
        #expect(
            refusal.hint
                == "if it is meant, name it on the command line: `--on production/orders`")
    }

    @Test(arguments: [Verb.create, .clone, .createFromSnapshot, .snapshot, .resume])
    func `what creates or can be taken back passes`(verb: Verb) throws {
        let protection = try Judge.protecting(["production/*"])

        #expect(protection.judge(.sample(verb, .sample("production/orders"))) == nil)
    }

    @Test(arguments: [
        ("production/*", true), ("production/orders", true), ("*/orders", true), ("*/*", true),
        ("prod*/ord?rs", true), ("Production/ORDERS", true), ("id:id of production/orders", true),
        ("domain:db.example.com", true), ("domain:DB.Example.com", true), ("staging/*", false),
        ("production/order", false), ("domain:example.com", false), ("id:other", false),
        ("production2/*", false),
    ])
    func `a rule covers what it says`(rule: String, covers: Bool) throws {
        let protection = try Judge.protecting([rule])

        let refusal = protection.judge(.sample(.delete, .sample("production/orders")))

        #expect((refusal != nil) == covers)
    }

    @Test func `a name with a slash does not lead out of a rule`() throws {
        let protection = try Judge.protecting(["production/*"])

        #expect(protection.judge(.sample(.delete, .sample("production/a/b"))) != nil)
    }

    @Test func `what was named on the command line passes, and only that`() throws {
        let protection = try Judge.protecting(["production/*"], except: ["production/orders"])

        #expect(protection.judge(.sample(.delete, .sample("production/orders"))) == nil)
        #expect(protection.judge(.sample(.delete, .sample("production/orders2"))) != nil)
        #expect(protection.judge(.sample(.delete, .sample("production/Orders"))) != nil)
    }

    @Test func `both sides of a switch are judged`() throws {
        let protection = try Judge.protecting(["production/*"], except: ["production/orders"])
        let b = ChangeSubject.sample("production/catalog")

        let refusal = try #require(
            protection.judge(.sample(.switchDNS, .sample("production/orders"), b)))
        let both = try Judge.protecting(["production/*"]).judge(
            .sample(.switchDNS, .sample("production/orders"), b))

        #expect(refusal.reason.hasPrefix("production/catalog is protected"))
        #expect(both?.hint?.hasSuffix("`--on production/orders` `--on production/catalog`") == true)
    }

    @Test func `an address protects the database that carries it now`() throws {
        let protection = try Judge.protecting(["domain:orders.example.com"])
        let copy = ChangeSubject.sample("dr/orders_3fa2c1", at: ["orders.example.com"])

        let refusal = try #require(protection.judge(.sample(.delete, copy)))

        #expect(
            refusal.reason
                == "dr/orders_3fa2c1 carries orders.example.com now, which is protected by "
                + "`domain:orders.example.com` (config.toml:3)")
        let before = ChangeSubject.sample("production/orders", at: ["old.example.com"])
        #expect(protection.judge(.sample(.delete, before)) == nil)
    }

    @Test func `an address protects no longer what gave it away`() throws {
        let protection = try Judge.protecting(["domain:orders.example.com"])
        let orders = ChangeSubject.sample("production/orders", at: ["orders.example.com"])
        _ = protection.survey([orders])
        var after = orders
        after.addresses = ["other.example.com"]

        #expect(protection.judge(.sample(.delete, orders)) != nil)
        #expect(protection.judge(.sample(.delete, after)) == nil)
    }

    @Test func `where an address cannot be told, it may be the protected one`() throws {
        let protection = try Judge.protecting(["domain:orders.example.com"])
        let unknown = ChangeSubject.sample("production/orders", at: nil)
        var change = JudgedChange.sample(.delete, unknown)

        let refusal = protection.judge(change)
        change.addresses = ["orders.example.com"]

        #expect(
            refusal?.reason.hasPrefix("the address of production/orders cannot be told") == true)
        #expect(protection.judge(change) == nil)
    }

    @Test func `where the environment cannot be told, only an id lets it pass`() throws {
        var unknown = ChangeSubject.sample("production/orders", id: "ab12")
        unknown.environment = nil
        let protection = try Judge.protecting(
            ["staging/*"], except: ["?/orders".replacing("?", with: "x")])
        let withID = try Judge.protecting(["staging/*"], except: ["id:ab12"])

        let refusal = try #require(protection.judge(.sample(.pause, unknown)))

        #expect(refusal.reason.hasPrefix("the environment of orders cannot be told"))
        #expect(refusal.hint?.hasSuffix("`--on id:ab12`") == true)
        #expect(withID.judge(.sample(.pause, unknown)) == nil)
    }

    @Test func `of two databases of one name only the id names one`() throws {
        let second = ChangeSubject.sample("production/orders", id: "ab12", namesakes: 2)
        let byName = try Judge.protecting(["production/*"], except: ["production/orders"])
        let byID = try Judge.protecting(["production/*"], except: ["id:ab12"])

        let refusal = try #require(byName.judge(.sample(.delete, second)))

        #expect(refusal.reason.contains("2 databases are called production/orders"))
        #expect(refusal.hint?.hasSuffix("`--on id:ab12`") == true)
        #expect(byID.judge(.sample(.delete, second)) == nil)
    }

    @Test func `a new name takes off no protection in the same run`() throws {
        let orders = ChangeSubject.sample("production/orders", id: "ab12")
        let renamed = ChangeSubject.sample("production/junk", id: "ab12")
        let surveyed = try Judge.protecting(["production/orders"], except: ["production/orders"])
        _ = surveyed.survey([orders])

        let refusal = try #require(surveyed.judge(.sample(.delete, renamed)))

        #expect(
            refusal.reason
                == "production/junk is protected by `production/orders` (config.toml:3): it was "
                + "production/orders when this run saw it first")
        #expect(refusal.hint?.hasSuffix("`--on production/junk`") == true)
    }

    @Test func `a database made anew under a protected name is protected`() throws {
        let protection = try Judge.protecting(["production/orders"])
        _ = protection.survey([.sample("production/orders", id: "old")])

        #expect(protection.judge(.sample(.delete, .sample("production/orders", id: "new"))) != nil)
    }

    @Test func `a request that leads to no known database needs its path`() throws {
        let protection = try Judge.protecting(["production/*"])
        let allowed = try Judge.protecting(["production/*"], except: ["/organizations/o1"])
        var change = JudgedChange.sample(.api)
        change.unknown = UnknownRequest(method: .delete, path: "/organizations/o1")

        let refusal = try #require(protection.judge(change))

        #expect(refusal.reason.hasPrefix("what it would change cannot be told"))
        #expect(refusal.hint?.hasSuffix("`--on /organizations/o1`") == true)
        #expect(allowed.judge(change) == nil)
        // A database that it names on the side does not tell what the path leads to.
        change.databases = [.sample("staging/orders")]
        #expect(protection.judge(change) != nil)
    }

    @Test(arguments: [
        (CloudRequest.Method.post, "/deployments/databases/graphneo", true),
        (.post, "/deployments/databases/graphneo/restore", true),
        (.delete, "/deployments/databases/graphneo", false), (.post, "/deployments/x", false),
    ])
    func `a request that can only make something passes`(
        method: CloudRequest.Method, path: String, passes: Bool
    ) throws {
        let protection = try Judge.protecting(["production/*"])
        var change = JudgedChange.sample(.api)
        change.unknown = UnknownRequest(method: method, path: path)

        #expect((protection.judge(change) == nil) == passes)
    }

    @Test func `rules and names that lead nowhere are told`() throws {
        let protection = try Judge.protecting(
            [
                "production/*", "prodction/*", "production/ordres", "nowhere/*",
                "domain:db.exmaple.com", "id:gone",
            ], except: ["production/ordres", "production/orders"])

        let warnings = protection.survey([.sample("production/orders"), .sample("staging/orders")])

        let end = "protects nothing that this client sees"
        #expect(
            warnings == [
                "`prodction/*` (config.toml:4) \(end); did you mean `production/*`?",
                "`production/ordres` (config.toml:5) \(end); did you mean `production/orders`?",
                "`nowhere/*` (config.toml:6) \(end)",
                "`domain:db.exmaple.com` (config.toml:7) \(end); did you mean "
                    + "`domain:db.example.com`?",
                "`id:gone` (config.toml:8) \(end)",
                "`--on production/ordres` names no database that this client sees; did you mean "
                    + "`production/orders`?",
            ])
    }

    @Test(arguments: ["production/*", "orders", "*/orders", "production/", "id:", "prod?/a", ""])
    func `--on takes nothing but exact names`(text: String) {
        #expect(throws: RunFailure.self) { try ExplicitTarget(text) }
    }
}
