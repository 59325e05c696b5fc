import Diagnostics
import JSONDocument

/// Records as an aligned table.
package enum TableText {
    /// The script process sends rows as lists of cells, one for each column.
    package static func render(_ table: TableOutput) -> String {
        let rows = (table.rows.array ?? []).map { row in
            (row.array ?? []).map { Printable.line($0.string ?? ($0 == .null ? "" : $0.text)) }
        }
        let lines = [table.columns.map { $0.uppercased() }] + rows
        let count = lines.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            lines.map { column < $0.count ? TextWidth.columns($0[column]) : 0 }.max() ?? 0
        }
        return lines.map { cells in
            let last = cells.lastIndex { !$0.isEmpty } ?? 0
            let padded = cells.prefix(last + 1).enumerated().map { column, cell in
                column == last
                    ? cell
                    : cell
                        + String(
                            repeating: " ", count: widths[column] - TextWidth.columns(cell) + 2)
            }
            return padded.joined() + "\n"
        }.joined()
    }
}
