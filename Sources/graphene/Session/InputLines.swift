import Diagnostics
import Glibc
import REPL
import RunLoop
import ScriptHost
import Synchronization

/// Lines of standard input, read while others work.
final class InputLines: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var hasEnded = false
        var problem: Int32?
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    private let reader = RunLoop.background()

    /// The next line without its end; nil at the end of the input.
    ///
    /// - Throws: `usage` for a line that is larger than an entry may be or is no UTF-8.
    func next() async throws -> String? {
        while true {
            if let line = try taken() { return line }
            let hasEnded = state.withLock { $0.hasEnded }
            guard !hasEnded else { return try rest() }
            await readMore()
        }
    }

    private func taken() throws(RunFailure) -> String? {
        let (line, isTooLarge) = state.withLock { state -> (ArraySlice<UInt8>?, Bool) in
            guard let end = state.bytes.firstIndex(of: 10) else {
                return (nil, state.bytes.count > EntryBuffer.limit)
            }
            let line = state.bytes[..<end]
            state.bytes.removeFirst(end + 1)
            return (line, false)
        }
        guard !isTooLarge else { throw EntryBuffer.tooLarge }
        return try line.map { bytes throws(RunFailure) in try Self.text(bytes) }
    }

    private func rest() throws(RunFailure) -> String? {
        let (bytes, problem) = state.withLock { state in
            defer { state.bytes = [] }
            return (state.bytes, state.problem)
        }
        if let problem {
            throw RunFailure(
                .usage, "cannot read standard input: \(String(cString: strerror(problem)))")
        }
        return bytes.isEmpty ? nil : try Self.text(bytes[...])
    }

    private static func text(_ bytes: ArraySlice<UInt8>) throws(RunFailure) -> String {
        let line = bytes.last == 13 ? bytes.dropLast() : bytes
        guard let text = String(validating: line, as: UTF8.self) else {
            throw RunFailure(.usage, "an entry is no UTF-8", hint: "write other bytes as \"\\xE9\"")
        }
        return text
    }

    private func readMore() async {
        await withCheckedContinuation { continuation in
            state.withLock { $0.waiter = continuation }
            reader.watch(0) { [self] in readOnce() }
        }
    }

    private func readOnce() {
        reader.unwatch(0)
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = read(0, &buffer, buffer.count)
        let (number, isAgain) = (errno, count < 0 && (errno == EINTR || errno == EAGAIN))
        let waiter = state.withLock { state in
            if count > 0 { state.bytes += buffer[..<count] }
            if count <= 0, !isAgain { state.hasEnded = true }
            if count < 0, !isAgain { state.problem = number }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }
}
