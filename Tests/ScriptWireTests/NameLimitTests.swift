import ScriptWire
import Testing

struct NameLimitTests {
    @Test func `a name is at most 4,096 bytes long`() throws {
        func effect(_ name: Int, source: Int) -> Result<ScriptMessage, WireFailure> {
            var encoder = WireEncoder()
            encoder.message(
                .effect(
                    EffectRequest(
                        id: 1, task: 1, name: String(repeating: "n", count: name), arguments: [],
                        source: String(repeating: "s", count: source), line: 1, owner: 1,
                        isCleanup: false)))
            var decoder = WireDecoder(encoder.bytes)
            return Result { () throws(WireFailure) in try decoder.scriptMessage() }
        }

        #expect(throws: Never.self) { try effect(4_096, source: 4_096).get() }
        #expect(effect(4_097, source: 0) == .failure(.tooLarge))
        #expect(effect(0, source: 4_097) == .failure(.tooLarge))
    }

    @Test(arguments: [
        WireValue.opaque(String(repeating: "x", count: 4_097)),
        .handle(WireHandle(kind: String(repeating: "x", count: 4_097), id: "")),
    ])
    func `a type's name is no longer either`(_ value: WireValue) {
        var encoder = WireEncoder()
        encoder.value(value)
        var decoder = WireDecoder(encoder.bytes)

        #expect(throws: WireFailure.tooLarge) { _ = try decoder.value() }
    }

    @Test func `no more layers can be missing than there could be`() {
        var encoder = WireEncoder()
        let missing = [String](repeating: "", count: 33)
        encoder.message(.hello(protocol: WireProtocol.version, missing: missing))
        var decoder = WireDecoder(encoder.bytes)

        #expect(throws: WireFailure.tooLarge) { _ = try decoder.scriptMessage() }
    }

    @Test func `small values weigh what they take here, not what they take on the wire`() {
        let empty = WireValue.list([WireValue](repeating: .list([]), count: 1_000))
        let texts = WireValue.list([WireValue](repeating: "", count: 1_000))

        #expect(empty.weight >= 8_000)
        #expect(texts.weight >= 8_000)
        #expect(WireValue.opaque(String(repeating: "x", count: 100)).weight >= 100)
    }
}
