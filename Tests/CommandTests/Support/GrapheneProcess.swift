import CLinux
import Foundation
import Glibc
import Synchronization
import Testing

/// A real `graphene`, with the environment, input and terminal that it is given and no others.
final class GrapheneProcess: Sendable {
    enum Input: Sendable {
        case null
        case text(String)
        /// The same of any size, with any bytes.
        case bytes([UInt8])
        /// A pseudo-terminal for input, output and errors, so many columns wide.
        case terminal(columns: UInt16)
        /// All three descriptors closed.
        case closed
    }

    /// What is left of a process that has ended.
    struct Result: Sendable {
        /// The exit status; a signal's number + 1,000 when one ended it.
        var status: Int32
        var output: String
        var errors: String
    }

    static let folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().path
    static let path = folder + "/graphene"

    let id: Int32
    /// Standard output; all that a terminal shows, when there is one.
    let output: OutputCollector
    let errors: OutputCollector
    private let terminal: Mutex<Int32>
    private let end: EndOfProcess

    init(
        _ arguments: [String], environment: [String: String] = [:], input: Input = .null,
        in folder: String = "/", executable: String = GrapheneProcess.path
    ) throws {
        let plan = try SpawnPlan(input)
        id = try plan.spawn(executable, arguments, environment, folder)
        output = OutputCollector(plan.output)
        errors = OutputCollector(plan.errors)
        terminal = Mutex(plan.terminal)
        end = EndOfProcess(of: id)
    }

    deinit { hangUp() }

    func signal(_ number: Int32) { end.whileRunning { kill(id, number) } }

    /// Types at the terminal.
    func type(_ text: String) {
        let descriptor = terminal.withLock { $0 }
        _ = text.withCString { write(descriptor, $0, strlen($0)) }
    }

    /// Types much, from a thread of its own: a terminal takes only so much at a time.
    func type(_ bytes: [UInt8]) {
        let descriptor = fcntl(terminal.withLock { $0 }, F_DUPFD_CLOEXEC, 3)
        Thread.detachNewThread { bytes.writeAll(to: descriptor) }
    }

    /// Makes the terminal so many columns wide, as a dragged window does.
    func resize(columns: UInt16) {
        var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = terminal.withLock { ioctl($0, UInt(TIOCSWINSZ), &size) }
    }

    /// Takes typing a line at a time and shows it, as a shell leaves the terminal for what it starts.
    func makeTerminalPlain() {
        var settings = termios()
        terminal.withLock { descriptor in
            tcgetattr(descriptor, &settings)
            settings.c_lflag |= tcflag_t(ECHO | ICANON)
            tcsetattr(descriptor, TCSANOW, &settings)
        }
    }

    /// Closes the terminal, as a lost connection does.
    func hangUp() {
        terminal.withLock { descriptor in
            guard descriptor >= 0 else { return }
            close(descriptor)
            descriptor = -1
            output.stop()
        }
    }

    /// Waits for the end, and for the output's.
    func result() async -> Result {
        await withTaskCancellationHandler {
            let status = await end.status()
            return Result(
                status: status, output: String(decoding: await output.all(), as: UTF8.self),
                errors: String(decoding: await errors.all(), as: UTF8.self))
        } onCancel: {
            end.whileRunning { kill(id, SIGKILL) }
        }
    }

    /// The script processes that this process has started and that still exist.
    var scriptProcesses: [Int32] {
        let own = "graphene-vm\0\(id)\0"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap(Int32.init).filter { process in
            let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline")
            return line?.starts(with: Data(own.utf8)) == true
        }
    }

    /// Whether the script processes of this process, which has ended, come to their end too.
    ///
    /// A host that ends at once leaves that to the kernel, which takes a moment.
    var hasLeftNoScriptProcess: Bool {
        for process in scriptProcesses {
            let descriptor = glinux_process_descriptor(process)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            var end = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let patience = OutputCollector.patience.components.seconds
            guard poll(&end, 1, Int32(patience) * 1_000) > 0 else { return false }
        }
        return scriptProcesses.isEmpty
    }
}

/// Runs `graphene` to its end.
func graphene(
    _ arguments: [String], environment: [String: String] = [:],
    input: GrapheneProcess.Input = .null, in folder: String = "/",
    executable: String = GrapheneProcess.path
) async throws -> GrapheneProcess.Result {
    let process = try GrapheneProcess(
        arguments, environment: environment, input: input, in: folder, executable: executable)
    let result = await process.result()
    #expect(process.hasLeftNoScriptProcess, "a script process was left behind")
    return result
}

/// Reaps a child on a thread of its own; until then its id cannot be another process's.
private final class EndOfProcess: Sendable {
    private struct State {
        var status: Int32?
        var waiters: [CheckedContinuation<Int32, Never>] = []
    }

    private let state = Mutex(State())

    init(of id: Int32) {
        Thread.detachNewThread { [self] in
            var information = siginfo_t()
            while waitid(P_PID, id_t(id), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
            reap(id)
        }
    }

    func whileRunning(_ body: () -> Void) {
        state.withLock { if $0.status == nil { body() } }
    }

    func status() async -> Int32 {
        await withCheckedContinuation { continuation in
            let status = state.withLock { state -> Int32? in
                if let status = state.status { return status }
                state.waiters.append(continuation)
                return nil
            }
            if let status { continuation.resume(returning: status) }
        }
    }

    private func reap(_ id: Int32) {
        let (status, waiters) = state.withLock { state in
            var raw: Int32 = 0
            waitpid(id, &raw, 0)
            let status = raw & 0x7f == 0 ? raw >> 8 & 0xff : 1_000 + (raw & 0x7f)
            state.status = status
            defer { state.waiters = [] }
            return (status, state.waiters)
        }
        for waiter in waiters { waiter.resume(returning: status) }
    }
}
