import Diagnostics

/// What stands before and behind the cursor.
package struct CompletionRequest: Hashable, Sendable {
    /// With the lines of the entry that came before.
    package var before: String
    package var after: String

    package init(before: String, after: String = "") {
        self.before = before
        self.after = after
    }
}

/// What a name at the cursor may become.
package struct Completion: Hashable, Sendable {
    /// Whole names, in order, each once.
    package var candidates: [String]
    /// What of one stands before the cursor already.
    package var typed: String
    /// What follows a name when it is the only one.
    package var suffix: String

    package static let none = Completion([], typed: "")

    init(_ names: some Sequence<String>, typed: String, suffix: String = "") {
        candidates = Set(names.filter { $0.hasPrefix(typed) }).sorted()
        self.typed = typed
        self.suffix = suffix
    }

    /// How many characters before the cursor `insertion` replaces.
    package var replaced: Int { typed.unicodeScalars.count }

    /// What to put in the place of what was typed; nil when there is more than one way on.
    package var insertion: String? {
        guard let first = candidates.first else { return nil }
        guard candidates.count > 1 else {
            let whole = first + suffix
            return whole == typed ? nil : whole
        }
        let common = candidates.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
        return common.count > typed.count ? common : nil
    }

    /// How many candidates are listed at most.
    private static let most = 200

    /// The candidates in columns, downwards.
    package func listing(columns: Int) -> String {
        let shown = candidates.prefix(Self.most)
        let widest = (shown.map(TextWidth.columns).max() ?? 0) + 2
        let perRow = max(1, columns / widest)
        let rows = (shown.count + perRow - 1) / perRow
        let lines = (0..<rows).map { row in
            stride(from: row, to: shown.count, by: rows).map { index in
                let name = shown[index]
                let isLast = index + rows >= shown.count
                let room = widest - TextWidth.columns(name)
                return isLast ? name : name + String(repeating: " ", count: room)
            }.joined()
        }
        let left = candidates.count - shown.count
        return (lines + (left > 0 ? ["and \(left) more"] : [])).joined(separator: "\n")
    }
}

extension String {
    fileprivate func commonPrefix(with other: String) -> String {
        String(zip(self, other).prefix { $0 == $1 }.map(\.0))
    }
}
