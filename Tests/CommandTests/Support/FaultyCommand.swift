import Foundation
import Testing

/// A real `graphene` of which one system call meets a fault; the programs that it starts meet none.
struct FaultyCommand {
    enum Fault: String {
        case kill = "signal=KILL"
        case fullDisk = "error=ENOSPC"
    }

    struct Ending {
        /// Whether there were so many calls.
        var hadFault: Bool
        var status: Int32
        var errors: String
    }

    /// The calls that change something on a disk, and those that lock.
    static let calls = [
        "mkdir", "write", "fchmod", "chmod", "rename", "unlink", "rmdir", "flock", "fsync",
    ]

    /// Whether faults can be put into calls on this machine.
    static let isPossible: Bool = {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "strace", "-f", "-b", "execve", "-o", "/dev/null", "-e", "inject=mkdir:error=ENOSPC",
            "true",
        ]
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    private let project: LibraryProject
    private let call: String
    private let fault: Fault

    init(_ project: LibraryProject, _ call: String, _ fault: Fault) {
        self.project = project
        self.call = call
        self.fault = fault
    }

    /// Runs it; the call of a number, from 1 on, meets the fault.
    func run(_ words: [String], at number: Int) async throws -> Ending {
        let trace = project.root + "/trace"
        let result = try await graphene(
            [
                "-f", "-b", "execve", "-o", trace, "-e", "trace=\(call)", "-e",
                "inject=\(call):\(fault.rawValue):when=\(number)", GrapheneProcess.path,
            ] + words, environment: LibraryRepository.environment(project.root),
            in: project.folder, executable: "/usr/bin/strace")
        let text = try String(contentsOfFile: trace, encoding: .utf8)
        return Ending(
            hadFault: ["INJECTED", "killed by SIGKILL"].contains { text.contains($0) },
            status: result.status, errors: result.errors)
    }
}
