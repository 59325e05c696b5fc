import CloudClient
import CloudSimulator
import Diagnostics
import ScriptHost
import ScriptWire
import Testing
import Timekeeping

/// Each code that a run can end with, provoked by a run that ends with it.
@Suite(.timeLimit(.minutes(10)))
struct ErrorCodeTests {
    /// What makes a run end with a code.
    enum Provocation: Sendable {
        case script(String)
        /// A script, and what goes wrong with a route.
        case fault(Route, Fault, String)
        case secret
        case limits(@Sendable (inout RunLimits) -> Void, String)
        case stop(String)
        case peer([ScriptedPeer.Step])
        /// A code that only `graphene.fail` gives until the part named here is built.
        case notBuilt(String)
    }

    private static let pause = #"graphene.pause("production/orders", { locked_timeout = "1m" })"#
    private static let read = "graphene.environments()"

    /// A `switch`, so that a new code has to say how it comes about.
    static func provocation(of code: ErrorCode) -> Provocation {
        switch code {
        case .usage: .script("graphene.pause(1)")
        case .config: .fault(.listEnvironments, .status(301), read)
        case .auth: .secret
        case .forbidden: .fault(.listEnvironments, .status(403), read)
        case .notFound: .script(#"graphene.db("production/nothing")"#)
        case .ambiguous: .script(#"graphene.db("orders")"#)
        case .conflict: .fault(.pause, .status(409), pause)
        case .locked:
            .fault(
                .restart, .operationNeverEnds,
                #"graphene.restart("production/orders", { wait = false }) "# + pause)
        case .quota: .fault(.pause, .status(402), pause)
        case .rateLimited: .fault(.pause, .throttle(after: .seconds(1)), pause)
        case .unavailable: .fault(.listEnvironments, .status(503), read)
        case .timeout: .script(#"graphene.pause("production/orders", { timeout = "1s" })"#)
        case .operationFailed: .fault(.pause, .operationFails, pause)
        case .unhealthy: .notBuilt("checks of a database's health")
        case .protected: .notBuilt("protection of databases")
        case .limitExceeded: .limits({ $0.output = 10 }, #"print("more than that")"#)
        case .confirmationRequired: .script(#"graphene.confirm("Delete it?")"#)
        case .denied: .script(#"graphene.env("HOME")"#)
        case .integrity:
            .script(
                #"graphene.install_plugin("staging/orders", { name = "bloom", "#
                    + #"file = "bloom.jar", sha256 = ("0"):rep(64) })"#)
        case .outcomeUnknown: .fault(.pause, .errorAfterApplied(500), rawPause)
        case .partial:
            .script(#"graphene.map({ 1 }, function() error("x") end, { failures = "collect" })"#)
        case .rollbackFailed:
            .script(#"graphene.on_error(function() error("still there") end) error("x")"#)
        case .cancelled: .stop(#"graphene.sleep("1h")"#)
        case .unsupported: .fault(.listEnvironments, .status(501), read)
        case .script: .script(#"error("x")"#)
        case .memoryLimit: .limits({ $0.memory = 8 << 20 }, #"return ("x"):rep(16 << 20)"#)
        case .timeLimit: .limits({ $0.processorTime = .milliseconds(100) }, "while true do end")
        case .vmCrashed: .peer([.shell("kill -11 $$")])
        case .internal: .peer([.say([.hello(protocol: 99, missing: [])])])
        }
    }

    /// Applied, and neither answered nor to be looked up.
    private static let rawPause = ##"""
        local db = graphene.db("production/orders")
        graphene.api("POST", "/deployments/databases/graphneo/" .. db.id .. "/pause")
        """##

    @Test(arguments: ErrorCode.allCases)
    func `a run can end with each code, and its exit status says so`(
        _ code: ErrorCode
    ) async throws {
        let provocation = Self.provocation(of: code)

        let report = try await run(provocation, code)

        #expect(report.failure?.code == code, "\(report.failure?.message ?? "it ended well")")
        #expect(report.exitStatus == code.exitStatus)
        #expect(report.failure?.message.isEmpty == false)
    }

    @Test func `only what is not built yet is not provoked`() {
        let notBuilt = ErrorCode.allCases.filter {
            if case .notBuilt = Self.provocation(of: $0) { true } else { false }
        }

        #expect(notBuilt == [.unhealthy, .protected])
    }

    private func run(_ provocation: Provocation, _ code: ErrorCode) async throws -> RunReport {
        switch provocation {
        case .script(let script): return await TestRun(script).report
        case .fault(let route, let fault, let script):
            var cloud = CloudSimulator()
            cloud.faults.failNext(
                route.rawValue, with: fault, times: code == .locked ? 1 : .max)
            return await TestRun(script, on: cloud).report
        case .secret:
            return await TestRun(Self.read, secret: "wrong").report
        case .limits(let change, let script):
            return await TestRun(script) { change(&$0.limits) }.report
        case .stop(let script):
            let (stops, stop) = AsyncStream<StopReason>.makeStream()
            let watcher = EffectWatcher { stop.yield(.interrupted) }
            return await TestRun(script, stops: stops, observers: [watcher]).report
        case .peer(let steps): return try await ScriptedPeer(steps).run()
        case .notBuilt:
            let script = "graphene.fail('x', { code = '\(code.rawValue)' })"
            return await TestRun(script).report
        }
    }
}
