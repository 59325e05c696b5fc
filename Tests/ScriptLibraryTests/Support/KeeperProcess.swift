import Foundation
import Testing

/// The program that stores a library, in a process of its own, where faults are put into its calls.
enum KeeperProcess {
    /// What happens to a system call.
    enum Fault: String, CaseIterable, Sendable {
        case kill = "signal=KILL"
        case fullDisk = "error=ENOSPC"
    }

    /// The calls that change something on a disk, and those that lock.
    static let calls = [
        "mkdir", "write", "fchmod", "chmod", "symlink", "rename", "renameat2", "unlink", "rmdir",
        "flock",
    ]

    private static let program =
        URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().path + "/library-keeper"

    /// Whether faults can be put into calls on this machine.
    static let canHaveFaults =
        (try? run(["strace", "-o", "/dev/null", "-e", "inject=mkdir:error=ENOSPC", "true"])) == 0

    /// Runs it on one of its calls' way to a fault, and tells whether there were so many calls.
    static func run(
        _ words: [String], _ fault: Fault, in call: String, number: Int, trace: String
    ) throws -> Bool {
        let injection = "inject=\(call):\(fault.rawValue):when=\(number)"
        _ = try run(
            ["strace", "-f", "-o", trace, "-e", "trace=\(call)", "-e", injection, program] + words)
        let text = try String(contentsOfFile: trace, encoding: .utf8)
        return text.contains("INJECTED") || text.contains("killed by SIGKILL")
    }

    /// Starts it.
    static func start(
        _ words: [String], environment: [String: String]? = nil
    ) throws -> Process {
        try start(program: [program] + words, environment: environment)
    }

    private static func run(_ words: [String]) throws -> Int32 {
        let process = try start(program: words)
        process.waitUntilExit()
        return process.terminationStatus
    }

    private static func start(
        program words: [String], environment: [String: String]? = nil
    ) throws -> Process {
        let process = Process()
        if let environment { process.environment = environment }
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }
}
