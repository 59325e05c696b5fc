import Diagnostics
import Glibc
import Synchronization

/// Appends lines whole, in order: what finds no room waits in memory for some, and half a line is
/// taken back.
///
/// For what tells how changes end there is always room: it is taken before a change begins.
package final class RecordFile: Sendable {
    /// What a line is worth where room is short.
    enum Weight: Sendable {
        /// It tells what was done, and may use the room that is kept free.
        case essential
        case ordinary
    }

    private struct Line {
        var bytes: [UInt8]
        var weight: Weight
    }

    private struct State {
        var size: Int
        /// Lines that are not in the file yet.
        var waiting: [Line] = []
        var waitingBytes = 0
        var droppedCount = 0
        var failure: Int32?
        /// How far the file may grow for certain; nil where that cannot be had.
        var reserved: Int? = 0
    }

    /// What may wait in memory while the disk is full; beyond it, lines are dropped and counted.
    static let waitingLimit = 1 << 20
    /// What is kept free for the ends of the changes under way and of the run.
    static let reserve = 64 << 10

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
    func append(_ line: [UInt8], _ weight: Weight = .ordinary, gap: (Int) -> [UInt8]) {
        state.withLock { state in
            let limit = weight == .essential ? 2 * Self.waitingLimit : Self.waitingLimit
            if state.waitingBytes + line.count > limit {
                flush(&state)
                guard state.waiting.isEmpty else { return state.droppedCount += 1 }
            }
            if state.droppedCount > 0 {
                enqueue(gap(state.droppedCount), .ordinary, &state)
                state.droppedCount = 0
            }
            enqueue(line, weight, &state)
            flush(&state)
        }
    }

    /// Appends a line and returns once it, and all before it, are on the disk.
    ///
    /// - Throws: `denied`; then the line is not in the file and never will be.
    func appendDurably(_ line: [UInt8]) throws(RecordError) {
        let number: Int32? = state.withLock { state in
            flush(&state)
            // While anything finds no room, how a change ends may find none either.
            guard state.waiting.isEmpty else { return state.failure ?? ENOSPC }
            let lacking = takeRoom(for: state.size + line.count, &state)
            guard lacking == 0 else {
                state.failure = lacking
                return lacking
            }
            enqueue(line, .essential, &state)
            guard flush(&state) else {
                state.waiting.removeLast()
                state.waitingBytes -= line.count
                return state.failure ?? ENOSPC
            }
            let number = storage.sync()
            guard number != 0 else { return nil }
            cut(to: state.size - line.count, &state)
            state.failure = number
            return number
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

    /// Gives back the room that is not needed any more.
    func finish() {
        state.withLock { state in
            guard let reserved = state.reserved, reserved > state.size else { return }
            cut(to: state.size, &state)
        }
    }

    private func enqueue(_ bytes: [UInt8], _ weight: Weight, _ state: inout State) {
        state.waiting.append(Line(bytes: bytes, weight: weight))
        state.waitingBytes += bytes.count
    }

    /// Writes what waits, as far as there is room; readers go by the numbers of the lines, so those
    /// that tell what was done need not wait for others.
    ///
    /// - Returns: Whether every essential line has been written.
    @discardableResult
    private func flush(_ state: inout State) -> Bool {
        var rest: [Line] = []
        var (ordinary, essential): (Int32, Int32) = (0, 0)
        for line in state.waiting {
            var number = line.weight == .essential ? essential : ordinary
            if number == 0 { number = write(line, &state) }
            guard number != 0 else { continue }
            rest.append(line)
            ordinary = number
            if line.weight == .essential { essential = number }
        }
        state.waiting = rest
        state.waitingBytes = rest.reduce(0) { $0 + $1.bytes.count }
        state.failure = ordinary == 0 ? nil : ordinary
        return essential == 0
    }

    /// Appends one line, or nothing of it: 0, or an error's number.
    private func write(_ line: Line, _ state: inout State) -> Int32 {
        if line.weight == .ordinary {
            let number = takeRoom(for: state.size + line.bytes.count, &state)
            guard number == 0 else { return number }
        }
        let number = storage.append(line.bytes)
        guard number == 0 else {
            cut(to: state.size, &state)
            return number
        }
        state.size += line.bytes.count
        return 0
    }

    private func cut(to size: Int, _ state: inout State) {
        state.size = size
        storage.cut(to: size)
        if state.reserved != nil { state.reserved = size }
    }

    /// Sees to it that beyond so many bytes there is still the room that is kept free: 0, or why not.
    private func takeRoom(for size: Int, _ state: inout State) -> Int32 {
        guard let reserved = state.reserved, size + Self.reserve > reserved else { return 0 }
        // Much at a time where it is to be had, so that not every line asks.
        for target in [size + 2 * Self.reserve, size + Self.reserve] {
            let number = storage.reserve(target)
            if number == 0 {
                state.reserved = target
                return 0
            }
            guard number == ENOSPC || number == EDQUOT || number == EFBIG else {
                state.reserved = nil
                return 0
            }
        }
        return ENOSPC
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
