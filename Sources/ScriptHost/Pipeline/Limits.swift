import AccountConfiguration
import CloudClient
import Diagnostics
import ScriptAPI
import TOMLDocument

/// Refuses a change beyond what a run may do of its kind or in all, or elsewhere than it may.
///
/// It counts what passes when it is sent, so it must be the last stage.
struct Limits: ChangeStage {
    private(set) var limits: ChangeLimits
    private var done: [String: Int] = [:]
    private var admitted: Set<UInt64> = []

    init(_ limits: ChangeLimits) { self.limits = limits }

    var isEmpty: Bool { limits.counts.isEmpty && limits.targets.isEmpty }
    var hasTargets: Bool { !limits.targets.isEmpty }

    /// Adds what a script asked for itself; it can only lower what is there.
    mutating func narrow(_ asked: ScriptLimits, at place: Origin) {
        var added = ChangeLimits()
        added.counts = asked.counts.map { ChangeLimits.Count($0.subject, most: $0.most, place) }
        added.targets = asked.targets.map { [Sourced($0, place)] } ?? []
        limits.narrow(to: added)
    }

    mutating func judge(_ change: JudgedChange) -> ChangeRefusal? {
        guard change.effect.changes else { return nil }
        if let refusal = judgeTargets(of: change) { return refusal }
        guard change.moment == .sending, !admitted.contains(change.number) else { return nil }
        let subjects = [change.verb.rawValue, ChangeLimits.total]
        for subject in subjects {
            guard let count = limits.count(of: subject) else { continue }
            let done = done[subject, default: 0]
            if done >= count.most { return Self.refusal(count, done) }
        }
        admitted.insert(change.number)
        for subject in subjects { done[subject, default: 0] += 1 }
        return nil
    }

    private static func refusal(_ count: ChangeLimits.Count, _ done: Int) -> ChangeRefusal {
        let rule = "`\(count.subject) = \(count.most)` (\(count.origin))"
        let reason =
            done == 0
            ? "\(rule) allows none"
            : "\(rule) allows no more: \(done) \(done == 1 ? "was" : "were") sent already"
        return ChangeRefusal(
            .limitExceeded, reason, hint: "if it is meant, raise the limit where it is set")
    }

    private func judgeTargets(of change: JudgedChange) -> ChangeRefusal? {
        guard hasTargets else { return nil }
        for list in limits.targets {
            let rule = "`targets = { \(list.value.map { "\"\($0)\"" }.joined(separator: ", ")) }`"
            let hint = "if it is meant, add it to the targets where they are set"
            if let untold = change.untold {
                return ChangeRefusal(
                    .limitExceeded, "\(untold), and \(rule) (\(list.origin)) limits that",
                    hint: hint)
            }
            guard let outside = change.outside(list.value) else { continue }
            return ChangeRefusal(
                .limitExceeded,
                "\(outside) is none of the \(rule) (\(list.origin))", hint: hint)
        }
        return nil
    }
}
