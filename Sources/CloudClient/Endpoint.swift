import Diagnostics
import FoundationEssentials

/// Where the API is: scheme, host and port, and a path below which all others lie.
package struct Endpoint: Hashable, Sendable {
    package let scheme: String
    /// In lower case; an IPv6 address without its brackets.
    package let host: String
    package let port: Int
    /// Empty, or with a leading and without a trailing slash.
    package let prefix: String

    package static let standard = Endpoint(
        scheme: "https", host: "api.db.graphenedb.com", port: 443, prefix: "")

    private init(scheme: String, host: String, port: Int, prefix: String) {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.prefix = prefix
    }

    /// Reads an address.
    ///
    /// `permitsPlainHTTP`: Whether the token may travel unencrypted to other machines.
    ///
    /// - Throws: `config` for what is no `http` or `https` address, holds credentials, a query or a
    ///   fragment, or would send the token in the clear.
    package init(_ text: String, permitsPlainHTTP: Bool = false) throws(CloudError) {
        guard let url = URL(string: text), let scheme = url.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = Self.host(of: url), !host.isEmpty
        else {
            throw Self.error("is no address such as https://api.db.graphenedb.com", text)
        }
        guard url.user == nil, url.password == nil, url.query == nil, url.fragment == nil else {
            throw Self.error("must hold neither credentials nor a query", nil)
        }
        self.scheme = scheme
        self.host = host
        let port = url.port ?? (scheme == "https" ? 443 : 80)
        guard Self.ports.contains(port) else {
            throw Self.error("names the port \(port), and ports are 1 to 65535", text)
        }
        self.port = port
        let path = url.path(percentEncoded: true)
        prefix = path.hasSuffix("/") ? String(path.dropLast()) : path
        guard scheme == "https" || permitsPlainHTTP || isLoopback else {
            var error = Self.error("would send the token unencrypted", text)
            error.hint = "use https, or pass `--insecure-http`"
            throw error
        }
    }

    /// Whether it is this machine.
    package var isLoopback: Bool {
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        let isIPv4 = octets.count == 4 && octets.allSatisfy { UInt8($0) != nil }
        return host == "localhost" || host.hasSuffix(".localhost") || host == "::1"
            || (isIPv4 && octets[0] == "127")
    }

    /// `https://api.db.graphenedb.com`, with the port when it is not the usual one.
    package var origin: String {
        let usual = scheme == "https" ? 443 : 80
        let name = host.contains(":") ? "[\(host)]" : host
        return "\(scheme)://\(name)" + (port == usual ? "" : ":\(port)")
    }

    /// The whole address of a request.
    ///
    /// - Returns: nil when it would not lie at this origin, so that a token never goes elsewhere.
    func url(_ target: String) -> String? {
        let text = origin + prefix + target
        guard let url = URL(string: text), url.scheme?.lowercased() == scheme,
            Self.host(of: url) == host, (url.port ?? (scheme == "https" ? 443 : 80)) == port,
            url.user == nil, url.password == nil
        else { return nil }
        return text
    }

    static let ports = 1...65_535

    private static func host(of url: URL) -> String? {
        guard var host = url.host(percentEncoded: false)?.lowercased() else { return nil }
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        return host
    }

    /// What is wrong; an address that may hold credentials is not repeated.
    private static func error(_ reason: String, _ text: String?) -> CloudError {
        let named = text.map { $0.contains("@") ? "" : " `\($0)`" } ?? ""
        var error = CloudError(.config, "the API's address\(named) \(reason)", verb: "connect")
        error.hint = "check `GRAPHENE_API_URL` or `--api-url`"
        return error
    }
}
