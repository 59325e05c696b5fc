/// What is met at an address of the simulated cloud.
package enum SimulatedReach: Hashable, Sendable {
    case noSuchName
    case refused
    /// It accepts a connection and says nothing.
    case silent
    case bolt(version: String)
    case web
}

extension CloudSimulator {
    /// Says who answers at an address, without a request and without an entry in any log.
    package func reach(_ host: String, _ port: Int) -> SimulatedReach {
        let here = databases.filter { $0.connection?.domainName == host.lowercased() }
        guard !here.isEmpty else { return .noSuchName }
        let found = here.first {
            $0.connection?.boltPort == port || $0.connection?.httpPort == port
        }
        guard let found else { return .refused }
        guard found.state == .running else {
            return assumptions[.probes] == "silent" ? .silent : .refused
        }
        guard found.connection?.boltPort == port else { return .web }
        return .bolt(version: found.version.hasPrefix("4") ? "4.4" : "5.8")
    }
}
