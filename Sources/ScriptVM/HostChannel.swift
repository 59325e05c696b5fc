import Glibc
import ScriptWire

/// The socket to the host, read and written in whole frames; every call blocks.
package final class HostChannel {
    private let descriptor: Int32
    package let isPinned: Bool
    private(set) var framesRead: UInt64 = 0
    private var reader = FrameReader()
    private let isAttentive: Bool

    /// - Parameters:
    ///   - descriptor: A connected stream socket.
    ///   - isPinned: Whether this process is a script process of its own, so that table order can be
    ///     pinned.
    package init(descriptor: Int32, isPinned: Bool) {
        self.descriptor = descriptor
        self.isPinned = isPinned
        // With one processor the host could not work meanwhile. Asked now: it takes a file to know.
        isAttentive = sysconf(Int32(_SC_NPROCESSORS_ONLN)) > 1
    }

    func write(_ messages: [[UInt8]]) throws(ChannelFailure) {
        let frame = Framing.frame(messages)
        var sent = 0
        while sent < frame.count {
            let count = frame[sent...].withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw .hostGone }
            sent += count
        }
    }

    /// Blocks for the next frame and returns its messages, encoded.
    ///
    /// `soon`: Whether the host answers at once, so that it is better not to fall asleep first.
    func readMessages(soon: Bool = false) throws(ChannelFailure) -> [ArraySlice<UInt8>] {
        while true {
            let payload = try ChannelFailure.wrap { () throws(WireFailure) in try reader.next() }
            if let payload {
                framesRead += 1
                return try ChannelFailure.wrap { () throws(WireFailure) in
                    try Framing.messages(of: payload)
                }
            }
            try read(soon: soon)
        }
    }

    /// The messages that have come by now, encoded; it does not wait for more.
    func messagesAtHand() throws(ChannelFailure) -> [ArraySlice<UInt8>] {
        var messages: [ArraySlice<UInt8>] = []
        while true {
            while let payload = try ChannelFailure.wrap({ () throws(WireFailure) in
                try reader.next()
            }) {
                framesRead += 1
                messages += try ChannelFailure.wrap { () throws(WireFailure) in
                    try Framing.messages(of: payload)
                }
            }
            let count = withUnsafeTemporaryAllocation(byteCount: 64 << 10, alignment: 16) {
                buffer in
                let count = recv(
                    descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
                if count > 0 { reader.append(.init(rebasing: buffer[..<count])) }
                return count
            }
            guard count != 0 else { throw .hostGone }
            if count < 0 { return messages }
        }
    }

    private func read(soon: Bool) throws(ChannelFailure) {
        let isOpen = withUnsafeTemporaryAllocation(byteCount: 64 << 10, alignment: 16) { buffer in
            var count = soon && isAttentive ? readAtOnce(buffer) : -1
            while count < 0 {
                count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                if count < 0 && errno != EINTR { break }
            }
            if count > 0 { reader.append(.init(rebasing: buffer[..<count])) }
            return count > 0
        }
        if !isOpen { throw .hostGone }
    }

    /// Looks for an answer until falling asleep would have been the shorter way; negative for none.
    private func readAtOnce(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        let deadline = Attention.now + Attention.span
        repeat {
            let count = recv(
                descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
            if count >= 0 { return count }
        } while Attention.now < deadline
        return -1
    }
}

/// Falling asleep and being woken takes longer than a host needs for most answers.
private enum Attention {
    /// Nanoseconds.
    static let span: Int64 = 40_000

    static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

/// Why the script process cannot go on; its exit status, and what it says of a bug, is all that the
/// host needs to know.
package enum ChannelFailure: Error {
    case hostGone
    case protocolBroken
    case cannotGoOn(String)

    static func wrap<Value>(_ body: () throws(WireFailure) -> Value) throws(ChannelFailure) -> Value
    {
        do { return try body() } catch { throw .protocolBroken }
    }
}

package enum ExitCode {
    package static let hostGone: Int32 = 0
    package static let protocolBroken: Int32 = 72
    package static let notSpawnedByHost: Int32 = 73
    package static let cannotGoOn: Int32 = 75
}
