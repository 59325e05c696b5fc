/// What changed from one version of a library to another, file by file.
package struct TreeComparison: Sendable {
    package struct File: Sendable {
        package enum Kind: String, Sendable {
            case added, changed, removed
        }

        package var path: String
        package var kind: Kind
        /// nil for what is no text.
        package var difference: LineDifference?
    }

    /// In the order of their paths; what is the same is left out.
    package var files: [File] = []

    /// Compares two versions; nil stands for none.
    package init(from old: LibraryTree?, to new: LibraryTree?) {
        let old = Self.files(old)
        let new = Self.files(new)
        for path in Set(old.keys).union(new.keys).sorted(by: {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }) where old[path] != new[path] {
            let kind: File.Kind =
                old[path] == nil ? .added : new[path] == nil ? .removed : .changed
            files.append(
                File(
                    path: path, kind: kind,
                    difference: Self.difference(old[path]?.bytes, new[path]?.bytes)))
        }
    }

    package var added: Int { files.reduce(0) { $0 + ($1.difference?.added ?? 0) } }
    package var removed: Int { files.reduce(0) { $0 + ($1.difference?.removed ?? 0) } }

    private static func files(_ tree: LibraryTree?) -> [String: LibraryTree.File] {
        Dictionary((tree?.files ?? []).map { ($0.path, $0) }) { first, _ in first }
    }

    private static func difference(_ old: [UInt8]?, _ new: [UInt8]?) -> LineDifference? {
        guard let old = text(old), let new = text(new) else { return nil }
        return LineDifference(from: old, to: new)
    }

    /// A file's text, empty where there is none; nil for what is no text.
    private static func text(_ bytes: [UInt8]?) -> String? {
        guard let bytes else { return "" }
        return bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
    }
}
