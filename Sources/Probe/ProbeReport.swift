package import Timekeeping

/// What was met on the way to an address, step by step.
package struct ProbeReport: Hashable, Sendable {
    /// One step: what it was, whether it went well, how long it took.
    package struct Step: Hashable, Sendable {
        package enum Name: String, CaseIterable, Sendable {
            case name, tcp, tls, bolt, http
        }

        package var name: Name
        package var isGood: Bool
        package var elapsed: Duration
        /// What was found, as a phrase: "203.0.113.7 (TTL 60 s)", "connection refused".
        package var detail: String

        package init(_ name: Name, isGood: Bool, elapsed: Duration, _ detail: String) {
            self.name = name
            self.isGood = isGood
            self.elapsed = elapsed
            self.detail = detail
        }
    }

    /// Whether a client would get as far as logging in.
    package var isGood: Bool
    package var address: ProbeAddress
    package var elapsed: Duration
    package var steps: [Step]
    /// When the certificate expires; nil when there is none.
    package var tlsExpires: Instant?
    /// Whom the certificate names.
    package var tlsSubject: String?
    package var boltVersion: String?
    /// How long the name's addresses may be remembered; nil when no name server was asked.
    package var timeToLive: Duration?
    /// One phrase for a person: what works, or the first thing that does not.
    package var detail: String

    package init(_ address: ProbeAddress) {
        self.address = address
        isGood = false
        elapsed = .zero
        steps = []
        detail = ""
    }
}

/// Reaches addresses as clients do.
package protocol Prober: Sendable {
    /// Goes as far as it gets within `timeout`; what fails is part of the report.
    func probe(
        _ address: ProbeAddress, timeout: Duration, clock: any RunClock
    ) async -> ProbeReport
}

/// Something that knows better than the network what is reached, such as a simulated cloud.
package protocol ProbeSource: Sendable {
    var prober: any Prober { get }
}
