/// In what a folder's files are others than those of a list.
struct TreeDifference {
    /// The paths of files that differ, sorted by their bytes, and how each one does.
    private let paths: [(path: String, how: String)]

    /// Compares; `others` are what is neither a file nor a link.
    init(from list: TreeList, to found: TreeList, others: [String]) {
        let wanted = Dictionary(list.entries.map { ($0.path, $0) }, uniquingKeysWith: { $1 })
        let there = Dictionary(found.entries.map { ($0.path, $0) }, uniquingKeysWith: { $1 })
        var paths = others.map { ($0, wanted[$0] == nil ? "was added" : "was changed") }
        for (path, entry) in wanted where there[path] != entry && !others.contains(path) {
            paths.append((path, there[path] == nil ? "is missing" : "was changed"))
        }
        for path in there.keys where wanted[path] == nil { paths.append((path, "was added")) }
        self.paths = paths.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
    }

    /// The first one, and how many more there are.
    var description: String {
        guard let first = paths.first else { return "its files are others" }
        let more = paths.count - 1
        let rest = more == 0 ? "" : ", and \(more) more differ\(more == 1 ? "s" : "")"
        return "`\(first.path)` \(first.how)\(rest)"
    }
}
