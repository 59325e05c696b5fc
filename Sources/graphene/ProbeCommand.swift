import ArgumentParser
import CloudClient
import Diagnostics
import JSONDocument
import Probe
import RunLoop
import ScriptAPI
import Timekeeping

/// Reaches one database from this machine.
struct ProbeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe",
        abstract: "Reach a database step by step: name, TCP, TLS, and Bolt or HTTP.",
        discussion: """
            Nothing is logged in to and nothing is changed. REF is environment/name, id:…, a \
            connection URL or a domain. A URL with its port is reached as it is, without an \
            account; anything else is looked up in yours first.

            EXAMPLES:
              graphene probe production/orders
              graphene probe bolt://db-1.example.com:24786 --timeout 5s
              graphene probe staging/orders --port http --output json

            EXIT STATUS:
              0 it answers, 7 it does not
            """)

    @Argument(help: "The database.")
    var ref: String

    @Option(help: "Which of its ports: bolt or http.")
    var port: ProbeAddress.Service?

    @Option(help: "How long to try, e.g. 5s.")
    var timeout = "10s"

    @Option(name: .customLong("output"), help: "What standard output gets: text or json.")
    var format = DocumentFormat.text

    @OptionGroup(title: "Account") var account: AccountOptions

    func run() async throws {
        guard let limit = DurationText.parse(timeout), limit > .zero else {
            throw UsageFailure("--timeout \(timeout) is no duration", hint: "write 5s or 1m")
        }
        let address = try await address()
        let prober = NetworkProber(authorities: surroundings.environment["SSL_CERT_FILE"])
        let report = await RunLoop.run(in: .real) { loop in
            await prober.probe(address, timeout: limit, clock: loop)
        }
        switch format {
        case .text: try StandardOutput.print(Self.text(report), terminator: "")
        case .json: try StandardOutput.print(document: Self.document(report))
        }
        if !report.isGood { throw CommandExit(status: ErrorCode.unhealthy.exitStatus) }
    }

    private func address() async throws -> ProbeAddress {
        let reference = DatabaseReference(ref)
        let isWeb = ref.hasPrefix("http://") || ref.hasPrefix("https://")
        let service = port ?? (isWeb ? .http : .bolt)
        if case .address(let host, let number?) = reference {
            let address = ProbeAddress(host: host, port: number, service: service)
            guard let objection = address.objection else { return address }
            throw UsageFailure("cannot reach \(ref): \(objection)")
        }
        let database = try await LiveAccount(account, surroundings).announced().read {
            cloud throws(CloudError) in try await cloud.database(namedOnCommandLine: reference)
        }
        guard let address = ProbeAddress(database.connections, service) else {
            throw UsageFailure("the cloud tells no \(service.rawValue) address of \(ref)")
        }
        return address
    }

    private static func text(_ report: ProbeReport) -> String {
        let rows = report.steps.map { step in
            [
                step.isGood ? "✓" : "✗", step.name.rawValue, DurationText.format(step.elapsed),
                Printable.line(step.detail),
            ]
        }
        let verdict = report.isGood ? "answers" : "does not answer"
        return AlignedText.columns(rows)
            + "\(Printable.line(report.address.text)) \(verdict), \(DurationText.format(report.elapsed))\n"
    }

    private static func document(_ report: ProbeReport) -> JSONValue {
        var members: [String: JSONValue] = [
            "ok": .boolean(report.isGood), "address": .string(report.address.text),
            "ms": milliseconds(report.elapsed), "detail": .string(report.detail),
            "steps": .array(
                report.steps.map { step in
                    [
                        "name": .string(step.name.rawValue), "ok": .boolean(step.isGood),
                        "ms": milliseconds(step.elapsed), "detail": .string(step.detail),
                    ]
                }),
        ]
        members["tls_expires"] = report.tlsExpires.map { .string(Timestamp.format($0)) }
        members["tls_subject"] = report.tlsSubject.map { .string($0) }
        members["bolt_version"] = report.boltVersion.map { .string($0) }
        members["ttl"] = report.timeToLive.map { .integer($0.components.seconds) }
        return .object(members)
    }

    private static func milliseconds(_ duration: Duration) -> JSONValue {
        .number(Double(duration.nanoseconds / 10_000) / 100)
    }
}

extension ProbeAddress.Service: ExpressibleByArgument {}
