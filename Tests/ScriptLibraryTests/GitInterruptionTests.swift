import Diagnostics
import Foundation
import Glibc
import ScriptLibrary
import Synchronization
import Testing

struct GitInterruptionTests {
    @Test(arguments: ["init", "ls-remote", "fetch", "ls-tree", "cat-file"])
    func `an interruption ends git and what it started, and leaves nothing`(step: String) throws {
        try withGitRepository { git in
            let commit = try git.commit([("100644", "a.lua", "return 1\n")], tag: "v1.0.0")
            let told = git.root + "/told"
            mkfifo(told, 0o600)
            // Git itself, until the step: there it starts a child and waits for it.
            try git.install(
                "bin/git",
                """
                case " $* " in *" \(step) "*)
                  sleep 1000 & echo "$$ $!" > \(told); touch more; wait ;;
                esac
                PATH=/usr/bin:/bin exec git "$@"
                """)
            var slow = git
            slow.environment["PATH"] = git.root + "/bin:/usr/bin:/bin"
            let interruption = Interruption()
            let source = try slow.source(interruption: interruption)
            let interrupter = Interrupter(interruption, after: told)
            let error = #expect(throws: LibraryError.self) {
                if step == "ls-remote" {
                    _ = try source.tags()
                } else {
                    _ = try source.tree(commit: commit)
                }
            }

            #expect(error?.code == .cancelled)
            #expect(paths(below: git.cache.root) == [])
            #expect(interrupter.processes.count == 2)
            #expect(interrupter.processes.allSatisfy { !Self.isRunning($0) })
        }
    }

    @Test func `what was interrupted before does not start git`() throws {
        try withGitRepository { git in
            let interruption = Interruption()
            interruption.request()
            let source = try git.source(interruption: interruption)
            let error = #expect(throws: LibraryError.self) { try source.tags() }

            #expect(error?.code == .cancelled)
        }
    }

    /// Whether a process is there and is more than a status that nobody has asked for.
    private static func isRunning(_ process: Int32) -> Bool {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let name = text.lastIndex(of: ")")
        else { return false }
        return !text[name...].hasPrefix(") Z")
    }
}

/// Interrupts once git tells, through a pipe, that it is where it should be.
private final class Interrupter: Sendable {
    private let text = Mutex("")

    init(_ interruption: Interruption, after path: String) {
        Thread.detachNewThread { [self] in
            let pipe = FileHandle(forReadingAtPath: path)
            let told = (try? pipe?.readToEnd()) ?? Data()
            text.withLock { $0 = String(decoding: told, as: UTF8.self) }
            interruption.request()
        }
    }

    /// The ids that it told.
    var processes: [Int32] {
        text.withLock { $0.split(whereSeparator: \.isWhitespace).compactMap { Int32($0) } }
    }
}
