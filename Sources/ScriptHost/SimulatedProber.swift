package import CloudSimulator
package import Probe
package import Timekeeping

/// Answers probes from a simulated cloud's state, in the run's own time.
package struct SimulatedProber: Prober {
    private let reach: @Sendable (String, Int) -> SimulatedReach

    /// `reach` says who is at a name and a port.
    package init(_ reach: @escaping @Sendable (String, Int) -> SimulatedReach) {
        self.reach = reach
    }

    package func probe(
        _ address: ProbeAddress, timeout: Duration, clock: any RunClock
    ) async -> ProbeReport {
        let start = clock.now
        var report = ProbeReport(address)
        let reached = reach(address.host, address.port)
        let step = min(Duration.milliseconds(10), timeout)
        func note(_ name: ProbeReport.Step.Name, _ isGood: Bool, _ detail: String) {
            report.steps.append(.init(name, isGood: isGood, elapsed: step, detail))
        }
        note(.name, reached != .noSuchName, Self.name(reached))
        switch reached {
        case .noSuchName: break
        case .refused: note(.tcp, false, "connection refused")
        case .silent:
            note(.tcp, true, address.text)
            note(.tls, false, "it did not answer to TLS in time")
        case .bolt, .web:
            note(.tcp, true, address.text)
            report.tlsExpires = Self.expiry(at: start)
            report.tlsSubject = address.host
            note(.tls, true, "\(address.host), until \(Timestamp.day(Self.expiry(at: start)))")
            let (isGood, words) = Self.greeting(reached, address.service)
            note(address.service == .bolt ? .bolt : .http, isGood, words)
            report.isGood = isGood
            if isGood, case .bolt(let version) = reached { report.boltVersion = version }
        }
        if reached != .noSuchName { report.timeToLive = .seconds(60) }
        // A cancelled run hears of it at its next effect.
        try? await clock.sleep(
            for: reached == .silent ? timeout : step * report.steps.count)
        report.elapsed = clock.now - start
        report.detail = report.isGood ? report.steps.last?.detail ?? "" : Self.failure(report)
        return report
    }

    private static func name(_ reached: SimulatedReach) -> String {
        reached == .noSuchName ? "there is no such name" : "203.0.113.7 (TTL 60 s)"
    }

    private static func greeting(
        _ reached: SimulatedReach, _ service: ProbeAddress.Service
    ) -> (Bool, String) {
        switch (reached, service) {
        case (.bolt(let version), .bolt): (true, "Bolt \(version)")
        case (.bolt, .http): (false, "it answered what is not HTTP")
        case (_, .http): (true, "HTTP/1.1 200")
        case (_, .bolt): (false, "a web server answered: this is not the Bolt port")
        }
    }

    private static func failure(_ report: ProbeReport) -> String {
        report.steps.last.map { "\($0.name.rawValue): \($0.detail)" } ?? ""
    }

    /// Sixty days on, at the beginning of a day.
    private static func expiry(at now: Instant) -> Instant {
        let day: Int64 = 86_400_000_000_000
        let today = now.nanosecondsSince1970 / day
        return Instant(nanosecondsSince1970: (today + 60) * day)
    }
}

extension SimulatedTransport: ProbeSource {
    package var prober: any Prober {
        SimulatedProber { host, port in self.withCloud { $0.reach(host, port) } }
    }
}
