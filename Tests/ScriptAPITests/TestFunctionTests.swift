import Diagnostics
import JSONDocument
import ScriptAPI
import ScriptWire
import Synchronization
import Testing
import Timekeeping

/// What a test's cloud takes and gives back, against an account that only listens.
struct TestFunctionTests {
    private let bench = ListeningBench()

    private func call(_ name: String, _ arguments: WireValue...) async throws -> [WireValue] {
        var rehearsal = Rehearsal()
        rehearsal.context.bench = bench
        return try await APITable.perform(name, arguments: arguments, in: rehearsal.context)
    }

    private func refusal(of name: String, _ arguments: WireValue...) async -> APIFailure? {
        var rehearsal = Rehearsal()
        rehearsal.context.bench = bench
        do {
            _ = try await APITable.perform(name, arguments: arguments, in: rehearsal.context)
            return nil
        } catch {
            return error as? APIFailure
        }
    }

    @Test(arguments: APITable.all.filter { $0.name.hasPrefix("cloud.") }.map(\.name))
    func `a run that is no test has no such cloud`(_ name: String) async throws {
        let arguments: [WireValue] =
            switch name {
            case "cloud.fail_next": ["*", .options(["status": 500])]
            case "cloud.run", "cloud.db", "cloud.set_db": ["staging/orders"]
            default: []
            }
        let failure = await #expect(throws: APIFailure.self) {
            try await APITable.perform(name, arguments: arguments, in: Rehearsal().context)
        }

        #expect(failure?.code == .usage)
        #expect(failure?.hint == "run it with `graphene test`")
    }

    @Test func `the script process of a run is not told of them`() {
        let names = APITable.description.list?.compactMap { $0.map?["name"]?.text } ?? []

        #expect(!names.contains { $0.hasPrefix("cloud.") || $0 == "test" || $0 == "expect" })
        #expect(APITable.testNames.list?.contains("cloud.run") == true)
        #expect(APITable.testNames.list?.contains("testing.declare") == false)
    }

    @Test func `a script gets its parameters, and objects of the cloud by id`() async throws {
        let handle = WireValue.handle(WireHandle(kind: "database", id: "abc"))

        _ = try await call(
            "cloud.run", "a.lua", .options(["db": handle, "n": 3, "names": ["x", "y"]]),
            .options(["yes": false, "env": .options(["A": "b"]), "timeout": "5m"]))

        let script = try #require(bench.heard.first)
        #expect(script.path == "a.lua")
        #expect(script.parameters == ["db": "id:abc", "n": 3, "names": ["x", "y"]])
        #expect(script.variables == ["A": "b"])
        #expect(script.timeout == .minutes(5))
        guard case .refused = script.consent else {
            Issue.record("its questions are answered with \(script.consent)")
            return
        }
    }

    @Test func `a run is told with what it came to, without what it has not`() async throws {
        let run = try #require(try await call("cloud.run", "a.lua").first?.map)

        #expect(run["result"] == "done")
        #expect(run["outputs"]?.map?["changed"] == true)
        #expect(run["exit_status"] == 0)
        #expect(run["elapsed"] == 90)
        #expect(run["error"] == nil && run["skipped"] == nil)
    }

    @Test(arguments: [
        (ErrorCode?.none, "a.lua failed: conflict: no (a.lua:7)", ErrorCode.conflict),
        (
            .denied, "expected a.lua to fail with `denied`, given conflict: no (a.lua:7)",
            .unhealthy
        ),
    ])
    func `a run that fails otherwise than expected fails the test`(
        _ expected: ErrorCode?, _ message: String, _ code: ErrorCode
    ) async {
        bench.fail(
            .init(code: .conflict, message: "no", hint: "wait", script: "a.lua", line: 7))
        let options: WireValue = expected.map { .options(["fails": .text($0.rawValue)]) } ?? .null

        let failure = await refusal(of: "cloud.run", "a.lua", .null, options)

        #expect(failure?.message == message)
        #expect(failure?.code == code && failure?.hint == "wait")
    }

    @Test func `a run that was to fail and did not fails the test`() async {
        let options = WireValue.options(["fails": "denied"])

        let failure = await refusal(of: "cloud.run", "a.lua", .null, options)

        #expect(failure?.message == "expected a.lua to fail with `denied`, but it succeeded")
    }

    @Test func `only requests of the kind that was asked for are listed`() async throws {
        let all = try await call("cloud.requests").first?.list
        let changing = try await call("cloud.requests", .options(["changing": true])).first?.list

        #expect(all?.count == 2)
        #expect(changing?.compactMap { $0.map?["path"] } == ["/pause"])
    }
}

/// Takes down what it is asked, and answers the same always.
private final class ListeningBench: TestBench {
    private let scripts = Mutex<[ScriptUnderTest]>([])
    private let failure = Mutex<TestedRun.Failure?>(nil)

    var heard: [ScriptUnderTest] { scripts.withLock { $0 } }

    func fail(_ failure: TestedRun.Failure) { self.failure.withLock { $0 = failure } }

    func declare(_ test: DeclaredTest) throws(APIFailure) -> Bool { true }

    func run(_ script: ScriptUnderTest) async throws -> TestedRun {
        scripts.withLock { $0.append(script) }
        var run = TestedRun()
        run.result = "done"
        run.outputs = [("changed", true)]
        run.elapsed = .seconds(90)
        run.failure = failure.withLock { $0 }
        return run
    }

    func failNext(_ fault: PlannedFault) throws(APIFailure) {}

    func requests() -> [SeenRequest] {
        [("GET", "/x"), ("POST", "/pause")].map { method, path in
            SeenRequest(
                method: method, path: path, route: nil, status: 200, isChanging: method == "POST",
                wasFaulted: false)
        }
    }

    func changes() -> [String] { [] }

    func database(_ reference: String) throws(APIFailure) -> SeenDatabase? { nil }

    func alter(_ reference: String, _ change: DatabaseAlteration) throws(APIFailure) {}
}
