import Diagnostics
import FoundationEssentials

/// Which proxy leads to an address, as the usual environment variables tell.
package struct ProxySettings: Sendable {
    package struct Server: Hashable, Sendable {
        package var host: String
        package var port: Int
        /// Whether it speaks SOCKS 5 rather than HTTP.
        var speaksSOCKS = false
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

    /// The names and values of the variables that are set.
    private let https: (name: String, value: Secret)?
    private let http: (name: String, value: Secret)?
    private let exceptions: [String]

    /// Takes `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in capitals or not; the
    /// lower-case name wins and `ALL_PROXY` comes last, as with curl.
    package init(environment: [String: String]) {
        func variable(_ names: String...) -> (name: String, value: Secret)? {
            for name in names.flatMap({ [$0.lowercased(), $0] }) {
                if let text = environment[name], !text.isEmpty { return (name, Secret(text)) }
            }
            return nil
        }
        https = variable("HTTPS_PROXY", "ALL_PROXY")
        http = variable("HTTP_PROXY", "ALL_PROXY")
        let none = variable("NO_PROXY")?.value.reveal { $0 } ?? ""
        exceptions = none.split { $0 == "," || $0 == " " }.map { $0.lowercased() }
    }

    /// The proxy for an endpoint; nil for the direct way, which this machine always takes.
    ///
    /// - Throws: `config` when the variable that holds it names no proxy; its value, which may be a
    ///   password, is not repeated.
    package func server(for endpoint: Endpoint) throws(CloudError) -> Server? {
        guard !endpoint.isLoopback, !exceptions.contains(where: { covers($0, endpoint) }),
            let (name, value) = endpoint.scheme == "https" ? https : http
        else { return nil }
        guard let server = value.reveal(Self.server) else {
            var error = CloudError(
                .config, "`\(name)` holds no address of a proxy that can be used", verb: "connect")
            error.hint = "set it to an address such as http://proxy.example.com:3128, or unset it"
            throw error
        }
        return server
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

    private static let socks = ["socks", "socks5", "socks5h"]

    private static func server(_ text: String) -> Server? {
        guard let url = URL(string: text.contains("://") ? text : "http://" + text),
            let scheme = url.scheme?.lowercased(), scheme == "http" || socks.contains(scheme),
            let host = url.host(percentEncoded: false), !host.isEmpty
        else { return nil }
        let port = url.port ?? 1_080
        let login = url.user(percentEncoded: false).map { user in
            Secret(user + ":" + (url.password(percentEncoded: false) ?? ""))
        }
        let speaksSOCKS = socks.contains(scheme)
        guard Endpoint.ports.contains(port), !speaksSOCKS || login == nil else { return nil }
        return Server(host: host, port: port, speaksSOCKS: speaksSOCKS, login: login)
    }
}
