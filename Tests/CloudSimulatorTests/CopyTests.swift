import CloudSimulator
import JSONDocument
import Testing
import Timekeeping

struct CopyTests {
    @Test func `a clone and a switch of the orders database take forty minutes`() throws {
        var caller = try SimulatedCaller()
        let start = caller.now

        let clone = try caller.clone("production/orders", to: "dr", as: "orders")
        caller.settle()
        let target = try #require(clone.json?["database"]?["id"])
        let switched = try caller.post(
            caller.path("production/orders", "/connections/switch"), ["targetDatabase": target])
        caller.settle()

        #expect(clone.status == 202 && switched.status == 202)
        #expect(caller.now - start == .minutes(40))
        #expect(caller.cloud.database("dr/orders")?.state == .running)
    }

    @Test func `a clone holds what its source held when it was asked for`() throws {
        var caller = try SimulatedCaller()
        caller.cloud.write(to: "production/orders")
        let asked = caller.now

        _ = try caller.clone("production/orders", to: "dr", as: "orders")
        caller.wait(.minutes(1))
        caller.cloud.write(to: "production/orders")
        caller.settle()

        let copy = try #require(caller.cloud.database("dr/orders"))
        #expect(copy.data.origin == "production/orders")
        #expect(copy.data.version == 2)
        #expect(copy.data.asOf == asked)
        #expect(copy.plan == "DS4" && copy.edition == "enterprise")
        #expect(copy.plugins.map(\.name) == ["apoc", "graph-data-science"])
        #expect(copy.settings == caller.cloud.database("production/orders")?.settings)
    }

    @Test func `a clone is a snapshot of the source, then a deploy of the copy`() throws {
        var caller = try SimulatedCaller()
        let clone = try caller.clone("production/orders", to: "dr", as: "orders")
        let first = try #require(clone.json?["operationId"]?.string)
        let snapshot = try caller.get(caller.path("production/orders", "/operations/\(first)"))
        let second = try #require(snapshot["nextOperationId"]?.string)
        let source = try caller.path("production/orders", "/status")
        let copy = try caller.path("dr/orders", "/status")

        let during = (try caller.get(source)["isPending"], try caller.get(copy)["isPending"])
        caller.wait(.minutes(13))
        let later = (try caller.get(source)["isPending"], try caller.get(copy)["isPending"])

        #expect(during == (true, true))
        #expect(later == (false, true))
        #expect(try caller.get(copy)["state"] == "paused")
        #expect(
            try caller.get(caller.path("dr/orders", "/operations/\(second)"))["status"] == "running"
        )
    }

    @Test func `a clone's own snapshot is not listed`() throws {
        var caller = try SimulatedCaller()
        _ = try caller.clone("production/customers", to: "dr", as: "customers")
        caller.settle()

        let list = try caller.get(caller.path("production/customers", "/snapshots/manual"))

        #expect(list["snapshots"]?.array?.count == 2)
    }

    @Test func `a paused database can be cloned, stays paused, and its clone runs`() throws {
        var caller = try SimulatedCaller()

        let clone = try caller.clone("production/reports", to: "dr", as: "reports")
        caller.settle()

        #expect(clone.status == 202)
        #expect(caller.cloud.database("production/reports")?.state == .paused)
        #expect(caller.cloud.database("dr/reports")?.state == .running)
    }

    @Test func `a snapshot is creating, then ready, and carries the data of its moment`() throws {
        var caller = try SimulatedCaller()
        let path = try caller.path("production/orders", "/snapshots/manual")

        let made = try caller.post(path, ["label": "mine"])
        let during = try caller.get(path)["snapshots"]?.array?.last
        caller.settle()
        let after = try caller.get(path)["snapshots"]?.array?.last

        #expect(made.status == 202 && made.json?["snapshot"]?["label"] == "mine")
        #expect(during?["status"] == "Creating" && after?["status"] == "Ready")
        #expect(
            after?["environmentId"]?.string == caller.cloud.environment(named: "production")?.id)
    }

    @Test func `a third manual snapshot is refused until one is deleted`() throws {
        var caller = try SimulatedCaller()
        let path = try caller.path("production/customers", "/snapshots/manual")
        let oldest = try #require(caller.cloud.snapshots(of: "production/customers").first?.id)

        let third = try caller.post(path)
        let deleted = try caller.send("DELETE", path + "/\(oldest)")
        let again = try caller.post(path)

        #expect(third.status == 409 && deleted.status == 204 && again.status == 202)
    }

    @Test func `a database made from a snapshot has its kind and its data`() throws {
        var caller = try SimulatedCaller()
        let snapshot = try #require(caller.cloud.snapshots(of: "production/orders").first)

        let response = try caller.post(
            "/deployments/databases/graphneo/restore",
            [
                "snapshotId": .string(snapshot.id),
                "snapshotEnvironmentId": .string(try caller.environmentId("production")),
                "environmentId": .string(try caller.environmentId("staging")), "name": "old-orders",
            ])
        caller.settle()

        let database = try #require(caller.cloud.database("staging/old-orders"))
        #expect(response.status == 202)
        #expect(database.data == snapshot.data && database.plan == "DS4")
    }

    @Test func `a restore replaces the data and keeps id, name, plan and URLs`() throws {
        var caller = try SimulatedCaller()
        let before = try #require(caller.cloud.database("staging/orders"))
        let snapshot = try #require(caller.cloud.snapshots(of: "production/orders").first)

        let response = try caller.post(
            caller.path("staging/orders", "/restore"),
            [
                "snapshotId": .string(snapshot.id),
                "snapshotEnvironmentId": .string(try caller.environmentId("production")),
            ])
        caller.settle()

        let after = try #require(caller.cloud.database("staging/orders"))
        #expect(response.status == 202)
        #expect(after.data == snapshot.data)
        #expect(after.id == before.id && after.plan == before.plan)
        #expect(after.connection == before.connection && after.state == .running)
    }

    @Test func `a restore from the wrong environment or of another vendor is refused`() throws {
        var caller = try SimulatedCaller()
        let snapshot = try #require(caller.cloud.snapshots(of: "production/orders").first?.id)
        func body(_ environment: String) throws -> JSONValue {
            [
                "snapshotId": .string(snapshot),
                "snapshotEnvironmentId": .string(try caller.environmentId(environment)),
            ]
        }

        let elsewhere = try caller.post(
            caller.path("staging/orders", "/restore"), body("staging"))
        let foreign = try caller.post(
            caller.path("staging/experiments", "/restore"), body("production"))

        #expect(elsewhere.status == 404 && foreign.status == 400)
    }

    @Test func `a switch swaps the URLs and nothing else`() throws {
        var caller = try SimulatedCaller()
        let origin = try #require(caller.cloud.database("production/orders"))
        let target = try #require(caller.cloud.database("staging/orders"))

        let response = try caller.post(
            caller.path("production/orders", "/connections/switch"),
            ["targetDatabase": .string(target.id)])
        caller.settle()

        #expect(response.status == 202)
        #expect(caller.cloud.database("production/orders")?.connection == target.connection)
        #expect(caller.cloud.database("staging/orders")?.connection == origin.connection)
        #expect(caller.cloud.database("production/orders")?.data.origin == "production/orders")
    }

    @Test(arguments: [
        ("production/orders", 400), ("staging/customers", 409), ("staging/experiments", 400),
    ])
    func `a switch to itself, a paused one or another vendor's is refused`(
        target: String, status: Int
    ) throws {
        var caller = try SimulatedCaller()

        let response = try caller.post(
            caller.path("production/orders", "/connections/switch"),
            ["targetDatabase": .string(try caller.id(target))])

        #expect(response.status == status)
    }

    @Test func `a paused origin can be switched away from`() throws {
        var caller = try SimulatedCaller()

        let response = try caller.post(
            caller.path("production/reports", "/connections/switch"),
            ["targetDatabase": .string(try caller.id("production/orders"))])

        #expect(response.status == 202)
    }
}
