import CloudSimulator
import JSONDocument
import Testing
import Timekeeping

struct LifecycleTests {
    @Test func `a paused database reads running and pending until its operation has finished`() throws {
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
}
