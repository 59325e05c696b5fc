import ScriptWire
import Testing

struct WireCodecTests {
    // Made anew each time: a stored one holds tagged pointers, which the leak checker takes for leaks.
    static var values: [WireValue] {
        [
            .null, true, false, 0, 1, -1, 127, 128, -129, .integer(.max), .integer(.min),
            .float(0), .float(-0.5), .float(.infinity), .float(1e308), "", "orders", "Größe",
            .bytes([0, 255, 10]), .list([]), .list([1, "two", .list([.null])]),
            .map(WireMap([.init(key: "b", value: 1), .init(key: "a", value: 2)])),
            .map(WireMap([.init(key: 7, value: "seven")])),
            .handle(
                WireHandle(
                    kind: "database", id: "abc",
                    fields: WireMap([.init(key: "name", value: "orders")]))),
            .opaque("function"),
        ]
    }

    @Test(arguments: values)
    func `a value comes back as it was sent`(_ value: WireValue) throws {
        var encoder = WireEncoder()
        encoder.value(value)

        var decoder = WireDecoder(encoder.bytes)

        #expect(try decoder.value() == value)
        #expect(decoder.isAtEnd)
    }

    @Test(arguments: values)
    func `a value that was cut short is refused`(_ value: WireValue) {
        var encoder = WireEncoder()
        encoder.value(value)
        for length in 0..<encoder.bytes.count {
            var decoder = WireDecoder(encoder.bytes[..<length])

            #expect(throws: WireFailure.truncated) { _ = try decoder.value() }
        }
    }

    @Test func `a float that is not a number stays one`() throws {
        var encoder = WireEncoder()
        encoder.value(.float(.nan))
        var decoder = WireDecoder(encoder.bytes)

        guard case .float(let number) = try decoder.value() else {
            Issue.record("no float")
            return
        }

        #expect(number.isNaN)
    }

    @Test func `values may be nested 64 deep and no deeper`() throws {
        func nested(_ depth: Int) -> [UInt8] {
            var encoder = WireEncoder()
            encoder.value((0..<depth).reduce(WireValue.null) { value, _ in .list([value]) })
            return encoder.bytes
        }

        var allowed = WireDecoder(nested(64))
        var refused = WireDecoder(nested(65))

        #expect(throws: Never.self) { _ = try allowed.value() }
        #expect(throws: WireFailure.tooDeep) { _ = try refused.value() }
    }

    @Test(arguments: [5, 6, 7] as [UInt8])
    func `a count that passes what is left reserves nothing`(_ tag: UInt8) {
        var decoder = WireDecoder([tag, 255, 255, 255, 255, 15, 0])

        #expect(throws: WireFailure.truncated) { _ = try decoder.value() }
    }

    @Test func `a key that is neither text nor integer is refused`() {
        var decoder = WireDecoder([7, 1, 2, 0])

        #expect(throws: WireFailure.badKey) { _ = try decoder.value() }
    }

    @Test func `an unknown tag is refused`() {
        var decoder = WireDecoder([99])

        #expect(throws: WireFailure.badTag(99)) { _ = try decoder.value() }
    }

    @Test func `text that is no UTF-8 is refused where text is expected`() {
        var decoder = WireDecoder([9, 1, 0xff])

        #expect(throws: WireFailure.badText) { _ = try decoder.value() }
    }

    @Test func `random bytes are values or failures, never a crash`() {
        var generator = SplitMix(state: 42)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...64, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            var value = WireDecoder(bytes)
            var script = WireDecoder(bytes)
            var host = WireDecoder(bytes)
            _ = try? value.value()
            _ = try? script.scriptMessage()
            _ = try? host.hostMessage()
        }
    }

    @Test func `an empty list serves as an empty map`() {
        #expect(WireValue.list([]).map == WireMap())
        #expect(WireValue.list([1]).map == nil)
    }
}

struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
