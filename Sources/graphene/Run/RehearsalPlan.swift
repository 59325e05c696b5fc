import Diagnostics
import ScriptAPI
import ScriptHost
import Timekeeping

/// What a rehearsed run would have done to the real account.
enum RehearsalPlan {
    static func lines(_ report: RunReport) -> [String] {
        let effects = report.effects.filter { $0.outcome != .unchanged }
        guard !effects.isEmpty else { return ["on your account it would have changed nothing"] }
        let rows = effects.map(row)
        let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return ["on your account it would have:"]
            + rows.map { cells in
                let aligned = zip(cells, widths).map { cell, width in
                    cell + String(repeating: " ", count: width - cell.count)
                }
                return "  " + (aligned + cells[4...]).joined(separator: "  ")
            } + ["times are estimates: the API does not tell how much a database holds"]
    }

    private static func row(_ record: EffectRecord) -> [String] {
        let note = record.note
        return [
            note.effect?.rawValue ?? "", note.verb, note.target ?? "",
            note.place.map { "\($0.script):\($0.line)" } ?? "", ending(record),
        ].map { Printable.line($0) }
    }

    private static func ending(_ record: EffectRecord) -> String {
        switch record.outcome {
        case .done, .unchanged: "in about " + DurationText.format(record.elapsed)
        case .partial: "in part: " + (record.message ?? "what should follow was refused")
        case .stillRunning: "without waiting for its end"
        case .notDone, .notStarted:
            "refused: " + (record.message ?? record.code?.rawValue ?? "it was not done")
        case .failed, .unknown: "failed: " + (record.message ?? "its end is not known")
        }
    }
}
