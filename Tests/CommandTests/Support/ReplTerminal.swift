import Foundation
import Glibc
import Synchronization
import Testing

/// `graphene repl` at a pseudo-terminal, as a person sits at it.
///
/// Whatever is waited for is waited for with patience, not for ever; where it does not come, the test
/// fails with what the screen showed.
final class ReplTerminal: Sendable {
    let process: GrapheneProcess
    let environment: [String: String]
    private let columns: Int
    /// What an entry is asked for with.
    private let prompt: String
    /// Whether something did not come: what comes after it is not waited for.
    private let isLost = Mutex(false)

    init(
        _ options: [String] = ["--simulator"], columns: Int = 80, prompt: String = "simulator>",
        environment: [String: String] = [:], in folder: String
    ) throws {
        (self.columns, self.prompt) = (columns, prompt)
        let usual = [
            "TERM": "xterm", "GRAPHENE_STATE_DIR": folder + "/state", "HOME": folder,
        ]
        self.environment = usual.merging(environment) { $1 }
        process = try GrapheneProcess(
            ["repl"] + options, environment: self.environment,
            input: .terminal(columns: UInt16(columns)), in: folder)
    }

    deinit { process.signal(SIGKILL) }

    /// What the terminal shows now.
    var screen: [String] { TerminalScreen(process.output.text, columns: columns).lines }

    /// All that came, with its escape sequences.
    var written: String { process.output.text }

    // MARK: Typing

    /// Sends keys, and waits for nothing.
    func press(_ keys: String) { process.type(keys) }

    /// Sends bytes from a thread of their own, for the terminal takes only so many at a time.
    func send(_ bytes: [UInt8]) { process.type(bytes) }

    /// Types a line, waits until it is shown, and enters it.
    func enter(_ line: String, sourceLocation: SourceLocation = #_sourceLocation) async {
        press(line)
        await shows(typed: line, sourceLocation: sourceLocation)
        press("\n")
    }

    /// Enters a line and waits for what it comes to, and the next prompt.
    func enter(
        _ line: String, gives lines: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        await enter(line, sourceLocation: sourceLocation)
        await ends(with: ["\(prompt) \(line)"] + lines + [prompt], sourceLocation)
    }

    /// Types, and presses Tab until the last line is the completed one.
    ///
    /// What an account or the session holds is looked up beside the typing: on a busy machine the first
    /// Tab comes before it is there, and does nothing.
    func type(
        _ keys: String, completing line: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        press(keys)
        for _ in 0..<60 where !isLost.withLock({ $0 }) {
            press("\t")
            let isShown = await process.output.satisfies(within: .seconds(2)) { [columns] output in
                TerminalScreen(output, columns: columns).lines.last == line
            }
            if isShown { return }
        }
        await ends(with: [line], sourceLocation)
    }

    // MARK: Seeing

    /// Waits until the screen's last lines are these.
    func shows(_ lines: String..., sourceLocation: SourceLocation = #_sourceLocation) async {
        await ends(with: lines, sourceLocation)
    }

    /// Waits for a prompt, behind a line that has this text in it.
    func prompts(
        after text: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        await waits(sourceLocation, "a prompt after \(text)") { [prompt] lines in
            lines.last == prompt && lines.contains { $0.contains(text) }
        }
    }

    /// Waits until the screen has the text somewhere in a line, so many times.
    func shows(
        part text: String, times: Int = 1, sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        await waits(sourceLocation, text) { lines in
            lines.count { $0.contains(text) } >= times
        }
    }

    /// Waits until what was typed stands on the screen, over the ends of lines.
    private func shows(typed text: String, sourceLocation: SourceLocation) async {
        await waits(sourceLocation, "the line \(text)") { lines in
            lines.joined().filter { $0 != " " }.hasSuffix(text.filter { $0 != " " })
        }
    }

    private func ends(with lines: [String], _ sourceLocation: SourceLocation) async {
        await waits(sourceLocation, lines.joined(separator: "\n")) {
            $0.suffix(lines.count).elementsEqual(lines)
        }
    }

    private func waits(
        _ sourceLocation: SourceLocation, _ wanted: String,
        until isThere: @escaping @Sendable ([String]) -> Bool
    ) async {
        guard !isLost.withLock({ $0 }) else { return }
        let isShown = await process.output.satisfies { [columns] output in
            isThere(TerminalScreen(output, columns: columns).lines)
        }
        guard !isShown else { return }
        isLost.withLock { $0 = true }
        Issue.record(
            "not shown:\n\(wanted)\n-- but:\n\(screen.suffix(30).joined(separator: "\n"))",
            sourceLocation: sourceLocation)
    }

    // MARK: Leaving

    /// Presses Ctrl-D, and waits for the end.
    @discardableResult
    func leave() async -> GrapheneProcess.Result {
        press("\u{4}")
        return await ends()
    }

    /// Waits for the end; one that does not come is made.
    func ends() async -> GrapheneProcess.Result {
        let killer = Task { [process] in
            try await Task.sleep(for: OutputCollector.patience)
            process.signal(SIGKILL)
        }
        let result = await process.result()
        killer.cancel()
        #expect(process.hasLeftNoScriptProcess, "a script process was left behind")
        return result
    }
}

/// Runs a body beside a session on a simulated account that is ready for its first entry.
func withRepl(
    _ options: [String] = ["--simulator"], columns: Int = 80,
    environment: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation,
    _ body: (ReplTerminal, WorkingFolder) async throws -> Void
) async throws {
    try await withFolder { folder in
        let terminal = try ReplTerminal(
            options, columns: columns, environment: environment, in: folder.path)
        await terminal.shows("simulator>", sourceLocation: sourceLocation)
        try await body(terminal, folder)
    }
}

/// Runs a body beside a session on an account of a real `graphene simulator`, which counts as live.
func withLiveRepl(
    _ assumptions: [String] = [], environment: [String: String] = [:],
    sourceLocation: SourceLocation = #_sourceLocation,
    _ body: (ReplTerminal, WorkingFolder, SimulatorProcess) async throws -> Void
) async throws {
    try await withSimulator(assumptions) { simulator in
        try await withFolder { folder in
            let address = (simulator.environment["GRAPHENE_API_URL"] ?? "")
                .replacing("http://", with: "")
            let client = simulator.environment["GRAPHENEDB_CLIENT_ID"] ?? ""
            let prompt = "\(client.prefix(16)) at \(address) (live)>"
            let terminal = try ReplTerminal(
                [], columns: 120, prompt: prompt,
                environment: simulator.environment.merging(environment) { $1 }
                    .merging(["GRAPHENE_STATE_DIR": folder.path + "/state"]) { $1 },
                in: folder.path)
            await terminal.shows(prompt, sourceLocation: sourceLocation)
            try await body(terminal, folder, simulator)
        }
    }
}
