/// What a hostile peer may send, taken apart as both sides take it apart.
///
/// The input is a stream of bytes on the channel. Whatever is a message must be the same message once
/// it is written and read again, and how the bytes arrive must make no difference.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzMessages(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    let whole = Channel.payloads(of: input, step: max(1, input.count))
    check(whole == Channel.payloads(of: input, step: 3), "frames depend on how they arrive")
    for payload in whole.payloads {
        guard let messages = try? Framing.messages(of: payload) else { continue }
        for message in messages { checkMessage(message) }
    }
    // A message by itself as well: most mutations of a frame's length make no frame.
    checkMessage(input[...])
    return 0
}

private func checkMessage(_ bytes: ArraySlice<UInt8>) {
    var decoder = WireDecoder(bytes)
    if let message = try? decoder.scriptMessage() {
        var encoder = WireEncoder()
        encoder.message(message)
        var again = WireDecoder(encoder.bytes)
        let copy = try? again.scriptMessage()
        check(copy.map(Written.init) == Written(message), "a script's message changed")
        check(again.isAtEnd, "a script's message grew")
    }
    decoder = WireDecoder(bytes)
    if let message = try? decoder.hostMessage() {
        var encoder = WireEncoder()
        encoder.message(message)
        var again = WireDecoder(encoder.bytes)
        let copy = try? again.hostMessage()
        check(copy.map(Written.init) == Written(message), "a host's message changed")
        check(again.isAtEnd, "a host's message grew")
    }
    decoder = WireDecoder(bytes)
    if let value = try? decoder.value() {
        var encoder = WireEncoder()
        encoder.value(value)
        check(value.weight > 0, "a value without weight")
        // Text and counts have one shortest form, which is the one that is written.
        check(encoder.bytes.count <= bytes.count, "a value grew")
    }
}

/// A message as its bytes, since a number that is none equals nothing.
private struct Written: Equatable {
    var bytes: [UInt8]

    init(_ message: ScriptMessage) {
        var encoder = WireEncoder()
        encoder.message(message)
        bytes = encoder.bytes
    }

    init(_ message: HostMessage) {
        var encoder = WireEncoder()
        encoder.message(message)
        bytes = encoder.bytes
    }
}

private struct Channel: Equatable {
    var payloads: [[UInt8]] = []
    var isBroken = false

    /// Reads the stream in pieces of `step` bytes.
    static func payloads(of input: [UInt8], step: Int) -> Channel {
        var channel = Channel()
        var reader = FrameReader()
        for start in stride(from: 0, to: input.count, by: step) {
            input[start..<min(start + step, input.count)].withUnsafeBytes { reader.append($0) }
            do throws(WireFailure) {
                while let payload = try reader.next() { channel.payloads.append(payload) }
            } catch {
                channel.isBroken = true
                return channel
            }
        }
        return channel
    }
}

private func check(_ holds: Bool, _ what: StaticString) {
    if !holds { fatalError("\(what)") }
}
