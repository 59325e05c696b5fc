/// What is to be reached, and as what.
package struct ProbeAddress: Hashable, Sendable {
    package enum Service: String, CaseIterable, Sendable {
        case bolt, http
    }

    /// A name, or a literal IPv4 or IPv6 address without brackets.
    package var host: String
    /// What somebody typed or the cloud tells, which may lie outside of `ports`.
    package var port: Int
    package var service: Service

    package init(host: String, port: Int, service: Service) {
        self.host = host
        self.port = port
        self.service = service
    }

    /// What can be connected to.
    private static let ports = 1...65_535
    /// What is wrong with the port; nil when nothing is.
    package var objection: String? {
        Self.ports.contains(port) ? nil : "there is no port \(port): ports are 1 to 65535"
    }

    /// `db-1.example.com:24786`, with brackets about an IPv6 address.
    package var text: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
