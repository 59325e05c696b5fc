import CloudSimulator
import JSONDocument
import Testing
import Timekeeping

struct LifecycleTests {
    @Test func `a paused database reads running and pending until its operation is done`() throws {
        var caller = try SimulatedCaller()

        let accepted = try caller.post(caller.path("production/orders", "/pause"))
        let during = try caller.get(caller.path("production/orders", "/status"))
        caller.settle()
        let after = try caller.get(caller.path("production/orders", "/status"))

        #expect(accepted.status == 202)
        #expect(accepted.json?["operationId"]?.string != nil)
        #expect(during["state"] == "running" && during["isPending"] == true)
        #expect(after["state"] == "paused" && after["isPending"] == false)
    }

    @Test func `an operation tells how long it has run`() throws {
        var caller = try SimulatedCaller(.oneDatabase(sizeGiB: 0))
        let id = try #require(
            caller.post(caller.path("production/orders", "/pause")).json?["operationId"]?.string)
        let path = try caller.path("production/orders", "/operations/\(id)")

        caller.wait(.seconds(20))
        let during = try caller.get(path)
        caller.wait(.seconds(100))
        let after = try caller.get(path)

        #expect(during["status"] == "running" && during["durationInSeconds"] == 20)
        #expect(after["status"] == "finished" && after["durationInSeconds"] == 60)
        #expect(after["startedAt"] == "2026-11-23T02:00:00Z")
    }

    @Test func `a new database is paused and pending, then runs, empty`() throws {
        var caller = try SimulatedCaller()
        let body: JSONValue = [
            "environmentId": .string(try caller.environmentId("staging")), "name": "fresh",
            "plan": "DS1", "version": "5.26.1", "edition": "community", "enabledExtrasKinds": [],
        ]

        let response = try caller.post("/deployments/databases/graphneo", body)
        let made = try #require(response.json?["database"])
        caller.settle()

        #expect(response.status == 202)
        #expect(made["status"]?["state"] == "paused" && made["status"]?["isPending"] == true)
        #expect(made["version"]?["number"] == "5.26.1")
        #expect(caller.cloud.database("staging/fresh")?.state == .running)
        #expect(caller.cloud.database("staging/fresh")?.data.version == 0)
    }

    @Test(arguments: [
        ("plan", "DS9"), ("version", "3.5.0"), ("edition", "deluxe"), ("name", "Bad Name"),
        ("name", "_leading"), ("name", "a-name-that-has-thirty-letters"), ("name", ""),
    ])
    func `a create with something unknown is refused`(key: String, value: String) throws {
        var caller = try SimulatedCaller()
        var body: [String: JSONValue] = [
            "environmentId": .string(try caller.environmentId("staging")), "name": "fresh",
            "plan": "DS1", "version": "5.26.1", "edition": "community",
        ]
        body[key] = .string(value)

        let response = try caller.post("/deployments/databases/graphneo", .object(body))

        #expect(response.status == 400)
        #expect(caller.cloud.changes.isEmpty)
    }

    @Test func `a second database of a name in an environment is refused`() throws {
        var caller = try SimulatedCaller()

        let clash = try caller.clone("production/orders", to: "staging", as: "catalog")

        #expect(clash.status == 409)
    }

    @Test(arguments: [
        ("production/orders", "/start"), ("production/reports", "/pause"),
        ("production/reports", "/restart"),
    ])
    func `an action that the state does not admit is refused`(
        reference: String, action: String
    ) throws {
        var caller = try SimulatedCaller()

        let response = try caller.post(caller.path(reference, action))

        #expect(response.status == 409)
    }

    @Test func `a second action while one is under way is refused and named`() throws {
        var caller = try SimulatedCaller()
        let first = try caller.post(caller.path("production/orders", "/pause"))
        let id = try #require(first.json?["operationId"]?.string)

        let second = try caller.post(caller.path("production/orders", "/restart"))

        #expect(second.status == 409)
        #expect(second.text.contains(id))
    }

    @Test func `a locked database refuses changes and says so`() throws {
        var caller = try SimulatedCaller()
        caller.cloud.alter("production/orders") { $0.isLocked = true }

        let refused = try caller.post(caller.path("production/orders", "/pause"))
        let status = try caller.get(caller.path("production/orders", "/status"))

        #expect(refused.status == 409)
        #expect(status["isLocked"] == true && status["isPending"] == false)
    }

    @Test func `a plan change is two operations and keeps the id`() throws {
        var caller = try SimulatedCaller()
        let path = try caller.path("production/catalog")

        let accepted = try caller.post(path + "/plan/change", ["targetPlanName": "DS3"])
        let first = try #require(accepted.json?["operationId"]?.string)
        let operation = try caller.get(path + "/operations/\(first)")
        let second = try #require(operation["nextOperationId"]?.string)
        let waiting = try caller.get(path + "/operations/\(second)")
        caller.settle()
        let last = try caller.get(path + "/operations/\(second)")

        #expect(waiting["startedAt"] == nil)
        #expect(last["status"] == "finished" && last["nextOperationId"] == nil)
        #expect(try caller.get(path)["plan"] == "DS3")
    }

    @Test func `a deleted database is gone, with its snapshots, when its operation is done`() throws
    {
        var caller = try SimulatedCaller()
        let path = try caller.path("staging/orders")
        let id = try caller.id("staging/orders")

        let accepted = try caller.send("DELETE", path)
        let during = try caller.send("GET", path)
        caller.settle()
        let after = try caller.send("GET", path)

        #expect(accepted.status == 202 && during.status == 200 && after.status == 404)
        #expect(!caller.cloud.snapshots.contains { $0.databaseId == id })
    }

    @Test func `a restart with a station of another database is refused`() throws {
        var caller = try SimulatedCaller()
        let path = try caller.path("production/orders", "/restart")

        let wrong = try caller.post(path, ["stationIds": ["nowhere"], "reset": true])
        let right = try caller.post(path, ["stationIds": [], "reset": true])

        #expect(wrong.status == 400 && right.status == 202)
    }

    @Test func `lists show what the client may see, in a fixed order`() throws {
        var caller = try SimulatedCaller()

        let environments = try caller.get("/deployments/environments")["environments"]?.array
        let staging = try caller.environmentId("staging")
        let databases = try caller.get("/deployments/environments/\(staging)/databases")
        let all = try caller.get("/deployments/databases/graphneo")["databases"]?.array

        #expect(
            environments?.compactMap { $0["label"]?.string } == ["production", "staging", "dr"])
        #expect(
            databases["databases"]?.array?.compactMap { $0["name"]?.string }
                == ["catalog", "customers", "experiments", "orders"])
        #expect(all?.count == 9)
    }

    @Test func `a hidden environment and its databases are not found`() throws {
        var caller = try SimulatedCaller()
        let finance = try caller.environmentId("finance")

        let environment = try caller.send("GET", "/deployments/environments/\(finance)/databases")
        let database = try caller.send("GET", caller.path("finance/ledger"))

        #expect(environment.status == 404 && database.status == 404)
    }

    @Test func `a database is not found under another vendor`() throws {
        var caller = try SimulatedCaller()
        let id = try caller.id("staging/experiments")

        #expect(try caller.send("GET", "/deployments/databases/graphneo/\(id)").status == 404)
        #expect(try caller.send("GET", "/deployments/databases/ongdb/\(id)").status == 200)
        #expect(try caller.send("GET", "/deployments/databases/neo4j/\(id)").status == 404)
    }
}
