import CloudClient
import CloudSimulator
import Diagnostics
import RunLoop
import ScriptAPI
import ScriptHost
import SimulatedCloud
import Synchronization
import Testing
import Timekeeping

/// What handlers may do after a person said stop.
struct AnnouncementTests {
    private static let script = """
        graphene.defer(function() graphene.VERB("staging/orders", { wait = false }) end)
        print("waiting")
        graphene.sleep("1h")
        """

    /// Runs a script that a person stops while it waits, and again some time after that.
    private func run(
        _ verb: String, stoppedAgainAfter pause: Duration?, reason: StopReason = .interrupted
    ) async throws -> (RunReport, Heard) {
        let simulator = CloudSimulator()
        let (stops, stop) = AsyncStream<StopReason>.makeStream()
        let heard = Heard(stop, reason)
        let source = ScriptSource(
            name: "s.lua", bytes: Array(Self.script.replacing("VERB", with: verb).utf8),
            folder: "/")
        let configuration = RunConfiguration(
            script: source,
            facts: RunFacts(
                id: "run", script: "s.lua", hash: "", mode: .test,
                startedAt: CloudSimulator.epoch),
            parameters: ParameterSource(secrets: Nothing()), console: Nothing(), seed: 1,
            scriptProcess: ScriptHost.scriptProcessPath())
        let report = await ScriptHost.run(
            configuration, in: .virtual(startingAt: CloudSimulator.epoch), stops: stops,
            observers: [heard]
        ) { loop in
            heard.onAnnouncement { [stop] in
                guard let pause else { return }
                Task(executorPreference: loop) {
                    try await loop.sleep(for: pause)
                    stop.yield(reason)
                }
            }
            return Cloud(
                CloudSettings(),
                credentials: Credentials(
                    clientID: simulator.clientId, clientSecret: Secret(simulator.clientSecret)),
                transport: SimulatedTransport(simulator, clock: loop), clock: loop,
                random: SeededGenerator(seed: 7), executor: loop)
        }
        return (report, heard)
    }

    @Test(arguments: ["pause", "delete", "restart"])
    func `a handler that disrupts or destroys is announced and has its time`(
        verb: String
    ) async throws {
        let (report, heard) = try await run(verb, stoppedAgainAfter: nil)

        #expect(heard.announced == ["\(verb) staging/orders 5s"])
        #expect(report.effects.map(\.outcome) == [.stillRunning])
        #expect(report.elapsed >= .seconds(5))
        #expect(report.exitStatus == 130)
    }

    @Test func `a second Ctrl-C in that time ends the run without it`() async throws {
        let (report, heard) = try await run("delete", stoppedAgainAfter: .milliseconds(4_900))

        #expect(heard.announced.count == 1)
        #expect(report.effects.map(\.outcome) == [.notStarted])
        #expect(report.exitStatus == 130)
    }

    @Test func `what is reversible, and what SIGTERM ends, is not held back`() async throws {
        let (_, resumed) = try await run("resume", stoppedAgainAfter: nil)
        let (report, terminated) = try await run(
            "delete", stoppedAgainAfter: nil, reason: .terminated)

        #expect(resumed.announced.isEmpty)
        #expect(terminated.announced.isEmpty)
        #expect(report.effects.map(\.outcome) == [.stillRunning])
    }
}

/// Stops the run once the script waits, and writes down what was announced.
private final class Heard: RunObserver {
    private let stop: AsyncStream<StopReason>.Continuation
    private let reason: StopReason
    private let lines = Mutex<[String]>([])
    private let action = Mutex<(@Sendable () -> Void)?>(nil)

    init(_ stop: AsyncStream<StopReason>.Continuation, _ reason: StopReason) {
        self.stop = stop
        self.reason = reason
    }

    var announced: [String] { lines.withLock { $0 } }

    func onAnnouncement(_ action: @escaping @Sendable () -> Void) {
        self.action.withLock { $0 = action }
    }

    func observe(_ event: RunEvent, at instant: Instant) {
        switch event {
        case .printed: stop.yield(reason)
        case .announced(let note, let pause):
            lines.withLock {
                $0.append("\(note.verb) \(note.target ?? "") \(DurationText.format(pause))")
            }
            action.withLock { $0 }?()
        case .ended: stop.finish()
        default: break
        }
    }
}

private struct Nothing: Console, SecretSource {
    func confirm(_ text: String, target: String?) async throws -> Consent { .nobodyToAsk }
    func secret(from origin: SecretOrigin) throws -> Secret { throw CancellationError() }
}
