/// How much fetching a library may take.
package struct TransportLimits: Sendable {
    /// How long one question or one fetch may last.
    package var time: Duration
    /// The greatest size of a file that git writes, in bytes: of what one commit comes packed in.
    package var fileSize: Int
    /// The greatest size of all that git writes, in bytes.
    package var totalSize: Int
    /// How many files git may write.
    package var files: Int
    /// The greatest size of a list that git prints, in bytes.
    package var listSize: Int
    /// How many tags a repository may have.
    package var tags: Int
    /// What the fetched commit may hold.
    package var tree: TreeLimits

    /// 2 minutes, 64 MB in one file and 96 MB in all, 500 files, 100,000 tags in 16 MB.
    package static let usual = TransportLimits(
        time: .seconds(120), fileSize: 64 << 20, totalSize: 96 << 20, files: 500,
        listSize: 16 << 20, tags: 100_000, tree: .usual)
}
