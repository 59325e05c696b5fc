import ScriptAPI
import ScriptWire

/// What a hostile script process does in one run, made from a fuzzer's bytes.
///
/// Most of it is close to what a script process of ours says, for a fuzzer gets nowhere behind a lie
/// that ends the run at once.
package struct Conversation {
    package struct Setting {
        package var isReadOnly = false
        package var isRealTime = false
        /// Whether the output limit is so low that it is met.
        package var isTight = false
        package var protects = false
        /// How many stops there are: as soon as the run begins, or when an effect does.
        package var earlyStops = 0
        package var lateStops = 0
    }

    package private(set) var setting = Setting()
    /// The steps, as `hostile-peer` reads them.
    package private(set) var steps: [UInt8] = []
    private var maker: ValueMaker
    /// Messages for the next frame.
    private var frame: [[UInt8]] = []
    private var nextID: UInt64 = 1
    private var framesHeard: UInt64 = 1
    /// Messages that may still be repeated.
    private var spareCopies = 25_000

    package init(_ bytes: [UInt8]) {
        maker = ValueMaker(Choices(bytes))
        let flags = maker.choices.byte()
        setting.isReadOnly = flags & 1 != 0
        setting.protects = flags & 2 != 0
        setting.isTight = flags & 12 == 12
        setting.isRealTime = flags & 0x30 == 0x30
        setting.earlyStops = flags & 0xc0 == 0xc0 ? 1 : 0
        setting.lateStops = flags & 0xc0 == 0x80 ? 1 + maker.choices.number(below: 2) : 0
        if !maker.choices.isOne(in: 16) { greet() }
        while !maker.choices.isOver { makeStep() }
        flush()
    }

    private mutating func greet() {
        say(.hello(protocol: WireProtocol.version, missing: []))
        flush()
        step("H", [])
    }

    private mutating func makeStep() {
        switch maker.choices.number(below: 32) {
        case 0..<10: say(.effect(request()))
        case 10, 11: question()
        case 12..<15:
            let kind = maker.choices.one(of: Vocabulary.tellKinds)
            say(.tell(kind: kind, arguments: many()))
        case 15: say(.abandon(id: id()))
        case 16..<21: waitForAnswers()
        case 21: say(.idle(framesRead: maker.choices.one(of: Vocabulary.numbers)))
        case 22: finish()
        case 23: boast()
        case 24: frame.append(maker.choices.bytes(atMost: 60))
        case 25: rawBytes()
        case 26: repeatLast()
        case 27: damageLast()
        case 28, 29: flush()
        case 30: step("H", [])
        default: behave()
        }
    }

    // MARK: Messages

    private mutating func request() -> EffectRequest {
        let isKnown = !maker.choices.isOne(in: 12)
        let name = isKnown ? maker.choices.one(of: Vocabulary.names) : ""
        let isPlain = !maker.choices.isOne(in: 8)
        let arguments = APITable[name].map { maker.arguments(of: $0) } ?? many()
        let id = id()
        return EffectRequest(
            id: id, task: isPlain ? 1 : maker.choices.one(of: Vocabulary.numbers),
            name: isKnown ? name : maker.choices.one(of: Vocabulary.texts), arguments: arguments,
            source: isPlain ? "peer.lua" : maker.choices.one(of: Vocabulary.sources),
            line: isPlain ? 1 : UInt32(truncatingIfNeeded: maker.choices.word()),
            owner: isPlain ? 1 : id, isCleanup: maker.choices.isOne(in: 3))
    }

    private mutating func question() {
        let name = maker.choices.one(of: Vocabulary.names)
        let arguments = APITable[name].map { maker.arguments(of: $0) } ?? []
        say(.question(id: id(), name: name, arguments: arguments))
    }

    /// The next id, mostly.
    private mutating func id() -> UInt64 {
        guard maker.choices.isOne(in: 10) else {
            defer { nextID += 1 }
            return nextID
        }
        return maker.choices.isOne(in: 2)
            ? nextID &- UInt64(maker.choices.number(below: 8))
            : maker.choices.one(of: Vocabulary.numbers)
    }

    /// What is said once, at the wrong time.
    private mutating func boast() {
        let source = maker.choices.one(of: Vocabulary.sources)
        switch maker.choices.number(below: 4) {
        case 0:
            let line = UInt32(truncatingIfNeeded: maker.choices.word())
            say(.processorTimeSpent(source: source, line: line, traceback: source))
        case 1: say(.hello(protocol: WireProtocol.version, missing: [source]))
        case 2:
            let line = UInt32(truncatingIfNeeded: maker.choices.word())
            say(.stopping(source: source, line: line))
        default: say(.hello(protocol: maker.choices.one(of: Vocabulary.numbers), missing: []))
        }
    }

    private mutating func many() -> [WireValue] {
        (0..<maker.choices.number(below: 5)).map { _ in maker.any() }
    }

    /// What a script process does when every task waits.
    private mutating func waitForAnswers() {
        say(.idle(framesRead: framesHeard))
        flush()
        step("H", [])
        framesHeard += 1
    }

    private mutating func finish() {
        let peak = maker.choices.one(of: Vocabulary.numbers)
        let answer: Answer = maker.choices.isOne(in: 2) ? .error(maker.any()) : .values(many())
        say(.finished(answer, memoryPeak: peak))
    }

    private mutating func rawBytes() {
        flush()
        let count = maker.choices.number(below: 40)
        step("S", maker.choices.bytes(atMost: count))
    }

    /// A flood of what was said last, with ids that rise.
    private mutating func repeatLast() {
        guard let last = frame.last else { return }
        let count = min(
            maker.choices.one(
                of: maker.choices.isOne(in: 8) ? [1_000, 11_000, 21_000] : [1, 2, 10, 50]),
            spareCopies, (16 << 20) / max(1, last.count))
        spareCopies -= count
        var decoder = WireDecoder(last)
        guard case .effect(var request)? = try? decoder.scriptMessage() else {
            return frame.append(contentsOf: repeatElement(last, count: count))
        }
        for _ in 0..<count {
            request.id = nextID
            nextID += 1
            say(.effect(request))
        }
    }

    /// Changes, cuts or lengthens the last message.
    private mutating func damageLast() {
        guard var last = frame.popLast(), !last.isEmpty else { return }
        let place = Int(maker.choices.byte()) << 8 | Int(maker.choices.byte())
        switch maker.choices.number(below: 4) {
        case 0: last[place % last.count] = maker.choices.byte()
        case 1: last.removeLast(1 + place % last.count)
        case 2: last.append(maker.choices.byte())
        default: last.insert(contentsOf: [255, 255, 255, 255, 15], at: place % last.count)
        }
        frame.append(last)
    }

    private mutating func say(_ message: ScriptMessage) {
        var encoder = WireEncoder()
        encoder.message(message)
        frame.append(encoder.bytes)
    }

    // MARK: Steps

    /// Anything but talking.
    private mutating func behave() {
        flush()
        switch maker.choices.number(below: 10) {
        case 0: step("X", [maker.choices.byte()])
        case 1: step("K", [maker.choices.one(of: [9, 6, 11, 15, 1, 7, 31])])
        case 2, 3: step("W", maker.choices.bytes(atMost: 200))
        case 4: step("C", [])
        case 5: step("B", [maker.choices.one(of: [1, 5, 20, 120])])
        case 6: step("F", [])
        case 7 where maker.choices.isOne(in: 8): step("L", [])
        default: step("H", [])
        }
    }

    private mutating func flush() {
        guard !frame.isEmpty else { return }
        step("S", Framing.frame(frame))
        frame = []
    }

    private mutating func step(_ letter: Unicode.Scalar, _ bytes: [UInt8]) {
        let count = UInt32(bytes.count)
        steps.append(UInt8(ascii: letter))
        steps += (0..<4).map { UInt8(truncatingIfNeeded: count >> ($0 * 8)) }
        steps += bytes
    }
}
