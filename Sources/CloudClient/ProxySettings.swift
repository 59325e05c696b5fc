import FoundationEssentials

/// Which proxy leads to an address, as the usual environment variables tell.
package struct ProxySettings: Sendable {
    package struct Server: Hashable, Sendable {
        package var host: String
        package var port: Int
        /// `user:password`, when the variable holds one.
        var login: Secret?

        package static func == (a: Server, b: Server) -> Bool {
            a.host == b.host && a.port == b.port
        }
        package func hash(into hasher: inout Hasher) {
            hasher.combine(host)
            hasher.combine(port)
        }
    }

    package static let none = ProxySettings(environment: [:])

    private var https: Server?
    private var http: Server?
    private var exceptions: [String]

    /// Reads `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in capitals or not; the lower-case name wins,
    /// as with curl.
    package init(environment: [String: String]) {
        func value(_ name: String) -> String? {
            let text = environment[name.lowercased()] ?? environment[name]
            return text.flatMap { $0.isEmpty ? nil : $0 }
        }
        https = value("HTTPS_PROXY").flatMap(Self.server)
        http = value("HTTP_PROXY").flatMap(Self.server)
        exceptions = (value("NO_PROXY") ?? "").split { $0 == "," || $0 == " " }.map {
            $0.lowercased()
        }
    }

    /// The proxy for an endpoint; nil for the direct way, which this machine always takes.
    package func server(for endpoint: Endpoint) -> Server? {
        guard !endpoint.isLoopback, !exceptions.contains(where: { covers($0, endpoint) }) else {
            return nil
        }
        return endpoint.scheme == "https" ? https : http
    }

    private func covers(_ exception: String, _ endpoint: Endpoint) -> Bool {
        if exception == "*" { return true }
        var name = exception[...]
        if let colon = name.lastIndex(of: ":"), let port = Int(name[name.index(after: colon)...]),
            name.filter({ $0 == ":" }).count == 1
        {
            guard port == endpoint.port else { return false }
            name = name[..<colon]
        }
        if name.hasPrefix("*.") { name = name.dropFirst() }
        let domain = name.hasPrefix(".") ? name.dropFirst() : name
        return endpoint.host == domain || endpoint.host.hasSuffix("." + domain)
    }

    private static func server(_ text: String) -> Server? {
        guard let url = URL(string: text.contains("://") ? text : "http://" + text),
            let host = url.host(percentEncoded: false), !host.isEmpty
        else { return nil }
        let login = url.user(percentEncoded: false).map { user in
            Secret(user + ":" + (url.password(percentEncoded: false) ?? ""))
        }
        return Server(host: host, port: url.port ?? 8_080, login: login)
    }
}
