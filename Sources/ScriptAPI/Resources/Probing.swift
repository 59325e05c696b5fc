package import CloudClient
import Diagnostics
package import Probe
import ScriptWire
import Timekeeping

/// Reaching a database as applications do.
enum Probing {
    static let all = [probe]

    static let probe = HostFunction(
        "probe",
        "Reaches a database step by step, as applications do, without a login.",
        Parameter<DatabaseReference>("db", "the database"),
        options: .of(
            Option<ProbeAddress.Service>(
                "port", "which of its ports", default: .bolt, shownAs: "\"bolt\""),
            Option<Duration>(
                "timeout", "how long to try", default: .seconds(10), shownAs: "\"10s\"")),
        returns: """
            what was met: `ok, address, ms, detail, tls_expires?, bolt_version?, ttl?` and `steps`, a \
            list of `name, ok, ms, detail`; a dead database is no error
            """,
        results: ["graphene.Probe"],
        effect: .read,
        grant: .read,
        raises: [.notFound, .ambiguous],
        source: "name resolution, TCP, TLS, and the first words of Bolt or HTTP",
        example: """
            local probe = graphene.probe("production/orders", { timeout = "5s" })
            print(probe.ok, probe.detail)
            for _, step in ipairs(probe.steps) do print(step.name, step.ms) end
            """,
        failing: #"graphene.probe("production/orders", { port = "https" })"#
    ) { call, reference in
        let (service, timeout) = call.options
        let context = call.context
        let database = try await context.cloud.database(reference, for: .reading)
        return [try await context.probe(database, service, timeout).value]
    }
}

extension ProbeAddress.Service: ScriptChoice {}

/// What a switch's new side must pass before the switch, and when it is verified.
package enum SwitchCheck: String, ScriptChoice {
    case bolt
}

extension EffectContext {
    /// Reaches a database at the address that the cloud tells now.
    ///
    /// - Throws: `unsupported` where nothing can be reached; `unavailable` when the cloud tells no
    ///   address.
    func probe(
        _ database: Database, _ service: ProbeAddress.Service = .bolt,
        _ timeout: Duration = .seconds(10)
    ) async throws -> ProbeReport {
        guard let prober else {
            throw APIFailure(.unsupported, "cannot probe \(database.reference): no network is here")
        }
        guard let address = ProbeAddress(database.connections, service) else {
            var report = ProbeReport(ProbeAddress(host: "", port: 0, service: service))
            report.detail = "the cloud tells no address of \(database.reference)"
            return report
        }
        return await prober.probe(address, timeout: timeout, clock: clock)
    }

    /// Lets nothing be switched to a database that does not answer.
    ///
    /// - Throws: `unhealthy`.
    func check(_ target: Database, _ check: SwitchCheck?) async throws {
        guard check != nil else { return }
        let report = try await probe(target)
        guard !report.isGood else { return }
        throw APIFailure(
            .unhealthy,
            "cannot switch to \(target.reference): it does not answer at "
                + "\(report.address.text): \(report.detail)",
            hint: "see `graphene probe \(target.reference)`; nothing was switched")
    }
}

extension ProbeAddress {
    /// Where a database is reached; nil when the cloud does not tell.
    package init?(_ connections: Connections, _ service: Service) {
        let port = service == .bolt ? connections.boltPort : connections.httpPort
        guard let host = connections.domain, let port else { return nil }
        self.init(host: host, port: port, service: service)
    }
}

extension ProbeReport {
    /// The report as a script sees it.
    var value: WireValue {
        .fields([
            ("ok", .boolean(isGood)), ("address", .text(address.text)),
            ("ms", .integer(elapsed.nanoseconds / 1_000_000)), ("detail", .text(detail)),
            ("tls_expires", .time(tlsExpires)), ("tls_subject", .text(tlsSubject)),
            ("bolt_version", .text(boltVersion)),
            ("ttl", timeToLive.map { .integer($0.components.seconds) }),
            (
                "steps",
                .list(
                    steps.map { step in
                        .fields([
                            ("name", .text(step.name.rawValue)), ("ok", .boolean(step.isGood)),
                            ("ms", .integer(step.elapsed.nanoseconds / 1_000_000)),
                            ("detail", .text(step.detail)),
                        ])
                    })
            ),
        ])
    }
}
