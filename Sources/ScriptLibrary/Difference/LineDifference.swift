/// What changed from one text to another, in the form that `diff -u` gives.
package struct LineDifference: Sendable {
    /// `@@ -1,3 +1,4 @@`, and lines that begin with a space, `-` or `+`.
    package let lines: [String]
    package let added: Int
    package let removed: Int

    /// More lines than that are compared by whether they are the same, and not line by line.
    private static let longest = 20_000
    private static let context = 3

    package init(from old: String, to new: String) {
        let (old, new) = (Self.split(old), Self.split(new))
        // What both begin and end with is the most of it, mostly.
        let head = zip(old, new).prefix { $0 == $1 }.count
        let tail = zip(old.dropFirst(head).reversed(), new.dropFirst(head).reversed())
            .prefix { $0 == $1 }.count
        let (left, right) = (old[head..<(old.count - tail)], new[head..<(new.count - tail)])
        guard left.count + right.count <= Self.longest else {
            (added, removed) = (right.count, left.count)
            lines = ["@@ \(left.count) lines became \(right.count) @@"]
            return
        }
        var steps: [Step] = old[..<head].map { .same($0) }
        steps += Self.steps(Array(left), Array(right))
        steps += old[(old.count - tail)...].map { .same($0) }
        added = steps.count { if case .added = $0 { true } else { false } }
        removed = steps.count { if case .removed = $0 { true } else { false } }
        lines = Self.hunks(steps)
    }

    private enum Step {
        case same(Substring)
        case removed(Substring)
        case added(Substring)

        var line: String {
            switch self {
            case .same(let text): " \(text)"
            case .removed(let text): "-\(text)"
            case .added(let text): "+\(text)"
            }
        }

        var isSame: Bool { if case .same = self { true } else { false } }
    }

    private static func split(_ text: String) -> [Substring] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    private static func steps(_ old: [Substring], _ new: [Substring]) -> [Step] {
        var removed: Set<Int> = []
        var added: Set<Int> = []
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var steps: [Step] = []
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if removed.contains(left) {
                steps.append(.removed(old[left]))
                left += 1
            } else if added.contains(right) {
                steps.append(.added(new[right]))
                right += 1
            } else {
                steps.append(.same(old[left]))
                (left, right) = (left + 1, right + 1)
            }
        }
        return steps
    }

    private static func hunks(_ steps: [Step]) -> [String] {
        let changes = steps.indices.filter { !steps[$0].isSame }
        var ranges: [Range<Int>] = []
        for index in changes {
            let range = max(0, index - context)..<min(steps.count, index + context + 1)
            if let last = ranges.last, last.upperBound >= range.lowerBound {
                ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
            } else {
                ranges.append(range)
            }
        }
        return ranges.flatMap { range in
            [header(steps, range)] + steps[range].map(\.line)
        }
    }

    private static func header(_ steps: [Step], _ range: Range<Int>) -> String {
        func isOld(_ step: Step) -> Bool { if case .added = step { false } else { true } }
        func isNew(_ step: Step) -> Bool { if case .removed = step { false } else { true } }
        func span(_ counts: (Step) -> Bool) -> String {
            let count = steps[range].count(where: counts)
            let before = steps[..<range.lowerBound].count(where: counts)
            return "\(count == 0 ? before : before + 1),\(count)"
        }
        return "@@ -\(span(isOld)) +\(span(isNew)) @@"
    }
}
