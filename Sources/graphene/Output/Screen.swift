import Glibc
import Synchronization

/// Who writes where: standard output is the script's, standard error is ours and the script's.
///
/// A line of the script's on standard error begins with `| `, and none of ours does; on a terminal
/// that shows both streams the lines on standard output do too. Ours never goes on with a line of
/// the script's.
enum Screen {
    private struct State {
        var output = ScriptText(mark: Screen.isShared ? mark : "")
        var errors = ScriptText(mark: mark)
        /// Whether standard output takes nothing any more.
        var isOutputLost = false
    }

    static let mark = "| "
    private static let isShared = isatty(1) == 1 && isatty(2) == 1
    private static let state = Mutex(State())

    /// Writes what the script wrote to standard output.
    static func writeOutput(_ bytes: [UInt8]) -> (lost: Int, number: Int32)? {
        state.withLock { OutputStream.write($0.output.take(bytes), to: 1) }
    }

    /// Writes what was held back of the script's output.
    static func flushOutput() -> (lost: Int, number: Int32)? {
        state.withLock { OutputStream.write($0.output.flush(), to: 1) }
    }

    /// Begins a new line on standard output, if one is open.
    static func endOutputLine() -> (lost: Int, number: Int32)? {
        state.withLock { state in
            OutputStream.write(state.output.flush() + state.output.endLine(), to: 1)
        }
    }

    /// Writes what the script wrote to standard error.
    static func writeScriptError(_ bytes: [UInt8]) {
        state.withLock { state in
            let before = isShared ? state.output.flush() + state.output.endLine() : []
            _ = OutputStream.write(before + state.errors.take(bytes), to: 2)
        }
    }

    /// Writes what is ours to standard error, on lines of its own; nobody is left to be told when
    /// it fails.
    static func writeError(_ text: String) {
        state.withLock { state in
            var bytes = isShared ? state.output.flush() + state.output.endLine() : []
            bytes += state.errors.flush() + state.errors.endLine()
            _ = OutputStream.write(bytes + text.utf8, to: 2)
        }
    }
}
