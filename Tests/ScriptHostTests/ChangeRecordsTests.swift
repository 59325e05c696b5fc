import CloudClient
import ScriptAPI
import Testing
import Timekeeping

@testable import ScriptHost

struct ChangeRecordsTests {
    private static func record(
        _ id: UInt64, _ outcome: EffectRecord.Outcome, operation: String? = nil
    ) -> EffectRecord {
        EffectRecord(
            note: EffectNote(id: id, verb: "pause", effect: .reversible, target: "a/\(id)"),
            outcome: outcome, elapsed: .zero,
            operation: operation.map { OperationReference(id: $0, databaseID: "d", vendor: "v") })
    }

    @Test func `what changed nothing is not told`() {
        var records = ChangeRecords()
        for outcome in [EffectRecord.Outcome.notDone, .unchanged, .failed, .notStarted] {
            records.append(Self.record(1, outcome))
        }

        #expect(records.summary == nil)
        #expect(records.all.count == 4)
    }

    @Test func `the first five changes are told by name`() {
        var records = ChangeRecords()
        for id in 1...7 { records.append(Self.record(UInt64(id), .done)) }

        #expect(
            records.summary == "pause a/1, pause a/2, pause a/3, pause a/4, pause a/5 and 2 more")
    }

    @Test func `an operation that has failed leaves nothing behind`() {
        var records = ChangeRecords()
        records.append(Self.record(1, .stillRunning, operation: "op"))
        let now = Instant(secondsSince1970: 60)

        let settled = records.settle("d/op", .failed, at: now)
        let again = records.settle("d/op", .done, at: now)

        #expect(settled?.outcome == .failed)
        #expect(settled?.elapsed == .seconds(60))
        #expect(records.summary == nil)
        #expect(again?.note.id == nil)
    }

    @Test func `of two changes with one operation the later one is settled first`() {
        var records = ChangeRecords()
        for id in 1...2 { records.append(Self.record(UInt64(id), .stillRunning, operation: "op")) }
        let now = Instant(secondsSince1970: 60)

        let settled = (1...2).map { _ in records.settle("d/op", .done, at: now)?.note.id }

        #expect(settled == [2, 1])
    }

    @Test(.timeLimit(.minutes(1)))
    func `a hundred thousand refusals take no time by what was before them`() {
        var records = ChangeRecords()
        var told = 0
        for id in 1...100_000 {
            records.append(Self.record(UInt64(id), .done))
            told += records.summary == nil ? 0 : 1
        }

        #expect(told == 100_000)
    }
}
