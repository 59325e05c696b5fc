import Diagnostics

/// Reads what `ls-remote --tags` prints.
struct GitTagList {
    private let limits: TransportLimits
    private var commits: [String: String] = [:]
    private var unfinished: [UInt8] = []
    private var size = 0

    init(limits: TransportLimits) {
        self.limits = limits
    }

    /// The tags, sorted by the bytes of their names.
    var tags: [GitSource.Tag] {
        commits.map { GitSource.Tag(name: $0.key, commit: $0.value) }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// Takes a piece of it.
    ///
    /// - Throws: `limit_exceeded`.
    mutating func take(_ piece: ArraySlice<UInt8>) throws(LibraryError) {
        size += piece.count
        for byte in piece {
            guard byte == UInt8(ascii: "\n") else {
                unfinished.append(byte)
                continue
            }
            finishLine()
        }
        guard size <= limits.listSize, commits.count <= limits.tags else {
            throw LibraryError(
                .limitExceeded, "the repository has more than \(limits.tags) tags",
                hint: "name the commit instead: `graphene lib add URL@COMMIT`")
        }
    }

    private mutating func finishLine() {
        defer { unfinished = [] }
        let words = String(decoding: unfinished, as: UTF8.self).split(separator: "\t")
        guard words.count == 2, GitSource.isCommit(words[0]), words[1].hasPrefix("refs/tags/")
        else { return }
        let name = words[1].dropFirst("refs/tags/".count)
        // An annotated tag is an object of its own; the commit it is of follows it.
        if name.hasSuffix("^{}") {
            commits[String(name.dropLast(3))] = String(words[0])
        } else {
            commits[String(name), default: String(words[0])] = String(words[0])
        }
    }
}
