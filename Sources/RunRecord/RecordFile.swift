import Diagnostics
import Glibc
import Synchronization

/// Appends lines whole, in order: what finds no room waits in memory for some, and half a line is
/// taken back.
package final class RecordFile: Sendable {
    private struct State {
        var size: Int
        /// Lines that are not in the file yet.
        var waiting: [[UInt8]] = []
        var waitingBytes = 0
        var droppedCount = 0
        var failure: Int32?
    }

    /// What may wait in memory while the disk is full; beyond it, lines are dropped and counted.
    static let waitingLimit = 1 << 20

    private let storage: any RecordStorage
    private let state: Mutex<State>
    private let name: String

    /// Errors call the storage `name`; `size` bytes of it are written already.
    package init(_ storage: any RecordStorage, named name: String, size: Int) {
        self.storage = storage
        self.name = name
        state = Mutex(State(size: size))
    }

    /// Why the last line could not be written; nil while all is well.
    var failure: Int32? { state.withLock { $0.failure } }

    /// Appends a line that may wait for room; `gap` makes a line that says how many were dropped.
    func append(_ line: [UInt8], gap: (Int) -> [UInt8]) {
        state.withLock { state in
            if state.waitingBytes + line.count > Self.waitingLimit {
                flush(&state)
                guard state.waiting.isEmpty else { return state.droppedCount += 1 }
            }
            if state.droppedCount > 0 {
                enqueue(gap(state.droppedCount), &state)
                state.droppedCount = 0
            }
            enqueue(line, &state)
            flush(&state)
        }
    }

    /// Appends a line and returns once it, and all before it, are on the disk.
    ///
    /// - Throws: `denied`; then the line is not in the file and never will be.
    func appendDurably(_ line: [UInt8]) throws(RecordError) {
        let number: Int32? = state.withLock { state in
            enqueue(line, &state)
            flush(&state)
            if state.waiting.isEmpty {
                let number = storage.sync()
                guard number != 0 else { return nil }
                state.size -= line.count
                storage.cut(to: state.size)
                state.failure = number
                return number
            }
            state.waiting.removeLast()
            state.waitingBytes -= line.count
            return state.failure ?? ENOSPC
        }
        if let number { throw Self.refusal(name, number) }
    }

    /// Sends what was written to the disk, as far as the disk takes it.
    func sync() {
        state.withLock { state in
            flush(&state)
            _ = storage.sync()
        }
    }

    private func enqueue(_ line: [UInt8], _ state: inout State) {
        state.waiting.append(line)
        state.waitingBytes += line.count
    }

    private func flush(_ state: inout State) {
        while let line = state.waiting.first {
            let number = storage.append(line)
            guard number == 0 else {
                storage.cut(to: state.size)
                return state.failure = number
            }
            state.size += line.count
            state.waiting.removeFirst()
            state.waitingBytes -= line.count
        }
        state.failure = nil
    }

    private static func refusal(_ name: String, _ number: Int32) -> RecordError {
        RecordError(
            .denied,
            "it cannot be recorded in \(name): \(RunFolder.reason(number)); nothing was sent",
            hint: number == ENOSPC || number == EDQUOT || number == EFBIG
                ? "make room there; a change that leaves no record is not begun"
                : "see to it that the file can be written; a change that leaves no record is not begun"
        )
    }
}
