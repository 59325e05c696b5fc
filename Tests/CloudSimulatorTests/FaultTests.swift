import CloudSimulator
import JSONDocument
import Testing
import Timekeeping

struct FaultTests {
    static let pause = "POST /deployments/databases/{v}/{d}/pause"

    private func pausing(
        with fault: Fault, _ check: (SimulatedAnswer, inout SimulatedCaller) throws -> Void
    ) throws {
        var caller = try SimulatedCaller()
        caller.cloud.faults.failNext(Self.pause, with: fault)
        let path = try caller.path("production/orders", "/pause")
        let answer = caller.answer("POST", path)
        try check(answer, &caller)
    }

    @Test(arguments: [
        (Fault.status(503), 0), (.resetBeforeRead, 0), (.noAnswerBeforeApply, 0), (.html, 0),
        (.resetAfterApplied, 1), (.noAnswerAfterApply, 1), (.errorAfterApplied(502), 1),
        (.delay(.seconds(9)), 1), (.truncated, 1), (.empty, 1), (.garbage, 1), (.huge, 1),
        (.expireTokens, 0), (.operationFails, 1),
    ])
    func `a fault is before the change or after it`(fault: Fault, applied: Int) throws {
        try pausing(with: fault) { _, caller in
            #expect(caller.cloud.changes.count == applied)
            #expect(caller.cloud.requests.last?.wasFaulted == true)
        }
    }

    @Test func `a fault of the connection gives no response`() throws {
        try pausing(with: .resetAfterApplied) { answer, caller in
            guard case .connectionReset = answer.outcome else {
                Issue.record("not a reset")
                return
            }
            #expect(caller.cloud.requests.last?.status == nil)
        }
        try pausing(with: .noAnswerBeforeApply) { answer, _ in
            guard case .noAnswer = answer.outcome else {
                Issue.record("an answer")
                return
            }
        }
    }

    @Test func `a throttled request is told when to come back`() throws {
        try pausing(with: .throttle(after: .seconds(7))) { answer, _ in
            #expect(answer.response?.status == 429)
            #expect(answer.response?.header("Retry-After") == "7")
        }
    }

    @Test func `a late answer is late by what was asked`() throws {
        try pausing(with: .delay(.seconds(9))) { answer, _ in
            #expect(answer.delay == .seconds(9) && answer.response?.status == 202)
        }
    }

    @Test func `spoiled bodies are not JSON of any use`() throws {
        try pausing(with: .truncated) { answer, _ in #expect(answer.response?.json == nil) }
        try pausing(with: .garbage) { answer, _ in #expect(answer.response?.json == nil) }
        try pausing(with: .empty) { answer, _ in #expect(answer.response?.body.isEmpty == true) }
        try pausing(with: .huge) { answer, _ in
            #expect((answer.response?.body.count ?? 0) > 10_000_000)
        }
    }

    @Test func `expired tokens are refused until the next sign-in`() throws {
        try pausing(with: .expireTokens) { answer, caller in
            #expect(answer.response?.status == 401)
            try caller.signIn()
            #expect(try caller.send("GET", "/deployments/environments").status == 200)
        }
    }

    @Test func `a failed operation leaves the state as it was`() throws {
        try pausing(with: .operationFails) { answer, caller in
            let id = try #require(answer.response?.json?["operationId"]?.string)
            caller.settle()
            let path = try caller.path("production/orders")
            #expect(try caller.get(path + "/operations/\(id)")["status"] == "failed")
            #expect(try caller.get(path + "/status")["state"] == "running")
            #expect(try caller.get(path + "/status")["isPending"] == false)
        }
    }

    @Test func `an operation that never ends keeps the database pending`() throws {
        try pausing(with: .operationNeverEnds) { answer, caller in
            caller.wait(.hours(100))
            try caller.signIn()
            let status = try caller.get(caller.path("production/orders", "/status"))
            #expect(status["isPending"] == true)
        }
    }

    @Test func `an operation that vanishes takes its work with it`() throws {
        try pausing(with: .operationVanishes) { answer, caller in
            let id = try #require(answer.response?.json?["operationId"]?.string)
            caller.settle()
            let path = try caller.path("production/orders")
            #expect(try caller.send("GET", path + "/operations/\(id)").status == 404)
            #expect(try caller.get(path + "/status")["state"] == "running")
        }
    }

    @Test func `an operation that is forgotten is done all the same`() throws {
        try pausing(with: .operationForgotten) { answer, caller in
            let id = try #require(answer.response?.json?["operationId"]?.string)
            let path = try caller.path("production/orders")
            #expect(try caller.send("GET", path + "/operations/\(id)").status == 404)
            caller.settle()
            #expect(try caller.get(path + "/status")["state"] == "paused")
        }
    }

    @Test func `a clone whose snapshot fails never deploys`() throws {
        var caller = try SimulatedCaller()
        caller.cloud.faults.failNext(
            "POST /deployments/databases/{v}/{d}/clone", with: .firstOperationFails)

        let clone = try caller.clone("production/orders", to: "dr", as: "orders")
        caller.settle()

        let first = try #require(clone.json?["operationId"]?.string)
        let path = try caller.path("dr/orders")
        #expect(try caller.get(path + "/operations/\(first)")["status"] == "failed")
        #expect(try caller.get(path + "/operations/\(first)")["nextOperationId"] == nil)
        #expect(caller.cloud.database("dr/orders")?.state == .paused)
        #expect(caller.cloud.database("dr/orders")?.data.origin == "")
    }

    @Test func `faults of a route are used up in order, after those to be skipped`() throws {
        var caller = try SimulatedCaller()
        let route = "GET /deployments/plans"
        caller.cloud.faults.failNext(route, with: .status(500), skipping: 1)
        caller.cloud.faults.failNext("*", with: .status(502), times: 2)

        let statuses = try (0..<5).map { _ in
            try caller.send("GET", "/deployments/plans").status
        }

        #expect(statuses == [502, 500, 502, 200, 200])
    }

    @Test func `the logs tell every request and every change in order`() throws {
        var caller = try SimulatedCaller()
        _ = try caller.post(caller.path("production/orders", "/pause"))
        _ = try caller.post(caller.path("production/orders", "/pause"))
        _ = try caller.clone("staging/orders", to: "dr", as: "orders")

        let log = caller.cloud.requests
        let changes = caller.cloud.changes

        #expect(log.map(\.status) == [201, 202, 409, 202])
        #expect(log.map(\.route) == [.signIn, .pause, .pause, .clone])
        #expect(changes.map(\.verb) == [.pause, .clone])
        #expect(changes.map(\.target) == ["production/orders", "staging/orders"])
        #expect(changes.map(\.requestId) == [2, 4])
        #expect(changes.last?.resultId == caller.cloud.database("dr/orders")?.id)
    }
}
