import CConfinement
import CLinux
import CloudClient
import Diagnostics
import Glibc

/// What the process was started with, read once; the secret is taken out of the environment.
struct Surroundings: Sendable {
    static let secretName = "GRAPHENEDB_CLIENT_SECRET"

    let clientSecret: Secret?
    let environment: [String: String]

    /// Hides the process, reads the environment, and overwrites the secret's bytes in it.
    ///
    /// `unsetenv` alone leaves them in `/proc/PID/environ`.
    ///
    /// - Throws: `internal` when the secret cannot be kept from other processes.
    static func take() throws(HidingFailure) -> Surroundings {
        glinux_open_standard_descriptors()
        signal(SIGPIPE, SIG_IGN)
        guard gconfine_hide_from_debuggers() == 0 else {
            throw HidingFailure("this process", String(cString: strerror(errno)))
        }
        dropCrashHandlers()
        let name = secretName
        let secret = getenv(name).map { Secret(String(cString: $0)) }
        let erased = gconfine_erase_variable(name)
        guard secret == nil || (erased > 0 && getenv(name)?.pointee == 0), unsetenv(name) == 0
        else {
            throw HidingFailure(name, "its bytes in the environment cannot be overwritten")
        }
        if let secret { Outgoing.secrets.add(secret) }
        return Surroundings(clientSecret: secret, environment: readEnvironment())
    }

    /// A crash ends the process and tells nothing: a backtrace, which the runtime makes when
    /// `SWIFT_BACKTRACE` asks for it, shows registers and the memory they point to.
    private static func dropCrashHandlers() {
        for number in [SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP] {
            var action = sigaction()
            sigaction(number, nil, &action)
            // What whoever started us wants ignored stays so.
            let isIgnored = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
            if !isIgnored { signal(number, SIG_DFL) }
        }
    }

    private static func readEnvironment() -> [String: String] {
        var variables: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            if let equals = strchr(text, Int32(UInt8(ascii: "="))) {
                let name = UnsafeRawBufferPointer(start: text, count: equals - text)
                variables[String(decoding: name, as: UTF8.self)] = String(cString: equals + 1)
            }
            entry += 1
        }
        return variables
    }
}

/// A secret that other processes of the machine could read.
struct HidingFailure: UserFacingError {
    let code = ErrorCode.internal
    let message: String
    let hint: String? = "start graphene where it may hide itself (prctl PR_SET_DUMPABLE)"

    init(_ what: String, _ reason: String) {
        message = "cannot hide \(what) from other processes: \(reason)"
    }
}
