import Diagnostics
import JSONDocument
import ScriptHost
import ScriptWire
import Testing

/// What is well formed and means harm: it costs its own run at most.
@Suite(.timeLimit(.minutes(5)))
struct HostileMessageTests {
    private static func message(_ write: (inout WireEncoder) -> Void) -> ScriptedPeer.Step {
        var encoder = WireEncoder()
        write(&encoder)
        return .sayBytes(Framing.frame([encoder.bytes]))
    }

    /// An effect up to its name.
    private static func header(
        _ encoder: inout WireEncoder, source: [UInt8] = [], line: UInt64 = 1
    ) {
        encoder.byte(1)
        encoder.count(1)
        encoder.count(1)
        encoder.bytes(source)
        encoder.count(line)
        encoder.byte(0)
    }

    private static let long = [UInt8](repeating: 120, count: 5_000)

    static let noMessages: [ScriptedPeer.Step] = [
        message { header(&$0, line: 1 << 32) },
        message { header(&$0, line: .max) },
        message { header(&$0, source: long) },
        message { header(&$0, source: [0xff, 0xfe]) },
        message {
            header(&$0)
            $0.values([.bytes(long)])
        },
        message {
            header(&$0)
            $0.values([.bytes([0x80])])
        },
        message {
            header(&$0)
            $0.values(["sleep", .opaque(String(repeating: "x", count: 5_000))])
        },
        message { header(&$0) },
        // More arguments than there are bytes for, and an id of more than 64 bits.
        message {
            header(&$0)
            $0.count(1 << 40)
        },
        message { $0.raw([4] + [UInt8](repeating: 0xff, count: 10) + [1]) },
    ]

    @Test(arguments: noMessages)
    func `names, lines and counts beyond their limits are no message`(
        _ step: ScriptedPeer.Step
    ) async throws {
        let report = try await ScriptedPeer(ScriptedPeer.greeting + [step]).run()

        #expect(report.failure?.code == .vmCrashed)
        #expect(report.failure?.message.contains("is no message") == true)
    }

    static let harmless: [[ScriptMessage]] = [
        [.abandon(id: 7), .abandon(id: .max)],
        [.effect(1, "sleep", [0]), .abandon(id: 1), .abandon(id: 1)],
        [.tell(kind: "nonsense", arguments: [.float(.nan)])],
        [.tell(kind: "progress", arguments: ["x", .integer(.min), .integer(-1)])],
        [.tell(kind: "output", arguments: [.bytes([0xff]), .float(.infinity)])],
        [.tell(kind: "table", arguments: [.opaque("function"), .list([1, .null])])],
        [
            .effect(
                EffectRequest(
                    id: .max - 1, task: .max, name: "sleep", arguments: [0], source: "\u{1b}[2J\n",
                    line: .max, owner: .max, isCleanup: true))
        ],
    ]

    @Test(arguments: harmless)
    func `what makes no sense and asks for nothing is let pass`(
        _ messages: [ScriptMessage]
    ) async throws {
        let end = ScriptMessage.finished(.values([7]), memoryPeak: .max)

        let report = try await ScriptedPeer(ScriptedPeer.greeting + [.say(messages + [end])]).run()

        #expect(report.failure == nil)
        #expect(report.result == 7)
    }

    @Test(arguments: [
        WireValue.float(.nan), .float(.infinity), .float(-1), .integer(-1), .integer(.min),
        .integer(.max), .float(1e308), .bytes([0xff]), .list([]), .null,
        .handle(WireHandle(kind: "time", id: "9")),
    ])
    func `a time that is none is not slept`(_ value: WireValue) async throws {
        let watcher = EffectWatcher()
        let steps: [ScriptedPeer.Step] = [
            .say([.effect(1, "sleep", [value]), .idle(framesRead: 1)])
        ]

        _ = try await ScriptedPeer(ScriptedPeer.greeting + steps).run(observers: [watcher])

        #expect(watcher.records.map(\.code) == [.usage])
    }

    @Test func `frames that were never sent are not taken for heard`() async throws {
        let sleep = ScriptMessage.effect(1, "sleep", ["1h"])

        let report = try await ScriptedPeer(
            ScriptedPeer.greeting + [.say([sleep, .idle(framesRead: .max)])]
        ).run()

        #expect(report.failure?.message == "the script process has stopped without a word")
        #expect(report.elapsed == .zero)
    }

    @Test func `what is asked for in one turn takes a limited amount of memory`() async throws {
        let big = WireValue.bytes([UInt8](repeating: 120, count: 4 << 20))
        let steps = (1...40).map { ScriptedPeer.Step.say([.effect($0, "sleep", [big])]) }

        let report = try await ScriptedPeer(ScriptedPeer.greeting + steps).run()

        #expect(report.failure?.code == .limitExceeded)
        #expect(report.failure?.message.contains("more effects at once") == true)
    }

    @Test func `what is under way at a time takes a limited amount of memory`() async throws {
        let big = WireValue.bytes([UInt8](repeating: 120, count: 4 << 20))
        let watcher = EffectWatcher()
        let asked = (1...20).map { number in
            ScriptedPeer.Step.say([
                .effect(
                    number, "api", ["POST", "/x", .map(WireMap([.init(key: "body", value: big)]))])
            ])
        }
        let steps = asked + [.say([.idle(framesRead: 1)])]

        let report = try await ScriptedPeer(ScriptedPeer.greeting + steps).run(
            observers: [watcher])

        #expect(watcher.records.filter { $0.code == .limitExceeded }.count == 5)
        #expect(report.failure?.code == .vmCrashed)
    }

    @Test func `names of a megabyte are not kept for each effect`() async throws {
        let name = WireValue.text(String(repeating: "x", count: 1 << 20))
        let steps: [ScriptedPeer.Step] = [
            .say([.effect(1, "pause", [name]), .idle(framesRead: 1)])
        ]

        let report = try await ScriptedPeer(ScriptedPeer.greeting + steps).run()

        let record = try #require(report.effects.first)
        #expect(record.code == .notFound)
        #expect(record.note.target?.count == 301)
        #expect(record.message?.count ?? 0 <= 4_001)
    }

    @Test func `a script lowers its limits so often and no more`() async throws {
        let watcher = EffectWatcher()
        let limit = WireValue.map(WireMap([.init(key: "total", value: 5)]))
        let asked = (1...1_010).map { ScriptMessage.effect($0, "limits", [limit]) }
        let steps: [ScriptedPeer.Step] = [.say(asked + [.idle(framesRead: 1)])]

        _ = try await ScriptedPeer(ScriptedPeer.greeting + steps).run(observers: [watcher])

        #expect(watcher.records.filter { $0.code == .limitExceeded }.count == 10)
    }
}
