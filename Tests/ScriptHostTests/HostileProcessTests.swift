import Diagnostics
import FoundationEssentials
import RunLoop
import ScriptAPI
import ScriptHost
import ScriptWire
import Testing
import Timekeeping

/// The script process is taken for hostile: whatever it says, the run ends, with one clear error.
@Suite(.timeLimit(.minutes(10)))
struct HostileProcessTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let steps: [ScriptedPeer.Step]
        var code = ErrorCode.vmCrashed
        let message: String

        init(
            _ name: String, _ steps: [ScriptedPeer.Step], code: ErrorCode = .vmCrashed,
            _ message: String
        ) {
            testDescription = name
            self.steps = steps
            self.code = code
            self.message = message
        }
    }

    private static let hello = ScriptMessage.hello(protocol: WireProtocol.version, missing: [])
    private static let sleep = ScriptMessage.effect(1, "sleep", ["1h"])
    private static let over = ScriptMessage.finished(.values([]), memoryPeak: 0)

    static let beforeTheStart = [
        Case("it ends before hello", [.shell("exit 5")], "exited with status 5"),
        Case("it is killed before hello", [.shell("kill -9 $$")], "was ended by signal 9"),
        Case("it never speaks", [], "has stopped without a word"),
        Case(
            "another protocol", [.say([.hello(protocol: 99, missing: [])])], code: .internal,
            "speaks another protocol (99)"),
        Case("hello twice", [.say([hello, hello])], "asked for what it cannot"),
        Case("an effect before hello", [.say([sleep, .idle(framesRead: 1)])], "what it cannot"),
        Case("a question before hello", [.say([question(1)])], "what it cannot"),
        Case(
            "words before hello", [.say([.tell(kind: "print", arguments: ["x"])])], "what it cannot"
        ),
        Case("the end before hello", [.say([over])], "what it cannot"),
        Case(
            "it waits before hello", [.say([.idle(framesRead: 1)])],
            "waits and has asked for nothing"),
    ]

    static let frames = [
        Case("garbage", [.sayBytes([4, 0, 0, 0, 3, 200, 201, 202])], "no message"),
        Case("a tag of no message", [.sayBytes([2, 0, 0, 0, 1, 77])], "no message"),
        Case("a huge frame", [.sayBytes([255, 255, 255, 255, 1])], "no message"),
        Case("a frame cut short by its length", [.sayBytes([1, 0, 0, 0, 9])], "no message"),
        Case("a frame longer than what comes", [.sayBytes([100, 0, 0, 0, 1])], "without a word"),
        Case(
            "a frame that ends with the process",
            [.sayBytes([100, 0, 0, 0, 1]), .shell("exit 3")],
            "exited with status 3"),
        Case(
            "bytes behind a message", [.sayBytes([4, 0, 0, 0, 3, 5, 1, 1])], "no message"),
        Case(
            "a frame of a million messages",
            [.sayBytes([0x40, 0x42, 0x0f, 0] + [UInt8](repeating: 0, count: 1_000_000))],
            "no message"),
        Case(
            "values nested without end",
            [.sayBytes([252, 0, 0, 0, 249, 1, 3, 1] + [UInt8](repeating: 6, count: 248))],
            "no message"),
    ]

    static let afterTheStart = [
        Case("an effect's id twice", [.say([sleep, sleep, .idle(framesRead: 1)])], "it cannot"),
        Case(
            "an id lower than one before",
            [.say([.effect(9, "sleep", ["1h"]), sleep, .idle(framesRead: 1)])], "it cannot"),
        Case("two questions at once", [.say([question(1), question(2)])], "it cannot"),
        Case(
            "it waits for nothing", [.say([.idle(framesRead: 1)])],
            "waits and has asked for nothing"),
        Case(
            "it talks while it waits",
            [.say([sleep, .idle(framesRead: 1), .tell(kind: "print", arguments: ["x"])])],
            "said that it waits, and went on"),
        Case("it falls silent", [.say([sleep])], "without a word"),
        Case(
            "it ends, and what it left behind keeps the channel",
            [.shell("cat <&3 >/dev/null & exit 3")], "exited with status 3"),
        Case(
            "more effects in a turn than are looked at",
            [.say((1...20_001).map { .effect($0, "sleep", ["1h"]) })], code: .limitExceeded,
            "more effects at once"),
        Case(
            "more printed than a run may", (0..<20).map { _ in .say([megabyte]) },
            code: .limitExceeded, "printed more than 16 MB"),
    ]

    @Test(arguments: beforeTheStart + frames)
    func `what no script process says before its script ends the run`(
        _ it: Case
    ) async throws {
        let report = try await ScriptedPeer(it.steps).run()

        #expect(report.failure?.code == it.code)
        #expect(report.failure?.message.contains(it.message) == true, "\(report.failure as Any)")
        #expect(report.exitStatus == it.code.exitStatus)
    }

    @Test(arguments: frames + afterTheStart)
    func `what no script process says later ends the run`(_ it: Case) async throws {
        let report = try await ScriptedPeer(ScriptedPeer.greeting + it.steps).run()

        #expect(report.failure?.code == it.code)
        #expect(report.failure?.message.contains(it.message) == true, "\(report.failure as Any)")
        #expect(report.exitStatus == it.code.exitStatus)
    }

    @Test func `what comes after the end is not heard`() async throws {
        let pause = ScriptMessage.effect(1, "pause", ["production/orders"])
        let steps: [ScriptedPeer.Step] = [
            .say([Self.over, pause, .finished(.error("late"), memoryPeak: 0), .idle(framesRead: 1)])
        ]

        let report = try await ScriptedPeer(ScriptedPeer.greeting + steps).run()

        #expect(report.failure == nil)
        #expect(report.effects.isEmpty)
    }

    @Test func `an end behind a lie does not make the run end well`() async throws {
        let steps: [ScriptedPeer.Step] = [.say([Self.sleep, Self.sleep, Self.over])]

        let report = try await ScriptedPeer(ScriptedPeer.greeting + steps).run()

        #expect(report.failure?.code == .vmCrashed)
    }

    @Test(arguments: [
        "../secret", "a/b", "/etc/passwd", "a\u{0}b", "..", "", ".", "a..b", "lib.",
        "\u{e9}t\u{e9}",
        "a b", "a\n", String(repeating: "x", count: 5_000),
    ])
    func `a module's name that is none reads no file`(_ name: String) async throws {
        let watcher = EffectWatcher()
        let steps: [ScriptedPeer.Step] = [
            .say([.effect(1, "require", [.text(name)]), .idle(framesRead: 1)])
        ]

        _ = try await ScriptedPeer(ScriptedPeer.greeting + steps).run(observers: [watcher])

        #expect(watcher.records.map(\.code) == [.usage])
    }

    @Test func `effects without end are refused, then end the run`() async throws {
        let name = String(repeating: "x", count: 101)
        let floods = (0..<6).map { turn in
            ScriptedPeer.Step.say((1...20_000).map { .effect(turn * 20_000 + $0, name) })
        }

        let report = try await ScriptedPeer(ScriptedPeer.greeting + floods).run(in: .real)

        #expect(report.failure?.code == .limitExceeded)
        #expect(report.failure?.message.contains("at most 100000 effects") == true)
    }

    @Test func `answers that nobody reads end the run`() async throws {
        let steps: [ScriptedPeer.Step] = [
            .say((1...200).map { .effect($0, "require", ["big"]) } + [.idle(framesRead: 1)]),
            .shell("while :; do wait; head -c 1 /dev/zero >/dev/null; done"),
        ]

        let report = try await ScriptedPeer(ScriptedPeer.greeting + steps).run {
            configuration, folder in
            configuration.limits.silence = .seconds(30)
            let module = String(repeating: "-", count: 1_000_000)
            try Data(module.utf8).write(to: folder.appending(path: "big.lua"))
        }

        #expect(report.failure?.message == "the script process does not read its answers")
    }

    @Test(arguments: [(StopReason.interrupted, Int32(130)), (.terminated, 143)])
    func `a run that is stopped before its script starts ends at once`(
        _ reason: StopReason, _ status: Int32
    ) async throws {
        let (stops, stop) = AsyncStream<StopReason>.makeStream()
        stop.yield(reason)

        let report = try await ScriptedPeer([]).run(stops: stops) { configuration, _ in
            configuration.limits.silence = .seconds(30)
        }

        #expect(report.failure?.code == .cancelled)
        #expect(report.exitStatus == status)
    }

    @Test func `a second Ctrl-C at once ends a process that does not listen`() async throws {
        let (stops, stop) = AsyncStream<StopReason>.makeStream()
        let watcher = EffectWatcher {
            stop.yield(.interrupted)
            stop.yield(.interrupted)
        }
        let steps: [ScriptedPeer.Step] = [.say([Self.sleep, .idle(framesRead: 1)])]

        let report = try await ScriptedPeer(ScriptedPeer.greeting + steps).run(
            stops: stops, observers: [watcher]
        ) { configuration, _ in configuration.limits.silence = .seconds(30) }

        #expect(report.failure?.code == .cancelled)
        #expect(report.exitStatus == 130)
    }

    @Test func `a process that does not hear of the stop ends the run with the stop`() async throws
    {
        let (stops, stop) = AsyncStream<StopReason>.makeStream()
        let watcher = EffectWatcher { stop.yield(.terminated) }
        let steps: [ScriptedPeer.Step] = [.say([Self.sleep, .idle(framesRead: 1)])]

        let report = try await ScriptedPeer(ScriptedPeer.greeting + steps).run(
            stops: stops, observers: [watcher])

        #expect(report.failure?.code == .cancelled)
        #expect(report.exitStatus == 143)
    }

    private static let megabyte = ScriptMessage.tell(
        kind: "print", arguments: [.bytes([UInt8](repeating: 120, count: 1_000_000))])

    private static func question(_ id: UInt64) -> ScriptMessage {
        .question(id: id, name: "now", arguments: [])
    }
}
