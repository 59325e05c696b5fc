import CloudSimulator
import Diagnostics
import ScriptHost
import Testing

/// A function that changes something, in a script, and what the cloud's log calls the change.
struct ChangingCall: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let script: String
    let route: Route
    let verb: AppliedChange.Verb
    /// Requests of that route that the script makes before the one in question.
    var before = 0

    init(
        _ name: String, _ route: Route, _ verb: AppliedChange.Verb, before: Int = 0,
        _ script: String
    ) {
        testDescription = name
        self.script = script
        self.route = route
        self.verb = verb
        self.before = before
    }

    private static let snapshot = #"local s = graphene.snapshots("production/orders")[1] "#

    static let all = [
        ChangingCall(
            "create", .createDatabase, .create,
            #"graphene.create("fresh", { env = "dr", plan = "DS1", version = "5.26.1", "#
                + #"edition = "community" })"#),
        ChangingCall("clone", .clone, .clone, #"graphene.clone("production/orders", "dr")"#),
        ChangingCall(
            "create_from_snapshot", .createFromSnapshot, .createFromSnapshot,
            snapshot + #"graphene.create_from_snapshot(s, "revived", { env = "dr" })"#),
        ChangingCall(
            "snapshot", .createSnapshot, .createSnapshot,
            #"graphene.snapshot("production/orders", { label = "before" })"#),
        ChangingCall("pause", .pause, .pause, #"graphene.pause("production/orders")"#),
        ChangingCall("resume", .start, .start, #"graphene.resume("production/reports")"#),
        ChangingCall("restart", .restart, .restart, #"graphene.restart("production/orders")"#),
        ChangingCall(
            "resize", .changePlan, .changePlan, #"graphene.resize("production/orders", "DS5")"#),
        ChangingCall(
            "switch_dns", .switchConnections, .switchConnections,
            #"graphene.switch_dns("production/orders", "staging/orders")"#),
        ChangingCall(
            "switch:revert", .switchConnections, .switchConnections, before: 1,
            #"graphene.switch_dns("production/orders", "staging/orders"):revert()"#),
        ChangingCall(
            "set_settings", .writeSettings, .writeSettings,
            #"graphene.set_settings("production/orders", "#
                + #"{ ["dbms.memory.heap.max_size"] = "20G" }, { restart = false })"#),
        ChangingCall(
            "install_plugin", .uploadPlugin, .uploadPlugin,
            #"graphene.install_plugin("production/orders", "#
                + #"{ name = "bloom", file = "bloom.jar", sha256 = ""#
                + #"fb8ce05502991565de98e3e21d9ab98151c1cd1715b14a3f7c349cba300cb2b9" })"#),
        ChangingCall(
            "remove_plugin", .deletePlugin, .deletePlugin,
            #"graphene.remove_plugin("production/orders", "apoc")"#),
        ChangingCall(
            "restore", .restore, .restore,
            snapshot + #"graphene.restore("production/orders", s)"#),
        ChangingCall("delete", .deleteDatabase, .delete, #"graphene.delete("production/orders")"#),
        ChangingCall(
            "api", .pause, .pause,
            #"local db = graphene.db("production/orders") "#
                + #"graphene.api("POST", "/deployments/databases/graphneo/" .. db.id .. "/pause")"#),
    ]
}

/// The connection breaks, a proxy answers in the cloud's place, or nobody does: before the cloud has
/// done what was asked, or after.
enum LostAnswer: String, CaseIterable, Sendable {
    case resetBefore, resetAfter, timeoutBefore, timeoutAfter
    case error500Before, error500After, error502Before, error502After, error504Before, error504After

    var fault: Fault {
        switch self {
        case .resetBefore: .resetBeforeRead
        case .resetAfter: .resetAfterApplied
        case .timeoutBefore: .noAnswerBeforeApply
        case .timeoutAfter: .noAnswerAfterApply
        case .error500Before: .status(500)
        case .error500After: .errorAfterApplied(500)
        case .error502Before: .status(502)
        case .error502After: .errorAfterApplied(502)
        case .error504Before: .status(504)
        case .error504After: .errorAfterApplied(504)
        }
    }
}

@Suite(.timeLimit(.minutes(10)))
struct AtMostOnceRunTests {
    @Test(arguments: ChangingCall.all, LostAnswer.allCases)
    func `a run reports a change whose answer is lost as the cloud's log has it`(
        _ call: ChangingCall, _ lost: LostAnswer
    ) async throws {
        var simulator = CloudSimulator()
        simulator.faults.failNext(call.route.rawValue, with: lost.fault, skipping: call.before)

        let run = await TestRun(call.script, on: simulator)

        let made = run.cloud.changes.filter { $0.verb == call.verb }.count - call.before
        let record = try #require(run.report.effects.last)
        #expect(run.report.effects.count == call.before + 1)
        switch record.outcome {
        case .done, .stillRunning:
            #expect(made == 1)
            #expect(run.report.failure == nil)
        case .notDone:
            #expect(made == 0)
            #expect(run.report.failure?.code == record.code)
        case .unknown:
            #expect(made <= 1)
            #expect(run.report.failure?.code == .outcomeUnknown)
            #expect(run.report.exitStatus == 11)
        case .unchanged, .failed, .notStarted, .partial:
            Issue.record("\(record.outcome): \(record.message ?? "")")
        }
    }

    @Test(arguments: ChangingCall.all)
    func `a run reports a change that goes well as the cloud's log has it`(
        _ call: ChangingCall
    ) async throws {
        let run = await TestRun(call.script)

        #expect(run.report.failure == nil, "\(run.report.failure?.message ?? "")")
        #expect(run.cloud.changes.filter { $0.verb == call.verb }.count == call.before + 1)
        #expect(run.report.effects.last?.outcome == .done)
    }
}
