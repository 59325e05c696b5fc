import CConfinement
import CLinux
import CloudClient
import Glibc

/// What the process was started with, read once; the secret is taken out of the environment.
struct Surroundings: Sendable {
    static let secretName = "GRAPHENEDB_CLIENT_SECRET"

    let clientSecret: Secret?
    let environment: [String: String]

    /// Reads the environment, overwrites the secret's bytes in it, and hides the process.
    ///
    /// `unsetenv` alone leaves them in `/proc/PID/environ`.
    static func take() -> Surroundings {
        glinux_open_standard_descriptors()
        signal(SIGPIPE, SIG_IGN)
        let name = secretName
        let secret = getenv(name).map { Secret(String(cString: $0)) }
        _ = gconfine_erase_variable(name)
        unsetenv(name)
        _ = gconfine_hide_from_debuggers()
        return Surroundings(clientSecret: secret, environment: readEnvironment())
    }

    private static func readEnvironment() -> [String: String] {
        var variables: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let pair = String(cString: text).split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pair.count == 2 { variables[String(pair[0])] = String(pair[1]) }
            entry += 1
        }
        return variables
    }
}
