import CLinux
import Diagnostics
import Glibc
import RunLoop
import Timekeeping

/// Starts script processes, all from one thread that lives as long as this process: a script process
/// dies with the thread that started it.
enum Spawner {
    static let thread = RunLoop.background()

    struct Child {
        var process: Int32
        /// Our end of the channel, non-blocking.
        var channel: Int32
        /// What the child writes to its stderr, non-blocking.
        var errors: Int32
        /// Whether it has been sent what comes before any script, in one frame.
        var isPrepared = false
    }

    /// Processor time of a session's process, of which the host counts each entry's: none that it
    /// would count itself.
    private static let unlimited = Duration.seconds(1_000_000_000)

    /// Starts the script process of a run.
    static func spawn(_ configuration: RunConfiguration) async throws(RunFailure) -> Child {
        var limits = configuration.limits
        if configuration.session != nil { limits.processorTime = unlimited }
        return try await spawn(configuration.scriptProcess, limits: limits)
    }

    /// Starts the program `executable`; `more` are arguments beside those for the limits.
    static func spawn(
        _ executable: String, limits: RunLimits, more: [String] = []
    ) async throws(RunFailure) -> Child {
        let words = words(limits, more: more)
        if let child = await takeEarly([executable] + words) { return child }
        let result = await Task(executorPreference: thread) {
            start(executable, words)
        }.value
        return try result.get()
    }

    static func words(_ limits: RunLimits, more: [String]) -> [String] {
        let time = max(1, limits.processorTime.nanoseconds)
        return ["graphene-vm", "\(getpid())", "\(limits.memory)", "\(time)"] + more
    }

    static func start(
        _ executable: String, _ words: [String]
    ) -> Result<Child, RunFailure> {
        var sockets: [Int32] = [-1, -1]
        var pipes: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &sockets) == 0 else {
            return .failure(failure(executable))
        }
        guard glinux_pipe(&pipes) == 0 else {
            for descriptor in sockets { close(descriptor) }
            return .failure(failure(executable))
        }
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        defer { for argument in arguments { free(argument) } }
        arguments.append(nil)
        let process = glinux_spawn(executable, arguments, sockets[1], pipes[1])
        let error = failure(executable)
        close(sockets[1])
        close(pipes[1])
        guard process > 0 else {
            close(sockets[0])
            close(pipes[0])
            return .failure(error)
        }
        glinux_set_nonblocking(sockets[0])
        glinux_set_nonblocking(pipes[0])
        return .success(Child(process: process, channel: sockets[0], errors: pipes[0]))
    }

    private static func failure(_ executable: String) -> RunFailure {
        let reason = String(cString: strerror(errno))
        return RunFailure(
            .internal, "cannot start the script process \(executable): \(reason)",
            hint: "install graphene and graphene-vm side by side, from the same build")
    }
}
