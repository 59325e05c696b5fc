import AccountConfiguration
import CloudClient
import CloudSimulator
import Diagnostics
import JSONDocument
import RunLoop
import ScriptAPI
import ScriptHost
import SimulatedCloud
import Synchronization
import TOMLDocument
import Timekeeping

/// A script that ran under rules, and the simulated cloud before and after.
struct RuledRun {
    let report: RunReport
    let warnings: [String]
    /// The requests for changes that reached the cloud: `delete production/orders`.
    let changes: [String]
    /// Whether the cloud holds what it held before.
    let isUntouched: Bool

    var code: String? { report.failure?.code.rawValue }
    var message: String { report.failure?.message ?? "" }
    var hint: String { report.failure?.hint ?? "" }

    static func run(
        _ script: String, _ rules: ChangeRules, account: SimulatedAccount = .sample,
        assuming assumptions: [String] = []
    ) async throws -> RuledRun {
        let simulator = CloudSimulator(
            account: account, assumptions: try Assumptions(assumptions))
        return try await run(script, rules, on: simulator)
    }

    static func run(
        _ script: String, _ rules: ChangeRules, on simulator: CloudSimulator
    ) async throws -> RuledRun {
        var configuration = RunConfiguration(
            script: ScriptSource(name: "test.lua", bytes: Array(script.utf8), folder: "/nowhere"),
            facts: RunFacts(
                id: "case", script: "test.lua", hash: "", mode: .test,
                startedAt: CloudSimulator.epoch),
            parameters: ParameterSource(secrets: NoSecrets()), console: Nobody(), seed: 1,
            scriptProcess: ScriptHost.scriptProcessPath())
        configuration.rules = rules
        let warnings = Warnings()
        let kept = Mutex<SimulatedTransport?>(nil)
        let report = await Gate.virtualTime.pass { [configuration] in
            await ScriptHost.run(
                configuration, in: .virtual(startingAt: CloudSimulator.epoch),
                observers: [warnings]
            ) { loop in
                let transport = SimulatedTransport(simulator, clock: loop)
                kept.withLock { $0 = transport }
                return Cloud(
                    CloudSettings(),
                    credentials: Credentials(
                        clientID: simulator.clientId,
                        clientSecret: Secret(simulator.clientSecret)),
                    transport: transport, clock: loop, random: SeededGenerator(seed: 7),
                    executor: loop)
            }
        }
        let after = kept.withLock { $0 }?.withCloud { $0 } ?? simulator
        return RuledRun(
            report: report, warnings: warnings.all,
            changes: after.changes.map { "\($0.verb.rawValue) \($0.target)" },
            isUntouched: try content(of: after) == content(of: simulator)
                && after.requests.allSatisfy { $0.route?.changes != true })
    }

    /// All that a cloud holds, but for the time, tokens and the log.
    private static func content(of cloud: CloudSimulator) throws -> [JSONValue?] {
        let json = try JSONValue(parsing: cloud.saved())["cloud"]
        return ["environments", "databases", "snapshots", "operations", "running", "changes"].map {
            json?[$0]
        }
    }
}

extension ChangeRules {
    static func protecting(_ texts: String..., on exceptions: [String] = []) throws -> ChangeRules {
        var rules = ChangeRules()
        rules.protect = try texts.enumerated().map { index, text in
            try ProtectionRule(text, .file("config.toml", line: index + 3))
        }
        rules.exceptions = try exceptions.map { try ExplicitTarget($0) }
        return rules
    }

    static func limiting(
        _ counts: KeyValuePairs<String, Int>, targets: [String]? = nil
    ) -> ChangeRules {
        var rules = ChangeRules()
        rules.limits.counts = counts.map {
            .init($0.key, most: $0.value, .file("graphene.toml", line: 1))
        }
        rules.limits.targets =
            targets.map { [Sourced($0, .file("graphene.toml", line: 2))] } ?? []
        return rules
    }

    static var reading: ChangeRules {
        var rules = ChangeRules()
        rules.readOnly = .file("graphene.toml", line: 5)
        return rules
    }
}

private final class Warnings: RunObserver {
    private let texts = Mutex<[String]>([])

    var all: [String] { texts.withLock { $0 } }

    func observe(_ event: RunEvent, at instant: Instant) {
        if case .warned(let text) = event { texts.withLock { $0.append(text) } }
    }
}
