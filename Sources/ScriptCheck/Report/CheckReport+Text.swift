import Diagnostics
import ScriptAPI

extension CheckReport {
    /// What a reviewer wants: what each script could reach, the worst first, and what only a run
    /// can tell.
    package var reachText: String {
        starts.map { text(of: $0) }.joined(separator: "\n")
    }

    private func text(of script: Script) -> String {
        var lines = [Printable.line(script.path)]
        let reaches = reaches(of: script)
        for effect in EffectClass.allCases.reversed() {
            let own = reaches.filter { $0.reach.effect == effect }
            guard !own.isEmpty else { continue }
            lines.append("  \(effect.rawValue)  \(effect.phrase)")
            lines += TextColumns.lines(rows(own, of: script), indent: 5)
        }
        if reaches.isEmpty, unknowns(of: script).isEmpty {
            lines.append("  reaches nothing of the cloud")
        }
        if !script.modules.isEmpty {
            lines.append("  modules")
            lines += TextColumns.lines(
                script.modules.map { [Printable.line($0.name), Printable.line($0.path)] }, indent: 5
            )
        }
        lines += unknowns(of: script).filter { $0.unknown == .everything }.map {
            let subject = $0.path == script.path ? "it" : Printable.line($0.path)
            return "  not known what it reaches: \(subject) cannot be read"
        }
        let unknowns = unknowns(of: script).filter { $0.unknown != .everything }
        if !unknowns.isEmpty {
            lines.append("  only a run can tell")
            lines += TextColumns.lines(
                unknowns.map { [$0.unknown.text, place($0.path, "\($0.unknown.line)", script)] },
                indent: 5)
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// One row for each verb and target of a file, with its lines.
    private func rows(_ reaches: [PlacedReach], of script: Script) -> [[String]] {
        struct Row: Hashable {
            let verb: String, target: String, path: String
        }
        var order: [Row] = []
        var lines: [Row: [Int]] = [:]
        for (path, reach) in reaches {
            let row = Row(
                verb: reach.verb, target: Printable.line(reach.target.phrase), path: path)
            if lines[row] == nil { order.append(row) }
            if lines[row]?.contains(reach.line) != true {
                lines[row, default: []].append(reach.line)
            }
        }
        return order.map { row in
            let numbers = (lines[row] ?? []).map(String.init).joined(separator: ",")
            return [row.verb, row.target, place(row.path, numbers, script)]
        }
    }

    private func place(_ path: String, _ lines: String, _ script: Script) -> String {
        path == script.path ? "line \(lines)" : "\(Printable.line(path)):\(lines)"
    }
}

extension Reach.Target {
    /// The target for people; what only a run can tell is in angle brackets or in words.
    package var phrase: String {
        switch self {
        case .none: ""
        case .named(let name): name
        case .parameter(let name): "parameter \(name)"
        case .computed(let text): text.hasPrefix("<") || text.contains("/<") ? text : "<\(text)>"
        case .handedOn: "what it is called with"
        }
    }
}

extension Finding {
    /// `file:line:column: error[code]: message`, the line with a caret below, and the hint.
    package func lines(in path: String) -> [String] {
        let place = "\(Printable.line(path)):\(line):\(column)"
        var lines = ["\(place): \(severity.rawValue)[\(code.rawValue)]: \(Printable.line(message))"]
        if !excerpt.isEmpty {
            let (shown, before) = window
            let number = "\(line)"
            // A tab stays one, so that the caret stands where the terminal puts the text.
            let blanks = before.map { $0 == "\t" ? "\t" : Self.blank(for: $0) }.joined()
            let carets = String(repeating: "^", count: max(1, min(length, 60)))
            lines.append("  \(number) | \(shown)")
            lines.append("  \(String(repeating: " ", count: number.count)) | \(blanks)\(carets)")
        }
        if let hint { lines.append("  hint: \(Printable.line(hint))") }
        return lines
    }

    private static func blank(for character: Character) -> String {
        String(repeating: " ", count: TextWidth.columns(String(character)))
    }

    /// The part of the line around the place, and what stands before it there.
    private var window: (shown: String, before: String) {
        let start = max(0, column - 81)
        let text = excerpt.dropFirst(start)
        let mark = start > 0 ? "…" : ""
        let before = mark + Printable.line(String(text.prefix(column - 1 - start)))
        let rest = text.dropFirst(column - 1 - start)
        return (before + Printable.line(String(rest), limit: 120), before)
    }
}

/// Rows of text as aligned columns.
enum TextColumns {
    static func lines(_ rows: [[String]], indent: Int) -> [String] {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { column < $0.count ? TextWidth.columns($0[column]) : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { column, text in
                let room = widths[column] - TextWidth.columns(text)
                return column == row.count - 1 ? text : text + String(repeating: " ", count: room)
            }
            return String(repeating: " ", count: indent) + cells.joined(separator: "  ")
        }
    }
}
