/// Frames: four bytes of length (little-endian), then messages, each behind its own length.
package enum Framing {
    /// Bytes that a message takes in a frame besides its own, at most.
    package static let overhead = 10

    /// A frame goes when it holds 64 KB, so one with more messages was not made by us.
    private static let messageLimit = 65_536

    /// Puts encoded messages into one frame.
    package static func frame(_ messages: [[UInt8]]) -> [UInt8] {
        var payload = WireEncoder()
        for message in messages { payload.bytes(message) }
        let count = UInt32(payload.bytes.count)
        return (0..<4).map { UInt8(truncatingIfNeeded: count >> ($0 * 8)) } + payload.bytes
    }

    /// The length that a frame's first four bytes announce.
    package static func length(_ header: some Collection<UInt8>) throws(WireFailure) -> Int {
        let length = header.reversed().reduce(0) { $0 << 8 | Int($1) }
        guard length <= WireProtocol.frameLimit else { throw .tooLarge }
        return length
    }

    /// The messages of one frame's payload, still encoded.
    package static func messages(of payload: [UInt8]) throws(WireFailure) -> [ArraySlice<UInt8>] {
        var decoder = WireDecoder(payload)
        var messages: [ArraySlice<UInt8>] = []
        while !decoder.isAtEnd {
            guard messages.count < messageLimit else { throw .tooLarge }
            messages.append(try decoder.bytes())
        }
        return messages
    }
}

/// Takes a stream of bytes apart into frames, however they arrive.
package struct FrameReader {
    private var buffer: [UInt8] = []
    /// Where the first frame that was not taken begins.
    private var start = 0

    package init() {}

    package mutating func append(_ bytes: UnsafeRawBufferPointer) {
        if start == buffer.count {
            buffer.removeAll(keepingCapacity: true)
        } else {
            buffer.removeFirst(start)
        }
        start = 0
        buffer.append(contentsOf: bytes)
    }

    /// Takes the next whole frame's payload, or nil when it has not arrived yet.
    package mutating func next() throws(WireFailure) -> [UInt8]? {
        guard buffer.count - start >= 4 else { return nil }
        let length = try Framing.length(buffer[start..<start + 4])
        let end = start + 4 + length
        guard buffer.count >= end else { return nil }
        defer { start = end }
        return Array(buffer[start + 4..<end])
    }
}
