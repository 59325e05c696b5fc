import Foundation
import Glibc
import Testing

/// `graphene repl` in `tmux`, which is a terminal with a screen of its own to compare.
@Suite(.timeLimit(.minutes(10)))
struct ReplMultiplexerTests {
    /// A `tmux` with one window and a server of its own.
    private struct Multiplexer {
        let folder: WorkingFolder

        @discardableResult
        func command(_ words: String...) async throws -> String {
            let process = try GrapheneProcess(
                ["-u", "-f", "/dev/null", "-S", folder.path + "/socket"] + words,
                environment: ["LC_ALL": "C.UTF-8", "HOME": folder.path, "TERM": "xterm"],
                in: folder.path, executable: "/usr/bin/tmux")
            return await process.result().output
        }

        /// Presses Tab until the last line is the completed one: what an account holds may not be known
        /// yet when it is pressed first.
        func completes(_ line: String) async throws {
            let clock = ContinuousClock()
            let deadline = clock.now + OutputCollector.patience
            while clock.now < deadline {
                try await command("send-keys", "Tab")
                for _ in 0..<20 {
                    let screen = try await command("capture-pane", "-p").split(separator: "\n")
                    if screen.last ?? "" == line { return }
                }
            }
            Issue.record("not completed: \(line)")
        }

        /// Waits until the screen ends with these lines.
        func shows(
            _ lines: String..., sourceLocation: SourceLocation = #_sourceLocation
        ) async throws {
            let clock = ContinuousClock()
            let deadline = clock.now + OutputCollector.patience
            var screen: [String] = []
            while clock.now < deadline {
                screen = try await command("capture-pane", "-p").split(separator: "\n")
                    .map(String.init)
                if screen.suffix(lines.count).elementsEqual(lines) { return }
            }
            let (wanted, seen) = (lines.joined(separator: "\n"), screen.joined(separator: "\n"))
            Issue.record("not shown:\n\(wanted)\n-- but:\n\(seen)", sourceLocation: sourceLocation)
        }
    }

    @Test func `lines are edited, completed, found again and resized`() async throws {
        try await withFolder { folder in
            let tmux = Multiplexer(folder: folder)
            try await tmux.command(
                "new-session", "-d", "-x", "80", "-y", "24",
                "env GRAPHENE_STATE_DIR=\(folder.path)/state \(GrapheneProcess.path) "
                    + "repl --simulator")
            try await tmux.shows("simulator>")
            try await tmux.command("send-keys", "-l", "'日本' .. 'x'")
            try await tmux.shows("simulator> '日本' .. 'x'")
            try await tmux.command("send-keys", "Left", "BSpace", "y", "Enter")
            try await tmux.shows("simulator> '日本' .. 'y'", #""日本y""#, "simulator>")
            try await tmux.command("send-keys", "-l", "graphene.db 'prod")
            try await tmux.completes("simulator> graphene.db 'production/")
            try await tmux.command("send-keys", "Tab")
            try await tmux.shows(
                "simulator> graphene.db 'production/",
                "production/catalog    production/orders",
                "production/customers  production/reports",
                "simulator> graphene.db 'production/")
            try await tmux.command("send-keys", "C-c")
            try await tmux.shows("simulator> graphene.db 'production/^C", "simulator>")
            try await tmux.command("send-keys", "C-r")
            try await tmux.command("send-keys", "-l", "日")
            try await tmux.command("send-keys", "Enter")
            try await tmux.shows("simulator> '日本' .. 'y'", #""日本y""#, "simulator>")
            try await tmux.command("send-keys", "-l", String(repeating: "w", count: 100))
            try await tmux.shows(
                "simulator> " + String(repeating: "w", count: 69),
                String(repeating: "w", count: 31))
            try await tmux.command("resize-window", "-x", "60", "-y", "24")
            try await tmux.command("send-keys", "C-c")
            try await tmux.shows(String(repeating: "w", count: 51) + "^C", "simulator>")
            try await tmux.command("send-keys", "C-d")
            try await tmux.command("kill-server")
        }
    }
}
