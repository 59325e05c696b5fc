import Foundation
import Glibc
import Testing

/// A server of OpenSSH's on a loopback port, which lets one key in, and the client's settings for it.
struct SSHServer {
    private static let program = "/usr/sbin/sshd"
    /// Whether there is such a server on this machine, with the folder that it wants where root starts
    /// it; none is installed for the tests, since that opens the machine to others.
    static let isThere =
        access(program, X_OK) == 0 && (geteuid() != 0 || access("/run/sshd", F_OK) == 0)

    let port: Int
    private let folder: String
    private let process: Process

    init(in root: String) throws {
        folder = root + "/ssh"
        mkdir(folder, 0o700)
        for name in ["server", "other-server", "user", "stranger"] {
            try Self.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "\(folder)/\(name)"])
        }
        port = try Self.freePort()
        try """
        Port \(port)
        ListenAddress 127.0.0.1
        HostKey \(folder)/server
        AuthorizedKeysFile \(folder)/user.pub
        StrictModes no
        UsePAM no
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        PidFile none
        """.write(toFile: folder + "/settings", atomically: true, encoding: .utf8)
        process = Process()
        process.executableURL = URL(filePath: Self.program)
        process.arguments = ["-D", "-e", "-f", folder + "/settings"]
        let messages = Pipe()
        process.standardError = messages
        try process.run()
        // It says when it listens.
        let said = try messages.fileHandleForReading.read(upToCount: 1) ?? Data()
        try #require(!said.isEmpty, "sshd did not start")
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    /// A repository's address on it.
    func address(of path: String) -> String {
        "ssh://\(NSUserName())@127.0.0.1:\(port)\(path)"
    }

    /// What git starts: a client with a key, which knows the server by a key.
    func command(key: String, knowing server: String?) throws -> String {
        let known = "\(folder)/known-\(UUID().uuidString)"
        let line = try server.map { name in
            let key = try String(contentsOfFile: "\(folder)/\(name).pub", encoding: .utf8)
            return "[127.0.0.1]:\(port) \(key)"
        }
        try (line ?? "").write(toFile: known, atomically: true, encoding: .utf8)
        return
            "ssh -F none -o UserKnownHostsFile=\(known) -o IdentitiesOnly=yes -i \(folder)/\(key)"
    }

    private static func run(_ words: [String]) throws {
        let process = try Process.run(URL(filePath: "/usr/bin/env"), arguments: words)
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }

    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = bind(descriptor, address, size)
                _ = getsockname(descriptor, address, &size)
            }
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
