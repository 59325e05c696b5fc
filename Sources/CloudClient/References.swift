/// How a script or a person names a database.
package enum DatabaseReference: Hashable, Sendable {
    /// `id:822b16bb…`
    case id(String)
    /// `production/orders`
    case named(environment: String, name: String)
    /// `orders`: enough to read, when only one environment has it; never enough to change.
    case bare(String)
    /// `bolt://db-1.example.com:24786`, or a domain, with or without a port.
    case address(host: String, port: Int?)

    /// Reads a reference; any text is one, though it may match nothing.
    package init(_ text: String) {
        if text.hasPrefix("id:") {
            self = .id(String(text.dropFirst(3)))
        } else if let scheme = text.firstRange(of: "://") {
            self = Self.address(text[scheme.upperBound...])
        } else if let slash = text.firstIndex(of: "/") {
            let name = String(text[text.index(after: slash)...])
            self = .named(environment: String(text[..<slash]), name: name)
        } else if text.contains(".") || text.contains(":") {
            self = Self.address(text[...])
        } else {
            self = .bare(text)
        }
    }

    private static func address(_ text: Substring) -> DatabaseReference {
        let authority = text.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let server = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] }
        return address(ofServer: server ?? authority)
    }

    /// Reads `host:port`; the colons of an IPv6 address stand in brackets (RFC 3986, section 3.2.2).
    private static func address(ofServer server: Substring) -> DatabaseReference {
        if server.first == "[", let end = server.firstIndex(of: "]") {
            let host = server[server.index(after: server.startIndex)..<end]
            let rest = server[server.index(after: end)...]
            let port = rest.first == ":" ? Int(rest.dropFirst()) : nil
            return .address(host: host.lowercased(), port: port)
        }
        let parts = server.split(
            separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let port = parts.count == 2 ? Int(parts[1]) : nil
        return .address(host: parts[0].lowercased(), port: port)
    }
}

/// How a script or a person names an environment.
package enum EnvironmentReference: Hashable, Sendable {
    case id(String)
    case name(String)

    package init(_ text: String) {
        self = text.hasPrefix("id:") ? .id(String(text.dropFirst(3))) : .name(text)
    }
}

/// What a reference is resolved for: a change asks for more than a bare name.
package enum ReferencePurpose: Sendable {
    case reading
    case changing
}
