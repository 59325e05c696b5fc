import CloudClient
import CloudSimulator
import Glibc
import RunLoop
import ScriptAPI
import ScriptHost
import Synchronization
import Timekeeping

/// Measures how long a script process takes from its spawning to the first line its script prints.
@main
struct FirstLine {
    /// Prints the median of many runs, in milliseconds; the argument is the path of `graphene-vm`.
    static func main() async {
        guard CommandLine.arguments.count == 2 else { exit(2) }
        var taken: [Double] = []
        for _ in 0..<101 {
            let watch = Watch()
            let report = await run(CommandLine.arguments[1], watched: watch)
            guard report.failure == nil, let duration = watch.duration else { exit(1) }
            taken.append(duration / .milliseconds(1))
        }
        print(taken.sorted()[taken.count / 2])
    }

    private static func run(_ scriptProcess: String, watched watch: Watch) async -> RunReport {
        let configuration = RunConfiguration(
            script: ScriptSource(name: "first.lua", bytes: Array("print(1)".utf8), folder: "."),
            facts: RunFacts(
                id: "bench", script: "first.lua", hash: "", mode: .test,
                startedAt: CloudSimulator.epoch),
            parameters: ParameterSource(secrets: NoSecrets()), console: Nobody(), seed: 1,
            scriptProcess: scriptProcess)
        return await ScriptHost.run(
            configuration, in: .virtual(startingAt: CloudSimulator.epoch), observers: [watch]
        ) { loop in
            let simulator = CloudSimulator()
            let credentials = Credentials(
                clientID: simulator.clientId, clientSecret: Secret(simulator.clientSecret))
            return Cloud(
                CloudSettings(), credentials: credentials,
                transport: SimulatedTransport(simulator, clock: loop), clock: loop,
                random: SeededGenerator(seed: 7), executor: loop)
        }
    }
}

/// Looks at the real clock when a run begins and when its script prints.
private final class Watch: RunObserver {
    private let times = Mutex<(began: ContinuousClock.Instant?, printed: ContinuousClock.Instant?)>(
        (nil, nil))

    var duration: Duration? {
        times.withLock { times in
            guard let began = times.began, let printed = times.printed else { return nil }
            return printed - began
        }
    }

    func observe(_ event: RunEvent, at instant: Instant) {
        let now = ContinuousClock.now
        times.withLock { times in
            switch event {
            case .started: times.began = now
            case .printed: times.printed = now
            default: break
            }
        }
    }
}

private struct Nobody: Console {
    func confirm(_ text: String, target: String?) async throws -> Consent { .nobodyToAsk }
}

private struct NoSecrets: SecretSource {
    func secret(from origin: SecretOrigin) throws -> Secret { throw CancellationError() }
}
