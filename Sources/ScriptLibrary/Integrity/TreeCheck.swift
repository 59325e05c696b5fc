import Diagnostics

/// Judges the files of a library, one after the other, then all together.
struct TreeCheck {
    let limits: TreeLimits
    private var count = 0
    private var size = 0
    /// What is a file, by its path's bytes: a `String` would hold two spellings of a name to be one.
    private var files: Set<[UInt8]> = []
    /// Each file and folder, by a spelling that those which differ only in case share.
    private var spellings: [String: [UInt8]] = [:]

    init(limits: TreeLimits) {
        self.limits = limits
    }

    /// Takes one more file.
    ///
    /// - Throws: `integrity` for its path, `limit_exceeded` for its size.
    mutating func add(
        _ path: String, _ mode: TreeEntry.Mode, size bytes: Int
    ) throws(LibraryError) {
        try LibraryPath.check(path)
        guard bytes <= limits.fileSize else {
            throw LibraryError(
                .limitExceeded,
                "the library has a file `\(path)` of \(bytes) bytes; "
                    + "a file may have \(limits.fileSize)",
                hint: "keep data that scripts do not need out of the library's repository")
        }
        count += 1
        guard count <= limits.files else {
            throw LibraryError(.limitExceeded, "the library has more than \(limits.files) files")
        }
        size += bytes
        guard size <= limits.totalSize else {
            throw LibraryError(
                .limitExceeded, "the library has more than \(limits.totalSize >> 20) MB of files")
        }
        guard files.insert(Array(path.utf8)).inserted else {
            throw LibraryError(
                .integrity, "the library has two files `\(path)`")
        }
        try noteSpellings(of: path)
    }

    /// Looks at what only all files together tell.
    ///
    /// - Parameter links: The path of each link, and what it points to.
    /// - Throws: `integrity`.
    func finish(links: [(path: String, target: [UInt8])]) throws(LibraryError) {
        for file in files {
            var folder = file[...]
            while let slash = folder.lastIndex(of: UInt8(ascii: "/")) {
                folder = folder[..<slash]
                guard !files.contains(Array(folder)) else {
                    let name = String(decoding: folder, as: UTF8.self)
                    throw LibraryError(
                        .integrity, "the library has `\(name)` both as a file and as a folder")
                }
            }
        }
        guard !links.isEmpty else { return }
        let resolution = LinkResolution(links)
        for link in links { try resolution.check(link.path, link.target) }
    }

    private mutating func noteSpellings(of path: String) throws(LibraryError) {
        let steps = path.split(separator: "/")
        for count in 1...steps.count {
            let name = steps[..<count].joined(separator: "/")
            let bytes = Array(name.utf8)
            let known = spellings.updateValue(bytes, forKey: name.lowercased())
            guard let known, known != bytes else { continue }
            let other = String(decoding: known, as: UTF8.self)
            throw LibraryError(
                .integrity,
                "the library has `\(other)` and `\(name)`, names that some file "
                    + "systems hold to be one")
        }
    }
}
