import Foundation
import Glibc
import Testing

/// A server of OpenSSH's that lets one key in, and the client's settings for it.
///
/// Each client starts one of its own and speaks to it through a pipe, so there is no port.
struct SSHServer {
    private static let program = "/usr/sbin/sshd"
    /// Whether there is such a server on this machine, with the folder that it wants where root starts
    /// it; none is installed for the tests, since that opens the machine to others.
    static let isThere =
        access(program, X_OK) == 0 && (geteuid() != 0 || access("/run/sshd", F_OK) == 0)

    private let folder: String

    init(in root: String) throws {
        folder = root + "/ssh"
        mkdir(folder, 0o700)
        for name in ["server", "other-server", "user", "stranger"] {
            try Self.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "\(folder)/\(name)"])
        }
        try """
        HostKey \(folder)/server
        AuthorizedKeysFile \(folder)/user.pub
        StrictModes no
        UsePAM no
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        PidFile none
        LogLevel QUIET
        """.write(toFile: folder + "/settings", atomically: true, encoding: .utf8)
    }

    /// A repository's address on it.
    func address(of path: String) -> String { "ssh://\(NSUserName())@127.0.0.1\(path)" }

    /// What git starts: a client with a key, which knows the server by a key.
    func command(key: String, knowing server: String?) throws -> String {
        let known = "\(folder)/known-\(UUID().uuidString)"
        let line = try server.map { name in
            "127.0.0.1 " + (try String(contentsOfFile: "\(folder)/\(name).pub", encoding: .utf8))
        }
        try (line ?? "").write(toFile: known, atomically: true, encoding: .utf8)
        return
            "ssh -F none -o UserKnownHostsFile=\(known) -o IdentitiesOnly=yes -i \(folder)/\(key) "
            + "-o 'ProxyCommand=\(Self.program) -i -f \(folder)/settings'"
    }

    private static func run(_ words: [String]) throws {
        let process = try Process.run(URL(filePath: "/usr/bin/env"), arguments: words)
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }
}
