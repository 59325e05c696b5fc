import CLinux
import Foundation
import Glibc
import Synchronization

/// Reads a descriptor to its end on a thread of its own, and tells when a text has come.
final class OutputCollector: Sendable {
    private struct Waiter {
        var id: UInt64
        var isEnough: @Sendable (String) -> Bool
        var continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var bytes: [UInt8] = []
        var hasEnded = false
        var waiters: [Waiter] = []
        var nextWaiter: UInt64 = 0
        var enders: [CheckedContinuation<[UInt8], Never>] = []
    }

    /// For how long anything is waited for: much longer than it takes on a busy machine.
    static let patience = Duration.seconds(90)

    private let state = Mutex(State())
    private let stopper = glinux_event_counter()

    deinit { close(stopper) }

    /// Stops reading and closes the descriptor, whoever still writes to the other side.
    func stop() {
        var one: UInt64 = 1
        _ = write(stopper, &one, 8)
    }

    /// Waits for something to read; false when reading is to stop.
    private func mayRead(_ descriptor: Int32) -> Bool {
        var descriptors = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: stopper, events: Int16(POLLIN), revents: 0),
        ]
        while poll(&descriptors, 2, -1) < 0, errno == EINTR {}
        return descriptors[1].revents == 0
    }

    init(_ descriptor: Int32) {
        Thread.detachNewThread { [self] in
            var buffer = [UInt8](repeating: 0, count: 64 << 10)
            while mayRead(descriptor) {
                let count = read(descriptor, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                // A pseudo-terminal whose other side is closed answers with EIO.
                guard count > 0 else { break }
                take(buffer[..<count])
            }
            close(descriptor)
            end()
        }
    }

    var text: String { state.withLock { String(decoding: $0.bytes, as: UTF8.self) } }

    /// Waits until the text has come; false when the output or the patience ended without it.
    func contains(_ text: String) async -> Bool { await satisfies { $0.contains(text) } }

    /// Waits until enough has come; false when the output or the patience ended before.
    func satisfies(
        within patience: Duration = OutputCollector.patience,
        _ isEnough: @escaping @Sendable (String) -> Bool
    ) async -> Bool {
        await withCheckedContinuation { continuation in
            let answer = state.withLock { state -> (Bool?, UInt64) in
                if isEnough(String(decoding: state.bytes, as: UTF8.self)) { return (true, 0) }
                if state.hasEnded { return (false, 0) }
                let id = state.nextWaiter
                state.nextWaiter += 1
                state.waiters.append(
                    Waiter(id: id, isEnough: isEnough, continuation: continuation))
                return (nil, id)
            }
            if let met = answer.0 {
                continuation.resume(returning: met)
            } else {
                expire(answer.1, after: patience)
            }
        }
    }

    /// Ends a waiter's patience when its time has come.
    private func expire(_ id: UInt64, after patience: Duration) {
        Task { [weak self] in
            try await Task.sleep(for: patience)
            let waiter = self?.state.withLock { state -> Waiter? in
                guard let index = state.waiters.firstIndex(where: { $0.id == id }) else {
                    return nil
                }
                return state.waiters.remove(at: index)
            }
            waiter?.continuation.resume(returning: false)
        }
    }

    /// Everything, once it has ended.
    func all() async -> [UInt8] {
        await withCheckedContinuation { continuation in
            let bytes = state.withLock { state -> [UInt8]? in
                if state.hasEnded { return state.bytes }
                state.enders.append(continuation)
                return nil
            }
            if let bytes { continuation.resume(returning: bytes) }
        }
    }

    private func take(_ bytes: ArraySlice<UInt8>) {
        let found = state.withLock { state -> [Waiter] in
            state.bytes.append(contentsOf: bytes)
            guard !state.waiters.isEmpty else { return [] }
            let text = String(decoding: state.bytes, as: UTF8.self)
            let found = state.waiters.filter { $0.isEnough(text) }
            state.waiters.removeAll { $0.isEnough(text) }
            return found
        }
        for waiter in found { waiter.continuation.resume(returning: true) }
    }

    private func end() {
        let (waiters, enders, bytes) = state.withLock { state in
            state.hasEnded = true
            defer { (state.waiters, state.enders) = ([], []) }
            return (state.waiters, state.enders, state.bytes)
        }
        for waiter in waiters { waiter.continuation.resume(returning: false) }
        for ender in enders { ender.resume(returning: bytes) }
    }
}
