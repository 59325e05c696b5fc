/// Finds what a mistyped name was probably meant to be.
package enum Suggestion {
    /// Longer ones are no slips, and comparing takes time by length.
    private static let longestName = 100

    /// Returns the candidate nearest to `name`, or nil when none is near enough to be a slip.
    ///
    /// Near means at most a third of the name's length in edits (insert, delete, replace, swap), at
    /// least one; of equally near ones the first in order of `candidates` wins.
    package static func nearest(to name: String, among candidates: some Sequence<String>) -> String?
    {
        guard name.utf8.count <= longestName else { return nil }
        let limit = max(1, name.count / 3)
        var best: (candidate: String, distance: Int)?
        for candidate in candidates {
            let distance = distance(Array(name.lowercased()), Array(candidate.lowercased()))
            if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.candidate
    }

    /// Returns "; did you mean `…`?", or an empty string when no candidate is near.
    package static func phrase(for name: String, among candidates: some Sequence<String>) -> String
    {
        nearest(to: name, among: candidates).map { "; did you mean `\($0)`?" } ?? ""
    }

    /// The optimal string alignment distance, in three rows.
    private static func distance(_ a: [Character], _ b: [Character]) -> Int {
        var beforeLast = [Int](), last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var cost = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    cost = min(cost, beforeLast[j - 1] + 1)
                }
                row.append(cost)
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
