import CloudSimulator
import Diagnostics
import JSONDocument
import RunRecord
import ScriptHost
import Synchronization
import Timekeeping

/// Sees a run's events and its record as they are written.
final class Witness: RunObserver, RecordStorage {
    private struct State {
        var started: [UInt64: Int] = [:]
        var ended: [UInt64: Int] = [:]
        var reports = 0
        var record: [UInt8] = []
    }

    private let state = Mutex(State())
    /// Hears the how many-th effect begins.
    private let onEffect: @Sendable (Int) -> Void

    init(onEffect: @escaping @Sendable (Int) -> Void) { self.onEffect = onEffect }

    var reports: Int { state.withLock { $0.reports } }

    /// Effects that began and did not end once each.
    var unbalanced: [UInt64] {
        state.withLock { state in
            state.started.filter { state.ended[$0.key] != $0.value }.map(\.key)
        }
    }

    /// What has been written to the record.
    var record: [UInt8] { state.withLock { $0.record } }

    func observe(_ event: RunEvent, at instant: Instant) {
        switch event {
        case .effectStarted(let note):
            let count = state.withLock { state in
                state.started[note.id, default: 0] += 1
                return state.started.count
            }
            onEffect(count)
        case .effectEnded(let record): state.withLock { $0.ended[record.note.id, default: 0] += 1 }
        case .ended: state.withLock { $0.reports += 1 }
        default: break
        }
    }

    func append(_ bytes: [UInt8]) -> Int32 {
        state.withLock { $0.record += bytes }
        return 0
    }

    func cut(to size: Int) {
        state.withLock { $0.record.removeLast($0.record.count - size) }
    }

    func sync() -> Int32 { 0 }
}

/// Says whether all that is promised of a run held in one.
struct Judge {
    let report: RunReport
    let witness: Witness
    let changes: [AppliedChange]
    let setting: Conversation.Setting

    private static let statuses = Set(ErrorCode.allCases.map(\.exitStatus) + [0, 143])
    /// The destructive ones of the changes that a cloud knows.
    private static let destructive: Set<AppliedChange.Verb> = [.delete, .restore]

    func judge() throws {
        try expect(Self.statuses.contains(report.exitStatus), "exit status \(report.exitStatus)")
        try expect(
            (report.failure == nil) == (report.exitStatus == 0),
            "exit status \(report.exitStatus) with the failure \(report.failure as Any)")
        try expect(witness.reports == 1, "\(witness.reports) reports")
        try expect(witness.unbalanced.isEmpty, "effects without an end: \(witness.unbalanced)")
        try judgeChanges()
        try judgeRecord()
    }

    private func judgeChanges() throws {
        try expect(!setting.isReadOnly || changes.isEmpty, "changed in a read-only run: \(changes)")
        try expect(changes.isEmpty || !report.effects.isEmpty, "not told: \(changes)")
        guard setting.protects else { return }
        let harmed = changes.filter {
            Self.destructive.contains($0.verb) && $0.target.hasPrefix("production/")
        }
        try expect(harmed.isEmpty, "harmed what is protected: \(harmed)")
    }

    /// A record stays a record: lines of JSON, whatever was said.
    private func judgeRecord() throws {
        for line in witness.record.split(separator: 10) {
            let members = try? JSONValue(parsing: line).object
            try expect(
                members != nil, "no line of a record: \(String(decoding: line, as: UTF8.self))")
        }
    }

    private func expect(_ holds: Bool, _ what: @autoclosure () -> String) throws {
        if !holds { throw BrokenPromise(what()) }
    }
}
