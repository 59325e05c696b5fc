import NIOCore
import NIOPosix
package import Timekeeping

/// Reaches addresses over the real network: no login, nothing sent but greetings.
package struct NetworkProber: Prober {
    private let resolver: ResolverSettings?
    private let authorities: String?

    /// Nil for `resolver` reads the machine's own; `authorities` is a PEM file of authorities to trust
    /// beside the system's.
    package init(resolver: ResolverSettings? = nil, authorities: String? = nil) {
        self.resolver = resolver
        self.authorities = authorities
    }

    package func probe(
        _ address: ProbeAddress, timeout: Duration, clock: any RunClock
    ) async -> ProbeReport {
        var attempt = ProbeAttempt(
            address, clock: clock, resolver: NameResolver(settings: resolver ?? .system()),
            authorities: authorities,
            deadline: .now() + .nanoseconds(max(1, timeout.nanoseconds)))
        return await attempt.run()
    }
}

/// One probe under way.
private struct ProbeAttempt {
    private let address: ProbeAddress
    private let clock: any RunClock
    private let resolver: NameResolver
    private let authorities: String?
    private let deadline: NIODeadline
    private let startedAt: Instant
    private var report: ProbeReport

    init(
        _ address: ProbeAddress, clock: any RunClock, resolver: NameResolver,
        authorities: String?, deadline: NIODeadline
    ) {
        self.address = address
        self.clock = clock
        self.resolver = resolver
        self.authorities = authorities
        self.deadline = deadline
        startedAt = clock.now
        report = ProbeReport(address)
    }

    mutating func run() async -> ProbeReport {
        if let addresses = await resolve(), let (link, reached) = await connect(addresses) {
            await greet(link, reached)
        }
        report.elapsed = clock.now - startedAt
        let failed = report.steps.last { !$0.isGood }
        report.detail =
            report.isGood
            ? report.steps.last?.detail ?? ""
            : failed.map { "\($0.name.rawValue): \($0.detail)" } ?? "nothing was reached"
        return report
    }

    private mutating func resolve() async -> [String]? {
        let start = clock.now
        do throws(LinkFailure) {
            let answer = try await resolver.resolve(address.host, until: deadline)
            report.timeToLive = answer.timeToLive
            let origin =
                answer.timeToLive.map { "TTL \($0.components.seconds) s" } ?? answer.source ?? ""
            note(
                .name, true, since: start, answer.addresses.joined(separator: ", ") + " (\(origin))"
            )
            return answer.addresses
        } catch {
            note(.name, false, since: start, error.reason)
            return nil
        }
    }

    /// Tries the addresses in turn, each within its share of the time that is left.
    private mutating func connect(_ addresses: [String]) async -> (Link, SocketAddress)? {
        if let objection = address.objection {
            note(.tcp, false, since: clock.now, objection)
            return nil
        }
        for (index, text) in addresses.enumerated() {
            let start = clock.now
            let share = (deadline - .now()).nanoseconds / Int64(addresses.count - index)
            guard let socket = try? SocketAddress(ipAddress: text, port: address.port) else {
                continue
            }
            let place = ProbeAddress(host: text, port: address.port, service: .bolt).text
            do throws(LinkFailure) {
                let link = try await Link.connect(
                    to: socket, until: .now() + .nanoseconds(max(1, share)))
                note(.tcp, true, since: start, place)
                return (link, socket)
            } catch {
                note(.tcp, false, since: start, "\(place): \(error.reason)")
            }
        }
        return nil
    }

    /// Speaks TLS where the server does, and the service's own first words inside.
    private mutating func greet(_ first: Link, _ socket: SocketAddress) async {
        var link = first
        let start = clock.now
        do throws(LinkFailure) {
            // A server that does not speak TLS may say nothing at all, so half of the time is for that.
            let half = TimeAmount.nanoseconds((deadline - .now()).nanoseconds / 2)
            let facts = try await link.startTLS(
                for: address.host, authorities: authorities, verifies: true, until: .now() + half)
            keep(facts)
            note(.tls, true, since: start, described(facts))
        } catch {
            await link.close()
            guard let plain = await afterTLS(error, socket, since: start) else { return }
            link = plain
        }
        await speak(over: link)
        await link.close()
    }

    /// Finds out why TLS failed; returns a new connection where the server does without it.
    private mutating func afterTLS(
        _ failure: LinkFailure, _ socket: SocketAddress, since start: Instant
    ) async -> Link? {
        if failure.isAboutCertificate {
            let facts = await unverified(socket)
            keep(facts)
            let reason = facts?.objection(for: address.host, at: clock.now) ?? failure.reason
            note(.tls, false, since: start, reason)
            return nil
        }
        do throws(LinkFailure) {
            let plain = try await Link.connect(to: socket, until: deadline)
            report.steps.append(
                .init(
                    .tls, isGood: true, elapsed: clock.now - start,
                    "none: \(failure.reason), so it is tried without"))
            return plain
        } catch {
            note(.tls, false, since: start, error.reason)
            return nil
        }
    }

    /// What the certificate says that does not hold.
    private func unverified(_ socket: SocketAddress) async -> CertificateFacts? {
        guard let link = try? await Link.connect(to: socket, until: deadline) else { return nil }
        let facts = try? await link.startTLS(
            for: address.host, authorities: nil, verifies: false, until: deadline)
        await link.close()
        return facts ?? nil
    }

    private mutating func speak(over link: Link) async {
        let start = clock.now
        let service: ProbeReport.Step.Name = address.service == .bolt ? .bolt : .http
        do throws(LinkFailure) {
            let (isGood, words) =
                address.service == .bolt
                ? try await bolt(over: link) : try await http(over: link)
            report.isGood = isGood
            note(service, isGood, since: start, words)
        } catch {
            note(service, false, since: start, error.reason)
        }
    }

    private mutating func bolt(over link: Link) async throws(LinkFailure) -> (Bool, String) {
        try await link.send(BoltGreeting.request)
        let answer = try await receive(over: link) { $0.count >= 4 }
        switch BoltGreeting.read(answer) {
        case .version(let version):
            report.boltVersion = version
            return (true, "Bolt \(version)")
        case .noVersion: return (false, "it speaks none of Bolt 3 to 5.8")
        case .web: return (false, "a web server answered: this is not the Bolt port")
        case .other: return (false, "it answered what is not Bolt")
        }
    }

    private func http(over link: Link) async throws(LinkFailure) -> (Bool, String) {
        let lines = [
            "GET / HTTP/1.1", "Host: \(address.text)", "User-Agent: graphene-probe",
            "Accept: */*", "Connection: close",
        ]
        try await link.send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8))
        let answer = try await receive(over: link) { $0.contains(10) || $0.count > 4_096 }
        let line = String(decoding: answer.prefix { $0 != 13 && $0 != 10 }, as: UTF8.self)
        let words = line.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[0].hasPrefix("HTTP/"), let status = Int(words[1]),
            (100..<600).contains(status)
        else { return (false, "it answered what is not HTTP") }
        return (status < 500, "\(words[0]) \(status)")
    }

    /// Waits for a service's first words, which are no record of TLS.
    private func receive(
        over link: Link, _ isEnough: @escaping @Sendable ([UInt8]) -> Bool
    ) async throws(LinkFailure) -> [UInt8] {
        let answer = try await link.receive(until: deadline) { bytes in
            Self.isTLS(bytes) || isEnough(bytes)
        }
        if Self.isTLS(answer) {
            // An alert: TLS was given up before only because it took too long.
            throw LinkFailure(reason: "it speaks TLS, but did not end the handshake in time")
        }
        return answer
    }

    /// Whether bytes begin as a record of TLS does (RFC 8446, section 5.1).
    private static func isTLS(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 3 && (20...23).contains(bytes[0]) && bytes[1] == 3 && bytes[2] <= 4
    }

    private mutating func keep(_ facts: CertificateFacts?) {
        report.tlsExpires = facts?.expires
        report.tlsSubject = facts?.holder
    }

    private func described(_ facts: CertificateFacts?) -> String {
        guard let facts else { return "no certificate" }
        return "\(facts.holder), until \(Timestamp.day(facts.expires))"
    }

    private mutating func note(
        _ name: ProbeReport.Step.Name, _ isGood: Bool, since start: Instant, _ detail: String
    ) {
        report.steps.append(.init(name, isGood: isGood, elapsed: clock.now - start, detail))
    }
}
