/// How much a library may be.
package struct TreeLimits: Sendable {
    /// The greatest size of one file, in bytes.
    package var fileSize: Int
    /// The greatest size of all files together, in bytes.
    package var totalSize: Int
    /// How many files there may be.
    package var files: Int

    /// 1 MB a file, 64 MB in all, 10,000 files.
    package static let usual = TreeLimits(
        fileSize: 1 << 20, totalSize: 64 << 20, files: 10_000)

    /// None, for what was judged before.
    static let none = TreeLimits(fileSize: .max, totalSize: .max, files: .max)

    package init(fileSize: Int, totalSize: Int, files: Int) {
        self.fileSize = fileSize
        self.totalSize = totalSize
        self.files = files
    }
}
