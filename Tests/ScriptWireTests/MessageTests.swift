import ScriptWire
import Testing

struct MessageTests {
    static var scriptMessages: [ScriptMessage] {
        [
            .hello(protocol: WireProtocol.version, missing: ["landlock (why)"]),
            .effect(
                EffectRequest(
                    id: 7, task: 2, name: "clone", arguments: ["production/orders", .null],
                    source: "recover.lua", line: 12, owner: 3, isCleanup: true)),
            .question(id: 8, name: "duration", arguments: ["2h"]),
            .tell(kind: "print", arguments: ["hello\n"]),
            .abandon(id: 7), .idle(framesRead: 300),
            .finished(.values([1, "two"]), memoryPeak: 65_536),
            .finished(.error("why"), memoryPeak: 0),
            .processorTimeSpent(source: "a.lua", line: 9, traceback: "stack traceback:"),
            .stopping(source: "a.lua", line: 9),
        ]
    }

    @Test(arguments: scriptMessages)
    func `what the script process says comes back as it was sent`(_ message: ScriptMessage) throws {
        var encoder = WireEncoder()
        encoder.message(message)
        var decoder = WireDecoder(encoder.bytes)

        #expect(try decoder.scriptMessage() == message)
        #expect(throws: Never.self) { try decoder.finish() }
    }

    static var hostMessages: [HostMessage] {
        [
            .prepare(
                ScriptPreparation(
                    prelude: [.init(name: "10_names", source: [1, 2])],
                    values: WireMap([.init(key: "api", value: 1)]), memoryLimit: 1 << 26)),
            .start(
                ScriptStart(
                    prelude: [.init(name: "95_testing", source: [1, 2])],
                    values: WireMap([.init(key: "seed", value: 1)]),
                    script: .init(name: "@a.lua", source: Array("return 1".utf8)),
                    processorTimeError: .text("over"))),
            .answer(id: 7, .values([])), .answer(id: 7, .error("no")), .cancel("stop"),
        ]
    }

    @Test(arguments: hostMessages)
    func `what the host says comes back as it was sent`(_ message: HostMessage) throws {
        var encoder = WireEncoder()
        encoder.message(message)
        var decoder = WireDecoder(encoder.bytes)

        #expect(try decoder.hostMessage() == message)
    }

    @Test func `an effect without a name is refused`() {
        var encoder = WireEncoder()
        encoder.effectHeader(id: 1, task: 1, source: "", line: 0, owner: 0, isCleanup: false)
        encoder.values([1])
        var decoder = WireDecoder(encoder.bytes)

        #expect(throws: WireFailure.badText) { _ = try decoder.scriptMessage() }
    }

    @Test(arguments: [1, 3, 4, 5, 100])
    func `frames are the same however their bytes arrive`(_ step: Int) throws {
        let frames = Framing.frame([[1, 2], []]) + Framing.frame([]) + Framing.frame([[3]])
        var reader = FrameReader()
        var payloads: [[UInt8]] = []
        for start in stride(from: 0, to: frames.count, by: step) {
            frames[start..<min(start + step, frames.count)].withUnsafeBytes { reader.append($0) }
            while let payload = try reader.next() { payloads.append(payload) }
        }

        #expect(
            try payloads.map { try Framing.messages(of: $0).map(Array.init) } == [
                [[1, 2], []], [], [[3]],
            ])
    }

    @Test func `a frame that announces more than 8 MB is refused at once`() {
        var reader = FrameReader()
        ([1, 0, 128, 0] as [UInt8]).withUnsafeBytes { reader.append($0) }

        #expect(throws: WireFailure.tooLarge) { _ = try reader.next() }
    }

    @Test func `a frame whose messages do not fill it is refused`() {
        #expect(throws: WireFailure.truncated) { _ = try Framing.messages(of: [5, 1]) }
    }
}
