import Glibc
import Synchronization

/// Who writes where: standard output is the script's, standard error is ours and the script's.
///
/// A line of the script's on standard error begins with `| `, and none of ours does; on a terminal
/// that shows both streams the lines on standard output do too, and one that is longer than the
/// terminal's is broken, for the rest of it could pass for ours. Ours never goes on with a line of the
/// script's.
enum Screen {
    fileprivate struct State {
        var output = ScriptText(mark: Screen.isShared ? mark : "", terminal: 1)
        var errors = ScriptText(mark: mark, terminal: 2)
        /// Where the line that a person is typing takes what would break it; false for not now.
        var above: (@Sendable ([UInt8]) -> Bool)?
    }

    /// Lets what is written stand above the line that a person types; nil for no more.
    static func divert(_ above: (@Sendable ([UInt8]) -> Bool)?) {
        state.withLock { $0.above = above }
    }

    static let mark = "| "
    private static let isShared = isatty(1) == 1 && isatty(2) == 1
    private static let state = Mutex(State())

    /// Writes what the script wrote to standard output.
    static func writeOutput(_ bytes: [UInt8]) -> (lost: Int, number: Int32)? {
        state.withLock { $0.write($0.output.take(bytes), to: 1) }
    }

    /// Writes a text that was made for people, whole lines of it, to standard output.
    static func writeShown(_ text: String) -> (lost: Int, number: Int32)? {
        state.withLock { $0.write(Array(Outgoing.text(text).utf8), to: 1) }
    }

    /// Writes what was held back of the script's output.
    static func flushOutput() -> (lost: Int, number: Int32)? {
        state.withLock { $0.write($0.output.flush(), to: 1) }
    }

    /// Begins a new line on standard output, if one is open.
    static func endOutputLine() -> (lost: Int, number: Int32)? {
        state.withLock { state in
            state.write(state.output.flush() + state.output.endLine(), to: 1)
        }
    }

    /// Writes what the script wrote to standard error.
    static func writeScriptError(_ bytes: [UInt8]) {
        state.withLock { state in
            let before = isShared ? state.output.flush() + state.output.endLine() : []
            _ = state.write(before + state.errors.take(bytes), to: 2)
        }
    }

    /// Writes what is ours to standard error, on lines of its own; nobody is left to be told when
    /// it fails.
    static func writeError(_ text: String) {
        state.withLock { state in
            var bytes = isShared ? state.output.flush() + state.output.endLine() : []
            bytes += state.errors.flush() + state.errors.endLine()
            _ = state.write(bytes + text.utf8, to: 2)
        }
    }
}

extension Screen.State {
    fileprivate func write(_ bytes: [UInt8], to descriptor: Int32) -> (lost: Int, number: Int32)? {
        if !bytes.isEmpty, let above, isatty(descriptor) == 1, above(bytes) { return nil }
        return OutputStream.write(bytes, to: descriptor)
    }
}
