import Glibc

/// Where names are looked up: the machine's own table, then its name servers.
package struct ResolverSettings: Sendable {
    package struct Server: Hashable, Sendable {
        package var address: String
        package var port: Int

        package init(address: String, port: Int = 53) {
            self.address = address
            self.port = port
        }
    }

    package var servers: [Server]
    /// Addresses by name, in lower case.
    package var table: [String: [String]]

    package init(servers: [Server], table: [String: [String]] = [:]) {
        self.servers = servers
        self.table = table
    }

    /// Reads the texts of `resolv.conf(5)` and `hosts(5)`.
    package init(resolvConf: String, hosts: String) {
        servers = Self.lines(resolvConf).compactMap { words in
            guard words.count >= 2, words[0] == "nameserver" else { return nil }
            return Server(address: String(words[1].prefix { $0 != "%" }))
        }
        if servers.isEmpty { servers = [Server(address: "127.0.0.1")] }
        table = [:]
        for words in Self.lines(hosts) {
            for name in words.dropFirst() {
                table[name.lowercased(), default: []].append(String(words[0]))
            }
        }
    }

    /// The machine's own.
    package static func system() -> ResolverSettings {
        ResolverSettings(
            resolvConf: read("/etc/resolv.conf"), hosts: read("/etc/hosts"))
    }

    private static func lines(_ text: String) -> [[Substring]] {
        text.split(separator: "\n").map { line in
            line.prefix { $0 != "#" && $0 != ";" }.split { $0 == " " || $0 == "\t" || $0 == "\r" }
        }.filter { !$0.isEmpty }
    }

    private static func read(_ path: String) -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count < 1 << 20 {
            let count = Glibc.read(file, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
