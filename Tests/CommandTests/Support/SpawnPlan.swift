import CLinux
import Foundation
import Glibc

/// The descriptors of a process to be, ours and its own.
struct SpawnPlan {
    struct Failure: Error { var what: String, number: Int32 }

    // From <asm-generic/ioctls.h>, where they are macros: TIOCSPTLCK and TIOCGPTN.
    private static let unlockTerminal: UInt = 0x4004_5431
    private static let terminalNumber: UInt = 0x8004_5430

    /// Our ends.
    var output: Int32 = -1
    var errors: Int32 = -1
    var terminal: Int32 = -1
    private var actions = posix_spawn_file_actions_t()
    private var attributes = posix_spawnattr_t()
    private var children: [Int32] = []

    init(_ input: GrapheneProcess.Input) throws {
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)
        var flags = Int16(POSIX_SPAWN_SETSIGDEF)
        if case .terminal(let columns) = input {
            // A session of its own, whose first terminal becomes the controlling one.
            flags |= 0x80
            try openTerminal(columns: columns)
        } else {
            try openPipes()
            try openInput(input)
        }
        posix_spawnattr_setflags(&attributes, flags)
    }

    mutating func addInput(_ descriptor: Int32) {
        posix_spawn_file_actions_adddup2(&actions, descriptor, 0)
    }

    private mutating func pipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        guard glinux_pipe(&ends) == 0 else { throw Failure(what: "pipe", number: errno) }
        return (ends[0], ends[1])
    }

    private mutating func openPipes() throws {
        let (out, err) = (try pipe(), try pipe())
        (output, errors) = (out.reading, err.reading)
        children += [out.writing, err.writing]
        posix_spawn_file_actions_adddup2(&actions, out.writing, 1)
        posix_spawn_file_actions_adddup2(&actions, err.writing, 2)
    }

    private mutating func openInput(_ input: GrapheneProcess.Input) throws {
        switch input {
        case .text(let text):
            let ends = try pipe()
            children.append(ends.reading)
            addInput(ends.reading)
            // Small enough for the pipe's own buffer.
            _ = text.withCString { write(ends.writing, $0, strlen($0)) }
            close(ends.writing)
        case .bytes(let bytes):
            let ends = try pipe()
            children.append(ends.reading)
            addInput(ends.reading)
            Thread.detachNewThread { bytes.writeAll(to: ends.writing) }
        case .closed:
            for descriptor in Int32(0)...2 {
                posix_spawn_file_actions_addclose(&actions, descriptor)
            }
        case .null, .terminal:
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
    }

    private mutating func openTerminal(columns: UInt16) throws {
        terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var (unlocked, number): (Int32, Int32) = (0, -1)
        guard terminal >= 0, ioctl(terminal, Self.unlockTerminal, &unlocked) == 0,
            ioctl(terminal, Self.terminalNumber, &number) == 0
        else { throw Failure(what: "/dev/ptmx", number: errno) }
        let name = "/dev/pts/\(number)"
        var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
        posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        output = fcntl(terminal, F_DUPFD_CLOEXEC, 3)
        // Nothing comes on it: a terminal shows everything in one place.
        let none = try pipe()
        close(none.writing)
        errors = none.reading
    }

    /// Starts the process and closes its ends.
    func spawn(
        _ executable: String, _ arguments: [String], _ environment: [String: String],
        _ folder: String
    ) throws -> Int32 {
        var (actions, attributes) = (actions, attributes)
        // It takes the place of `env`, which goes to the folder first.
        let words = ["/usr/bin/env", "-C", folder, executable] + arguments
        let names = words.map { strdup($0) }
        let variables = environment.map { strdup("\($0.key)=\($0.value)") }
        var process: Int32 = -1
        let status = posix_spawn(
            &process, words[0], &actions, &attributes, names + [nil], variables + [nil])
        for text in names + variables { free(text) }
        for descriptor in children { close(descriptor) }
        posix_spawn_file_actions_destroy(&actions)
        posix_spawnattr_destroy(&attributes)
        guard status == 0 else { throw Failure(what: executable, number: status) }
        return process
    }
}

extension [UInt8] {
    /// Writes until the other side takes no more, and closes the descriptor; for a thread of its own,
    /// which then gets no signal for a pipe that nobody reads.
    func writeAll(to descriptor: Int32) {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        var rest = self[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
        }
        close(descriptor)
    }
}
