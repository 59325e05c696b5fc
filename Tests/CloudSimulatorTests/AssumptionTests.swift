import CloudSimulator
import Diagnostics
import JSONDocument
import Testing
import Timekeeping

struct AssumptionTests {
    /// Every value that an assumption can have besides its default.
    static let alternatives: [String] = Assumption.table.flatMap { assumption in
        let name = assumption.name.rawValue
        return switch assumption.values {
        case .choice(let choices): choices.dropFirst().map { "\(name)=\($0.value)" }
        case .words: ["\(name)=other"]
        case .number:
            switch assumption.name {
            case .rateLimit, .snapshotLimit: ["\(name)=1"]
            case .failureRate: ["\(name)=100"]
            default: ["\(name)=30"]
            }
        }
    }

    @Test(arguments: alternatives)
    func `a cloud that assumes something else behaves differently`(setting: String) throws {
        let usual = try AssumptionProbe.transcript(assuming: [])

        let other = try AssumptionProbe.transcript(assuming: [setting])

        #expect(usual != other)
    }

    @Test func `the same assumptions give the same transcript`() throws {
        let first = try AssumptionProbe.transcript(assuming: ["busy=queue"])
        let second = try AssumptionProbe.transcript(assuming: ["busy=queue"])

        #expect(first == second)
    }

    @Test func `the table has every name once and covers every unknown`() {
        let names = Assumption.table.map(\.name)
        let rows = Set(Assumption.table.compactMap(\.row))

        #expect(names.count == AssumptionName.allCases.count)
        #expect(Set(names).count == names.count)
        #expect(rows == Set(1...31))
    }

    @Test func `the listing names every assumption, value and meaning`() throws {
        let text = Assumption.listing(try Assumptions(["lists=bare", "durations=0.5"]))

        #expect(text.contains("lists (unknown 1): how a list is wrapped"))
        #expect(text.contains("  * bare: not at all"))
        #expect(text.contains("    wrapped: in an object"))
        #expect(text.contains("  * 0.5: a factor"))
    }

    @Test(arguments: [
        ("lists", "not written as name=value"), ("list=bare", "did you mean `lists`?"),
        ("lists=naked", "`wrapped`, `bare`, `data`"), ("durations=-1", "from 0 to 1000"),
        ("durations=x", "from 0 to 1000"), ("durations=nan", "from 0 to 1000"),
        ("extras=a b", "plain words"), ("=", "no assumption called ``"),
    ])
    func `a setting that cannot be says what can`(setting: String, part: String) {
        let error = #expect(throws: SimulatorError.self) { try Assumptions([setting]) }

        #expect(error?.code == .usage)
        #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
    }

    @Test func `the last setting of a name wins, and a default counts as unchanged`() throws {
        let assumptions = try Assumptions(["lists=bare", "lists=wrapped", "ids=uuid"])

        #expect(assumptions[.lists] == "wrapped")
        #expect(assumptions.changed == ["ids"])
    }

    @Test(arguments: [
        ("text", #"{"error":"no such database"}"#),
        ("message", #"{"code":"not_found","message":"no such database"}"#),
        ("plain", "no such database"), ("empty", ""),
    ])
    func `errors have the shape that is assumed`(shape: String, body: String) throws {
        var caller = try SimulatedCaller(assuming: ["errors=\(shape)"])

        #expect(try caller.send("GET", "/deployments/databases/graphneo/x").text == body)
    }

    @Test(
        arguments: [
            ("iso", "2026-11-23T02:00:00Z"), ("offset", "2026-11-23T02:00:00.000+00:00"),
            ("rfc7231", "Mon, 23 Nov 2026 02:00:00 GMT"), ("epoch", 1_795_399_200),
            ("epoch-ms", 1_795_399_200_000), ("absent", nil),
        ] as [(String, JSONValue?)])
    func `dates have the format that is assumed`(format: String, text: JSONValue?) throws {
        var caller = try SimulatedCaller(assuming: ["dates=\(format)"])

        let clone = try caller.clone("production/orders", to: "dr", as: "copy")

        #expect(clone.json?["database"]?["createdAt"] == text)
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"),
        (4_107_542_399, "2100-02-28T23:59:59Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
    ])
    func `dates are right across leap days`(seconds: Int64, text: String) throws {
        var cloud = CloudSimulator(
            account: .empty, assumptions: try Assumptions(["environment-creation=allowed"]),
            startingAt: Instant(secondsSince1970: seconds))
        let form = "client_id=\(cloud.clientId)&client_secret=\(cloud.clientSecret)"
        let signIn = SimulatedRequest(
            "POST", "/organizations/oauth/token",
            headers: [("Content-Type", "application/x-www-form-urlencoded")],
            body: Array(form.utf8))
        let token = cloud.handle(signIn, at: cloud.now).response?.json?["access_token"]?.string
        let body: JSONValue = ["label": "l", "organizationId": "o", "region": "r", "cidr": "c"]
        let create = SimulatedRequest(
            "POST", "/deployments/environments",
            headers: [
                ("Authorization", "Bearer \(token ?? "")"), ("Content-Type", "application/json"),
            ],
            body: Array(body.text.utf8))

        let made = cloud.handle(create, at: cloud.now).response

        #expect(made?.json?["createdAt"]?.string == text)
    }

    @Test func `a queued action is done after the one under way`() throws {
        var caller = try SimulatedCaller(assuming: ["busy=queue"])
        let path = try caller.path("production/orders")

        let first = try caller.post(path + "/pause")
        let second = try caller.post(path + "/start")
        let id = try #require(second.json?["operationId"]?.string)
        let waiting = try caller.get(path + "/operations/\(id)")
        caller.settle()

        #expect(first.status == 202 && second.status == 202)
        #expect(waiting["startedAt"] == nil)
        #expect(caller.cloud.database("production/orders")?.state == .running)
        #expect(try caller.get(path + "/operations/\(id)")["status"] == "finished")
    }

    @Test func `a rate limit is per second and says when to come back`() throws {
        var caller = try SimulatedCaller(assuming: ["rate-limit=2"])

        let within = try caller.send("GET", "/deployments/plans")
        let beyond = try caller.send("GET", "/deployments/plans")
        caller.wait(.seconds(1))
        let later = try caller.send("GET", "/deployments/plans")

        #expect([within.status, beyond.status, later.status] == [200, 429, 200])
        #expect(beyond.header("Retry-After") == "1")
    }

    @Test func `a moving switch gives the origin new URLs`() throws {
        var caller = try SimulatedCaller(assuming: ["switch=move"])
        let before = caller.cloud

        _ = try caller.post(
            caller.path("production/orders", "/connections/switch"),
            ["targetDatabase": .string(try caller.id("staging/orders"))])
        caller.settle()

        let origin = caller.cloud.database("production/orders")?.connection
        #expect(
            caller.cloud.database("staging/orders")?.connection
                == before.database("production/orders")?.connection)
        #expect(origin != before.database("production/orders")?.connection)
        #expect(origin != before.database("staging/orders")?.connection)
    }

    @Test func `a counted snapshot of clones makes the third clone fail`() throws {
        var caller = try SimulatedCaller(assuming: ["clone-snapshot=counted"])

        var statuses: [Int] = []
        for name in ["one", "two", "three"] {
            statuses.append(try caller.clone("staging/catalog", to: "dr", as: name).status)
            caller.settle()
        }

        #expect(statuses == [202, 202, 409])
    }
}
