/// The entries that succeeded, as a script: a value.
package struct SavedScript: Sendable {
    private struct Saved {
        var text: String
        var isExpression: Bool
    }

    private var entries: [Saved] = []

    package init() {}

    package var count: Int { entries.count }

    package mutating func add(_ entry: String) {
        guard case .ready(_, let isExpression) = EntryReading(entry) else { return }
        // It is the session's alone.
        if Fragment(entry).words.first == .name("help") { return }
        entries.append(Saved(text: entry, isExpression: isExpression))
    }

    /// The script's text, with `environment/name` for each database id of which that is known.
    package func text(naming references: [String: String]) -> String {
        entries.indices.map { statement(at: $0) }.map { $0 + "\n" }.joined()
            .naming(references)
    }

    /// The entry as a statement: a value alone is none, unless it is a call's.
    private func statement(at index: Int) -> String {
        let entry = entries[index]
        guard entry.isExpression else { return entry.text }
        let next = entries.dropFirst(index + 1).first?.text ?? ""
        if Fragment(next).words.contains(.name("_")) { return "_ = \(entry.text)" }
        // What is a statement as it stands, Lua takes for one.
        if case .ready = EntryReading("do \(entry.text)\nend") { return entry.text }
        return "local _ = \(entry.text)"
    }
}

extension String {
    /// The text with names in the place of ids that stand in it as `id:…`.
    fileprivate func naming(_ references: [String: String]) -> String {
        guard contains("id:") else { return self }
        return references.reduce(self) { text, reference in
            text.replacing("id:\(reference.key)", with: reference.value)
        }
    }
}
