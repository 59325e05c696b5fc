import CLinux
import Diagnostics
import Glibc
import Timekeeping

/// One run of git, in a session of its own: it has no terminal, and dies with all that it started.
struct GitProcess {
    private var process: Int32
    private var output: Int32
    private var errors: Int32
    /// Readable once it has ended.
    private var end: Int32
    private var messages = GitMessages()

    /// How it ended.
    struct Ending {
        /// As `waitpid` gives it.
        var status: Int32
        var messages: GitMessages
        /// Whether a file that it wrote became too large.
        var isCutOff: Bool

        var isSuccess: Bool { status == 0 }
    }

    /// Runs git to its end.
    ///
    /// - Parameters:
    ///   - words: Its arguments.
    ///   - folder: Where it starts, and what is watched for its size.
    ///   - input: A file that it reads from.
    ///   - transport: Its environment and limits.
    ///   - deadline: On the machine's monotonic clock.
    ///   - receive: Takes what it prints, piece by piece.
    /// - Returns: How it ended, which may be badly.
    /// - Throws: `timeout`, `limit_exceeded`, `cancelled`, `config`, and what `receive` throws; git and
    ///   all that it started are gone then.
    static func run(
        _ words: [String], in folder: String, input: String = "/dev/null",
        _ transport: GitTransport, until deadline: Duration,
        receive: (ArraySlice<UInt8>) throws(LibraryError) -> Void
    ) throws(LibraryError) -> Ending {
        try transport.interruption.check()
        var git = try GitProcess(starting: words, folder, input, transport)
        defer { git.closeAll() }
        do {
            try git.follow(folder, transport, deadline, receive)
        } catch {
            git.kill()
            throw error
        }
        let status = git.reap()
        return Ending(
            status: status, messages: git.messages,
            isCutOff: status != 0 && FolderMeasure.isCutOff(folder, transport.limits))
    }

    /// The machine's own time: this waits for a process of the machine's.
    static func now() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}

// Starting and ending.
extension GitProcess {
    private init(
        starting words: [String], _ folder: String, _ input: String, _ transport: GitTransport
    ) throws(LibraryError) {
        let path = try transport.executable()
        var outputs: [Int32] = [-1, -1]
        var errors: [Int32] = [-1, -1]
        let source = open(input, O_RDONLY | O_CLOEXEC)
        defer { for descriptor in [source, outputs[1], errors[1]] { close(descriptor) } }
        guard source >= 0, glinux_pipe(&outputs) == 0, glinux_pipe(&errors) == 0 else {
            let reason = String(cString: strerror(errno))
            for descriptor in [outputs[0], errors[0]] { close(descriptor) }
            throw LibraryError(.config, "cannot start git: \(reason)")
        }
        let arguments = (["git"] + GitTransport.settings + words).map { strdup($0) }
        let variables = transport.gitEnvironment.map { strdup("\($0.key)=\($0.value)") }
        defer { for text in arguments + variables { free(text) } }
        process = path.withCString { path in
            folder.withCString { folder in
                (arguments + [nil]).withUnsafeBufferPointer { arguments in
                    (variables + [nil]).withUnsafeBufferPointer { variables in
                        var program = glinux_program(
                            path: path, arguments: arguments.baseAddress,
                            environment: variables.baseAddress, folder: folder, input: source,
                            output: outputs[1], errors: errors[1],
                            file_size: UInt64(transport.limits.fileSize))
                        return glinux_start(&program)
                    }
                }
            }
        }
        output = outputs[0]
        self.errors = errors[0]
        end = process > 0 ? glinux_process_descriptor(process) : -1
        guard process > 0 else {
            let reason = String(cString: strerror(errno))
            closeAll()
            throw LibraryError(.config, "cannot start \(path): \(reason)")
        }
        glinux_set_nonblocking(output)
        glinux_set_nonblocking(self.errors)
    }

    private mutating func closeAll() {
        for descriptor in [output, errors, end] where descriptor >= 0 { close(descriptor) }
        (output, errors, end) = (-1, -1, -1)
    }

    private func reap() -> Int32 {
        var status: Int32 = -1
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status
    }

    /// Ends it and all that it started, and waits a moment until they are gone: they write files.
    private func kill() {
        Glibc.kill(-process, SIGKILL)
        _ = reap()
        for _ in 0..<100 where Glibc.kill(-process, 0) == 0 { glinux_poll(nil, 0, 2_000_000) }
    }
}

// What it does meanwhile.
extension GitProcess {
    private static let watchInterval = Duration.milliseconds(100)

    private mutating func follow(
        _ folder: String, _ transport: GitTransport, _ deadline: Duration,
        _ receive: (ArraySlice<UInt8>) throws(LibraryError) -> Void
    ) throws(LibraryError) {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        var nextWatch = Self.now()
        var hasEnded = false
        var progress: String?
        while true {
            var ready = [output, errors, end, transport.interruption.descriptor].map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            if hasEnded { ready[2].fd = -1 }
            let wait = hasEnded ? .zero : max(.zero, min(Self.watchInterval, deadline - Self.now()))
            let count = glinux_poll(&ready, UInt(ready.count), wait.nanoseconds)
            if count < 0, errno == EINTR { continue }
            if ready[3].revents != 0 { throw Interruption.failure }
            if ready[0].revents != 0, let size = Self.read(&output, &buffer) {
                try receive(buffer[..<size])
            }
            if ready[1].revents != 0, let size = Self.read(&errors, &buffer) {
                for line in messages.take(buffer[..<size]) {
                    progress = line
                    transport.progress(line)
                }
            }
            if ready[2].revents != 0 { hasEnded = true }
            // What outlives git, as a connection that ssh shares, may hold its pipes open.
            if hasEnded && count <= 0 || output < 0 && errors < 0 && (hasEnded || end < 0) {
                return
            }
            let now = Self.now()
            guard now < deadline else {
                throw Self.late(transport.limits, progress)
            }
            if now >= nextWatch {
                try FolderMeasure.check(folder, transport.limits)
                nextWatch = now + Self.watchInterval
            }
        }
    }

    private static func late(_ limits: TransportLimits, _ progress: String?) -> LibraryError {
        LibraryError(
            .timeout,
            "git did not end within \(DurationText.format(limits.time))"
                + (progress.map { "; the last it said was `\($0)`" } ?? ""),
            hint: "see whether the server answers, and how large the repository is; scripts belong "
                + "in a small one of their own")
    }

    /// Reads what is there; at the end it closes the descriptor.
    private static func read(_ descriptor: inout Int32, _ buffer: inout [UInt8]) -> Int? {
        let size = Glibc.read(descriptor, &buffer, buffer.count)
        if size > 0 { return size }
        if size == 0 || errno != EAGAIN && errno != EINTR {
            close(descriptor)
            descriptor = -1
        }
        return nil
    }
}
