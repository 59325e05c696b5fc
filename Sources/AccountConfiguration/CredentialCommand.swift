import CLinux
import CloudClient
import Diagnostics
import Glibc
import JSONDocument
import TOMLDocument
import Timekeeping

/// A program that prints credentials as JSON: `{"client_id": "…", "client_secret": "…"}`.
///
/// It is started without a shell, with this process's environment and terminal but no input; what it
/// writes to its standard error is thrown away, since it may hold the secret.
package struct CredentialCommand: Sendable {
    package static let usualTimeout = Duration.seconds(60)
    private static let outputLimit = 64 << 10

    private let words: Sourced<[String]>
    private let environment: [String: String]

    /// What it printed.
    struct Printed: Sendable {
        var clientID: String?
        var clientSecret: Secret
    }

    init(_ words: Sourced<[String]>, _ environment: [String: String]) {
        self.words = words
        self.environment = environment
    }

    /// Runs it to its end.
    ///
    /// - Throws: `auth`, never quoting what it printed.
    func run(_ timeout: Duration) throws(ConfigurationFailure) -> Printed {
        let (process, output) = try start()
        let deadline = Self.now() + timeout
        let end = Self.read(output, until: deadline)
        close(output)
        let status: Int32?
        if case .output = end {
            status = Self.wait(for: process, until: deadline)
        } else {
            status = nil
        }
        if status == nil { Self.end(process) }
        switch (end, status) {
        case (.tooLong, _): throw failure("prints more than \(Self.outputLimit >> 10) KB")
        case (.late, _), (_, nil):
            throw failure("did not end within \(DurationText.format(timeout))")
        case (.output(let bytes), let status?):
            guard status == 0 else { throw failure("failed: it \(Self.phrase(status))") }
            return try parse(bytes)
        }
    }

    /// Reads what it printed.
    func parse(_ bytes: [UInt8]) throws(ConfigurationFailure) -> Printed {
        guard bytes.contains(where: { ![9, 10, 13, 32].contains($0) }) else {
            throw failure("prints nothing")
        }
        guard let json = try? JSONValue(parsing: bytes), json.object != nil else {
            throw failure("prints no JSON object")
        }
        guard let secret = json["client_secret"]?.string, !secret.isEmpty else {
            throw failure("prints no `client_secret`")
        }
        return Printed(
            clientID: json["client_id"]?.string.flatMap { $0.isEmpty ? nil : $0 },
            clientSecret: Secret(secret))
    }

    static func failure(_ words: Sourced<[String]>, _ reason: String) -> ConfigurationFailure {
        ConfigurationFailure(
            "cannot sign in: the `credential_command` of \(words.origin) \(reason)",
            hint:
                "run it yourself: it must print {\"client_id\": \"…\", \"client_secret\": \"…\"}; "
                + "what it prints is not shown here", code: .auth)
    }

    private func failure(_ reason: String) -> ConfigurationFailure {
        Self.failure(words, reason)
    }
}

// The process.
extension CredentialCommand {
    private enum End {
        case output([UInt8])
        case tooLong
        case late
    }

    /// Starts the program: its id, and what it prints.
    private func start() throws(ConfigurationFailure) -> (process: Int32, output: Int32) {
        var ends: [Int32] = [-1, -1]
        guard glinux_pipe(&ends) == 0 else { throw failure("cannot be started: no pipe is left") }
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
            close(ends[1])
        }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        // We ignore SIGPIPE, and a program would inherit that.
        var signals = sigset_t()
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        let names = words.value.map { strdup($0) }
        let variables = environment.map { strdup("\($0.key)=\($0.value)") }
        defer { for text in names + variables { free(text) } }
        var process: Int32 = -1
        let status = posix_spawnp(
            &process, words.value[0], &actions, &attributes, names + [nil], variables + [nil])
        guard status == 0 else {
            close(ends[0])
            throw failure("cannot be started: \(String(cString: strerror(status)))")
        }
        return (process, ends[0])
    }

    private static func read(_ descriptor: Int32, until deadline: Duration) -> End {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4 << 10)
        while true {
            let rest = (deadline - now()).components
            let nanoseconds = rest.seconds * 1_000_000_000 + rest.attoseconds / 1_000_000_000
            guard nanoseconds > 0 else { return .late }
            var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let count = glinux_poll(&ready, 1, nanoseconds)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return .late }
            let size = Glibc.read(descriptor, &buffer, buffer.count)
            if size < 0, errno == EINTR { continue }
            guard size > 0 else { return .output(bytes) }
            bytes.append(contentsOf: buffer[..<size])
            guard bytes.count <= outputLimit else { return .tooLong }
        }
    }

    /// The machine's own time: this waits for a process of the machine's, whatever a run's clock says.
    private static func now() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    /// The status of a program that has closed its output and may still take its time; nil when it
    /// takes too much.
    private static func wait(for process: Int32, until deadline: Duration) -> Int32? {
        var status: Int32 = -1
        while waitpid(process, &status, WNOHANG) == 0 {
            guard now() < deadline else { return nil }
            glinux_poll(nil, 0, 5_000_000)
        }
        return status
    }

    private static func end(_ process: Int32) {
        kill(process, SIGKILL)
        var status: Int32 = -1
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
    }

    private static func phrase(_ status: Int32) -> String {
        status & 0x7f == 0
            ? "ended with status \(status >> 8 & 0xff)"
            : "was ended by signal \(status & 0x7f)"
    }
}
