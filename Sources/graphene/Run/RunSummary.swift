import CloudClient
import Diagnostics
import ScriptAPI
import ScriptHost
import Timekeeping

/// The last lines of a run: what it did, what it left, what to do next.
enum RunSummary {
    /// The status is the process's, which may fail when its run did not; a good one ends with `next`,
    /// the command for one's own account.
    static func lines(_ report: RunReport, status: Int32, next: String?) -> [String] {
        var lines = [ending(report, status)]
        if status != 0 || !report.unfinished.isEmpty {
            lines += section("done", report.effects.filter { $0.outcome == .done })
            lines += section("done in part", report.effects.filter { $0.outcome == .partial })
            lines += section(
                "still running in the cloud", report.effects.filter { $0.outcome == .stillRunning })
            lines += section("failed in the cloud", report.effects.filter { $0.outcome == .failed })
            lines += section(
                "unknown: look for yourself", report.effects.filter { $0.outcome == .unknown })
            lines += section("not done", report.effects.filter { $0.outcome == .notDone })
            lines += section("not started", report.effects.filter { $0.outcome == .notStarted })
            if let place = report.stoppedAt {
                lines.append("not started: what comes after \(place.script):\(place.line)")
            }
            if !report.effects.contains(where: {
                $0.outcome != .notStarted && $0.outcome != .notDone
            }) {
                lines.append("nothing was changed")
            }
        }
        if report.run.mode == .rehearsal { lines += RehearsalPlan.lines(report) }
        if let next, status == 0 {
            lines += [
                "next, against your own account:",
                "  export GRAPHENEDB_CLIENT_ID=…",
                "  export GRAPHENEDB_CLIENT_SECRET=…   # or GRAPHENEDB_CLIENT_SECRET_FILE=…",
                "  " + Printable.line(next),
            ]
        }
        return lines
    }

    private static func ending(_ report: RunReport, _ status: Int32) -> String {
        let elapsed = DurationText.format(report.elapsed)
        let changed = report.effects.count { $0.outcome == .done }
        let underWay = report.effects.count { $0.outcome == .stillRunning }
        let changes =
            "\(changed) change\(changed == 1 ? "" : "s")"
            + (underWay == 0 ? "" : " done, \(underWay) under way")
        guard status != 0 else { return "ok: \(changes) in \(elapsed)" }
        return "ended with exit status \(status) after \(elapsed), \(changes)"
    }

    private static func section(_ title: String, _ records: [EffectRecord]) -> [String] {
        guard !records.isEmpty else { return [] }
        return ["\(title):"]
            + records.map { record in
                let words = [record.note.verb, record.note.target].compactMap(\.self)
                var line = "  " + words.joined(separator: " ")
                if let operation = record.operation { line += " (operation \(operation.id))" }
                if let code = record.code { line += " [\(code.rawValue)]" }
                return Printable.line(line)
            }
    }
}
