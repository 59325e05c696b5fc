import CloudClient
import Diagnostics
import JSONDocument
import ScriptAPI
import ScriptHost
import Synchronization
import Testing
import Timekeeping

@testable import RunRecord

struct RunRecorderTests {
    private struct StillClock: RunClock {
        var now: Instant { Instant(secondsSince1970: 2_000) }
        func sleep(until deadline: Instant) async throws(CancellationError) {}
    }

    private static let change = SentChange(
        verb: .pause, target: "s/o", method: "POST",
        path: "/deployments/databases/graphneo/d1/pause")

    private func recorder(
        _ disk: SmallDisk, _ mode: RunFacts.Mode = .live, hiding secrets: [String] = [],
        warn: @escaping @Sendable (String) -> Void = { _ in }
    ) -> RunRecorder {
        let redaction = Redaction(known: secrets.map(Secret.init))
        return RunRecorder(
            .sample(mode), path: "/r/aa11.jsonl", disk, size: 0, redaction: { redaction },
            warn: warn
        )
    }

    @Test func `an intent is on the disk before the request may leave`() throws {
        let disk = SmallDisk(room: 10_000)
        let witness = recorder(disk).witness(
            of: EffectNote(id: 4, verb: "pause"), clock: StillClock())

        try witness.willSend(Self.change)

        #expect(disk.syncs == 1)
        let entry = try #require(disk.lines.last.flatMap { RecordEntry(Array($0.utf8)[...]) })
        #expect(entry.event == "intent")
        #expect(entry["path"] == "/deployments/databases/graphneo/d1/pause")
    }

    @Test func `a full disk keeps the request from leaving, whatever the mode`() throws {
        for mode in [RunFacts.Mode.live, .simulated] {
            let disk = SmallDisk(room: 20)
            let witness = recorder(disk, mode).witness(
                of: EffectNote(id: 4, verb: "pause"), clock: StillClock())

            let error = #expect(throws: CloudError.self) { try witness.willSend(Self.change) }

            #expect(error?.code == .denied)
            #expect(error?.message.hasPrefix("cannot pause s/o: it cannot be recorded") == true)
        }
    }

    @Test func `that the record cannot be written is said once`() {
        let disk = SmallDisk(room: 0)
        let warnings = Mutex<[String]>([])
        let recorder = recorder(disk) { text in warnings.withLock { $0.append(text) } }

        for _ in 0..<3 {
            recorder.observe(.printed(Array("x".utf8)), at: Instant(secondsSince1970: 2_000))
        }

        #expect(warnings.withLock { $0 }.count == 1)
    }

    @Test func `no secret is written, by its text or by its name`() {
        let disk = SmallDisk(room: 10_000)
        let recorder = recorder(disk, hiding: ["canary-1234"])
        let instant = Instant(secondsSince1970: 2_000)

        recorder.observe(.printed(Array("it is canary-1234".utf8)), at: instant)
        recorder.observe(.logged(.info, "x", fields: ["password": "other-canary"]), at: instant)
        recorder.observe(.output("token", ["api_key": "third-canary"]), at: instant)

        #expect(disk.lines.count == 3)
        #expect(!disk.lines.joined().contains("canary"))
    }

    @Test func `numbers rise by one, and reads leave no line`() {
        let disk = SmallDisk(room: 10_000)
        let recorder = recorder(disk)
        let instant = Instant(secondsSince1970: 2_000)

        recorder.observe(.printed([120]), at: instant)
        recorder.observe(.effectStarted(EffectNote(id: 1, verb: "db", effect: .read)), at: instant)
        recorder.observe(
            .effectStarted(EffectNote(id: 2, verb: "pause", effect: .disruptive)), at: instant)
        recorder.noteHangup()

        let entries = disk.lines.compactMap { RecordEntry(Array($0.utf8)[...]) }
        #expect(entries.map(\.number) == [1, 2, 3])
        #expect(entries.map(\.event) == ["printed", "effect_started", "hung_up"])
    }
}
