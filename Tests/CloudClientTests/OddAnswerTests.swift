import CloudClient
import Diagnostics
import JSONDocument
import SimulatedCloud
import Testing
import Timekeeping

private let below = "/deployments/databases/graphneo/d1"
private let environments = "GET /deployments/environments"
private let inProduction = "GET /deployments/environments/e1/databases"

struct OddAnswerTests {
    @Test func `a chain of operations that leads in a circle ends with the status`() async throws {
        try await withScriptedCloud([
            "GET \(below)": [.json(.database()), .json(.database(state: "paused"))],
            "POST \(below)/pause": [.json(["operationId": "a"])],
            "GET \(below)/operations/a": [.json(.operation("a", "finished", next: "b"))],
            "GET \(below)/operations/b": [.json(.operation("b", "finished", next: "a"))],
            "GET \(below)/status": [.json(.status("paused"))],
        ]) { test in
            let paused = try await test.cloud.pause(try .scripted, progress: test.listener)

            #expect(paused.value?.status.isPaused == true)
            #expect(test.transport.requests.filter { $0.contains("/operations/") }.count == 2)
        }
    }

    @Test func `an operation's id in a changed answer is found`() async throws {
        for answer: JSONValue in [
            ["operationId": "a"], ["operation": ["id": "a"]], ["operationId": "a", "extra": [1]],
            ["database": .database(), "operationId": "a"],
        ] {
            try await withScriptedCloud([
                "GET \(below)": [.json(.database()), .json(.database(state: "paused"))],
                "POST \(below)/pause": [.status(202, answer)],
                "GET \(below)/operations/a": [.json(.operation("a", "finished"))],
            ]) { test in
                let paused = try await test.cloud.pause(try .scripted)

                #expect(paused.value?.status.isPaused == true)
                #expect(test.transport.requests.contains("GET \(below)/operations/a"))
            }
        }
    }

    @Test(arguments: [200, 201, 202, 204, 206])
    func `any 2xx without a body is a yes`(_ status: Int) async throws {
        try await withScriptedCloud([
            "GET \(below)": [.json(.database()), .json(.database(state: "paused"))],
            "POST \(below)/pause": [.status(status)],
            "GET \(below)/status": [
                .json(.status("running", pending: true)), .json(.status("paused")),
            ],
        ]) { test in
            let paused = try await test.cloud.pause(try .scripted)

            #expect(paused.changed)
            #expect(paused.value?.status.isPaused == true)
        }
    }

    @Test func `a status read too early is not taken for the end`() async throws {
        try await withScriptedCloud([
            "GET \(below)": [.json(.database())],
            "POST \(below)/restart": [.status(202)],
            "GET \(below)/status": [
                .json(.status("running")), .json(.status("running")),
                .json(.status("running", pending: true)),
                .json(.status("running", pending: true)), .json(.status("running")),
            ],
        ]) { test in
            _ = try await test.cloud.restart(try .scripted)

            #expect(test.transport.requests.filter { $0.hasSuffix("/status") }.count == 5)
        }
    }

    @Test func `a restart whose need never ends is a timeout and not for ever`() async throws {
        try await withScriptedCloud([
            "GET \(below)": [.json(.database(needsRestart: true))],
            "POST \(below)/restart": [.json(["operationId": "a"])],
            "GET \(below)/operations/a": [.json(.operation("a", "finished"))],
        ]) { test in
            let start = test.clock.now

            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.restart(try .scripted)
            }

            #expect(error?.code == .timeout)
            #expect(error?.outcome == .accepted)
            #expect((.minutes(20)...(.minutes(21))).contains(test.clock.now - start))
        }
    }

    @Test func `a copy is not taken for its source`() async throws {
        try await withScriptedCloud([
            environments: [.json(["environments": [["id": "e1", "label": "production"]]])],
            inProduction: [
                .json(["databases": [.database()]]),
                .json(["databases": [.database(), .database("d2", name: "copy")]]),
            ],
            "GET \(below)": [.json(.database())],
            "POST \(below)/clone": [.json(.database())],
            "GET /deployments/databases/graphneo/d2": [.json(.database("d2", name: "copy"))],
            "GET /deployments/databases/graphneo/d2/status": [.json(.status("running"))],
        ]) { test in
            let production = try await test.cloud.environment(.name("production"))

            let copy = try await test.cloud.clone(try .scripted, named: "copy", into: production)

            #expect(copy.value?.id == "d2")
        }
    }

    @Test func `two new databases of the copy's name are too many to choose from`() async throws {
        try await withScriptedCloud([
            environments: [.json([["id": "e1", "label": "production"]])],
            inProduction: [
                .json([.database()]),
                .json([.database(), .database("d2", name: "x"), .database("d3", name: "x")]),
            ],
            "GET \(below)": [.json(.database())],
            "POST \(below)/clone": [.status(202)],
        ]) { test in
            let production = try await test.cloud.environment(.name("production"))

            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.clone(try .scripted, named: "x", into: production)
            }

            #expect(error?.code == .ambiguous)
            #expect(error?.outcome == .accepted)
            #expect(error?.message.contains("id:d2, id:d3") == true)
        }
    }

    @Test func `a database deleted while it is waited for is not found`() async throws {
        try await withScriptedCloud([
            "GET \(below)": [.json(.database()), .status(404)],
            "POST \(below)/pause": [.json(["operationId": "a"])],
            "GET \(below)/operations/a": [.json(.operation("a", "running")), .status(404)],
            "GET \(below)/status": [.status(404)],
        ]) { test in
            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.pause(try .scripted)
            }

            #expect(error?.code == .notFound)
            #expect(error?.outcome == .accepted)
            #expect(error?.message == "cannot pause production/orders: it is no longer there")
        }
    }

    @Test func `a resize that leaves the old plan has failed`() async throws {
        try await withScriptedCloud([
            "GET \(below)": [.json(.database())],
            "POST \(below)/plan/change": [.json(["operationId": "a"])],
            "GET \(below)/operations/a": [.json(.operation("a", "finished"))],
        ]) { test in
            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.resize(try .scripted, to: "DS2")
            }

            #expect(error?.code == .operationFailed)
            #expect(error?.message.hasSuffix("its plan is still DS1") == true)
        }
    }

    @Test func `a snapshot that fails is told`() async throws {
        let taken: JSONValue = ["id": "s1", "label": "mine", "status": "Failed"]
        try await withScriptedCloud([
            "GET \(below)": [.json(.database())],
            "GET \(below)/status": [.json(.status("running"))],
            "GET \(below)/snapshots/manual": [
                .json(["snapshots": []]), .json(["snapshots": [taken]]),
            ],
            "POST \(below)/snapshots/manual": [.status(201, ["snapshot": taken])],
        ]) { test in
            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.takeSnapshot(of: try .scripted, label: "mine")
            }

            #expect(error?.code == .operationFailed)
            #expect(error?.message.contains("`Failed`") == true)
        }
    }

    @Test func `a database without a status in its own answer is asked for it`() async throws {
        try await withScriptedCloud([
            environments: [.json([["id": "e1", "label": "production"]])],
            inProduction: [.json([["id": "d1", "name": "orders"]])],
            "GET \(below)": [.json(["id": "d1", "name": "orders", "plan": "DS1"])],
            "GET \(below)/status": [.json(["status": .status("paused")])],
        ]) { test in
            let databases = try await test.cloud.databases()

            #expect(databases.map(\.status.state) == ["paused"])
            #expect(databases.map(\.reference) == ["production/orders"])
            #expect(databases.map(\.plan) == ["DS1"])
        }
    }

    @Test(arguments: [
        ("text/html", "<html>Please sign in</html>", "it is HTML, not JSON"),
        ("application/json", "  <!doctype html>", "it is HTML, not JSON"),
        ("application/json", "{\"environments\": [", "the answer broke off"),
        ("application/json", "{\"a\": \"half", "the answer broke off"),
        ("application/json", "\u{feff}nonsense", "it is not JSON"),
        ("application/json", "", "it is empty"), ("text/plain", "OK", "it is not JSON"),
    ])
    func `an answer that cannot be read says what it is instead`(
        _ type: String, _ body: String, _ reason: String
    ) async throws {
        try await withScriptedCloud([environments: [.bytes(200, body, type: type)]]) { test in
            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.environments()
            }

            #expect(error?.code == .unavailable)
            #expect(error?.message.contains(reason) == true)
            #expect(error?.message.contains("nonsense") == false)
            #expect(error?.httpStatus == 200)
            #expect(test.transport.requests.count == 3)
        }
    }

    @Test(arguments: ["7", "\"text\"", "{}", "{\"a\":[],\"b\":[]}", "true"])
    func `an answer that holds no list is told from an empty list`(_ body: String) async throws {
        try await withScriptedCloud([environments: [.bytes(200, body)]]) { test in
            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.environments()
            }

            #expect(error?.code == .unavailable)
            #expect(error?.message.contains("holds no list of environments") == true)
        }
    }

    @Test func `entries of a list that have no id are left out`() async throws {
        try await withScriptedCloud([
            environments: [.json([["label": "x"], ["id": "e1"], 7, .null])]
        ]) { test in
            let all = try await test.cloud.environments()

            #expect(all.map(\.name) == ["e1"])
        }
    }
}

struct OutageTests {
    @Test(arguments: [
        (TransportError.Kind.couldNotConnect, 3), (.nameNotResolved, 2), (.tlsFailure, 1),
        (.refused, 1), (.answerTooLong, 1), (.connectionLost, 5), (.timeout, 5),
    ])
    func `a read is tried as often as may help`(
        _ kind: TransportError.Kind, _ tries: Int
    ) async throws {
        try await withScriptedCloud([environments: [.failure(kind)]]) { test in
            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.environments()
            }

            #expect(test.transport.requests.count == tries)
            #expect(error?.code == (kind == .refused ? .config : .unavailable))
            #expect(
                error?.message.hasSuffix(tries > 1 ? "(tried \(tries) times)" : "it failed") == true
            )
        }
    }

    @Test(arguments: [
        TransportError.Kind.couldNotConnect, .nameNotResolved, .tlsFailure,
    ])
    func `a change that never left was not sent`(_ kind: TransportError.Kind) async throws {
        try await withScriptedCloud([
            "GET \(below)": [.json(.database())], "POST \(below)/pause": [.failure(kind)],
        ]) { test in
            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.pause(try .scripted)
            }

            #expect(error?.code == .unavailable)
            #expect(error?.outcome == .notSent)
            #expect(!test.transport.requests.contains("GET \(below)/status"))
        }
    }

    @Test func `a change whose connection is made at the second try is sent`() async throws {
        try await withScriptedCloud([
            "GET \(below)": [.json(.database()), .json(.database(state: "paused"))],
            "POST \(below)/pause": [.failure(.couldNotConnect), .json(["operationId": "a"])],
            "GET \(below)/operations/a": [.json(.operation("a", "finished"))],
        ]) { test in
            let paused = try await test.cloud.pause(try .scripted, progress: test.listener)

            #expect(paused.changed)
            let retries = test.progress.all.filter {
                if case .retrying = $0.stage { true } else { false }
            }
            #expect(retries.count == 1)
        }
    }

    @Test func `a cloud that stays away ends a wait and leaves the operation`() async throws {
        try await withScriptedCloud([
            "GET \(below)": [.json(.database())],
            "POST \(below)/pause": [.json(["operationId": "a"])],
            "GET \(below)/operations/a": [
                .json(.operation("a", "running")), .failure(.couldNotConnect),
            ],
        ]) { test in
            let start = test.clock.now

            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.pause(try .scripted, progress: test.listener)
            }

            #expect(error?.code == .unavailable)
            #expect(error?.outcome == .accepted)
            #expect(error?.operation?.id == "a")
            #expect(error?.retryable == false)
            #expect((.minutes(9)...(.minutes(12))).contains(test.clock.now - start))
            #expect(test.progress.all.contains { $0.state == "cannot read" })
        }
    }

    @Test func `what was done late is not reported as never done`() async throws {
        try await withScriptedCloud([
            "GET \(below)": [
                .json(.database()), .json(.database(state: "paused")),
            ],
            "POST \(below)/pause": [.failure(.connectionLost)],
            "GET \(below)/status": [
                .json(.status("running")), .json(.status("running")),
                .json(.status("running", pending: true)), .json(.status("paused")),
            ],
        ]) { test in
            let paused = try await test.cloud.pause(try .scripted)

            #expect(paused.changed)
            #expect(test.transport.requests.filter { $0.hasPrefix("POST") }.count == 1)
        }
    }

    @Test func `a repeated change that meets the first one is still a change`() async throws {
        let quiet = [ScriptedTransport.Answer](repeating: .json(.status("running")), count: 6)
        try await withScriptedCloud([
            "GET \(below)": [
                .json(.database()), .json(.database(pending: true)),
                .json(.database(state: "paused")),
            ],
            "POST \(below)/pause": [.failure(.connectionLost), .status(409)],
            "GET \(below)/status": quiet + [.json(.status("paused"))],
        ]) { test in
            let paused = try await test.cloud.pause(try .scripted)

            #expect(paused.changed)
            #expect(paused.value?.status.isPaused == true)
        }
    }

    @Test func `reads that fail before a change leave it unsent`() async throws {
        try await withScriptedCloud(["GET \(below)": [.status(500)]]) { test in
            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.pause(try .scripted)
            }

            #expect(error?.code == .unavailable)
            #expect(error?.outcome == .notSent)
            #expect(error?.verb == "pause")
        }
    }

    @Test func `no change begins after its own deadline`() async throws {
        try await withScriptedCloud([
            "GET \(below)": [.json(.database(pending: true))]
        ]) { test in
            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.pause(
                    try .scripted, options: EffectOptions(timeout: .minutes(2)))
            }

            #expect([.locked, .timeout].contains(error?.code))
            #expect(error?.outcome == .notSent)
            #expect(test.transport.requests.allSatisfy { $0.hasPrefix("GET") })
        }
    }
}
