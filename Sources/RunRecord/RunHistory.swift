import Diagnostics
package import Timekeeping

/// The runs of a folder, found by what people call them.
package struct RunHistory: Sendable {
    /// A run, or why its record cannot be read.
    package enum Item: Sendable {
        case run(RecordedRun)
        case unreadable(id: String, RecordError)
    }

    private let folder: RunFolder

    package init(_ folder: RunFolder) { self.folder = folder }

    /// All runs, the newest first; what cannot be read comes last.
    package func items() throws(RecordError) -> [Item] {
        var (runs, rest): ([RecordedRun], [Item]) = ([], [])
        for id in try folder.ids() {
            do throws(RecordError) {
                runs.append(try RecordReader(folder).read(id))
            } catch {
                // It ended and was removed between the listing and the reading.
                if error.code != .notFound { rest.append(.unreadable(id: id, error)) }
            }
        }
        runs.sort { ($0.header.recordedAt, $0.header.id) > ($1.header.recordedAt, $1.header.id) }
        return runs.map(Item.run) + rest
    }

    /// The runs whose records were written to since a time, by the machine's clock, the newest first;
    /// what cannot be read is left out.
    package func runs(writtenSince instant: Instant) throws(RecordError) -> [RecordedRun] {
        let runs = try folder.ids().compactMap { id in
            folder.writtenAt(id).map { $0 >= instant } == true
                ? try? RecordReader(folder).read(id) : nil
        }
        return runs.sorted { $0.header.recordedAt > $1.header.recordedAt }
    }

    /// The run of an id, of an id's beginning, or of the name given with `--run-id`, of which the
    /// newest counts.
    ///
    /// - Throws: `not_found` with the nearest, `ambiguous` with those that begin so, or why the
    ///   record cannot be read.
    package func run(_ name: String) throws(RecordError) -> RecordedRun {
        let ids = try folder.ids()
        if ids.contains(name) { return try RecordReader(folder).read(name) }
        let items = try items()
        let runs = items.compactMap { if case .run(let run) = $0 { run } else { nil } }
        if let named = runs.first(where: { $0.header.key == name }) { return named }
        let matches = ids.filter { !name.isEmpty && $0.hasPrefix(name.lowercased()) }
        if matches.count == 1 { return try RecordReader(folder).read(matches[0]) }
        guard matches.isEmpty else {
            let listed = matches.prefix(5).map { String($0.prefix(12)) }.joined(separator: ", ")
            throw RecordError(
                .ambiguous, "\(matches.count) runs begin with `\(name)`: \(listed)",
                hint: "give more of the id")
        }
        guard !ids.isEmpty else {
            throw RecordError(
                .notFound, "there is no run `\(name)`: none is recorded in \(folder.path)")
        }
        // People type the beginning of an id, so it is that which is compared.
        let shown = ids.map { String($0.prefix(max(6, name.count))) }
        let names = runs.compactMap(\.header.key) + shown
        throw RecordError(
            .notFound, "there is no run `\(name)`" + Suggestion.phrase(for: name, among: names),
            hint: "`graphene runs` lists them")
    }
}
