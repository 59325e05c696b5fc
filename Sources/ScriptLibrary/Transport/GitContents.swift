import Diagnostics

/// Reads what `cat-file --batch` prints: the contents of the files of a commit, in their order.
struct GitContents {
    private var bytes: [UInt8] = []
    private let items: [GitListing.Item]
    private let limit: Int

    init(of items: [GitListing.Item]) {
        self.items = items
        limit = items.reduce(0) { $0 + $1.size + $1.object.utf8.count + 32 }
    }

    /// What git reads to print them.
    var question: [UInt8] { Array(items.map { $0.object + "\n" }.joined().utf8) }

    /// Takes a piece of it.
    ///
    /// - Throws: `internal` when it is more than was announced.
    mutating func take(_ piece: ArraySlice<UInt8>) throws(LibraryError) {
        bytes.append(contentsOf: piece)
        guard bytes.count <= limit else { throw Self.notContents }
    }

    /// The files, once it is all there.
    ///
    /// - Throws: `internal` when it is not what was announced.
    func files() throws(LibraryError) -> [LibraryTree.File] {
        var files: [LibraryTree.File] = []
        var rest = bytes[...]
        for item in items {
            let header = Array("\(item.object) blob \(item.size)\n".utf8)
            let end = rest.startIndex + header.count + item.size
            guard rest.starts(with: header), end < rest.endIndex,
                rest[end] == UInt8(ascii: "\n")
            else { throw Self.notContents }
            let content = Array(rest[(rest.startIndex + header.count)..<end])
            files.append(LibraryTree.File(path: item.path, mode: item.mode, bytes: content))
            rest = rest[(end + 1)...]
        }
        return files
    }

    private static var notContents: LibraryError {
        LibraryError(.internal, "git gives other contents than it listed")
    }
}
