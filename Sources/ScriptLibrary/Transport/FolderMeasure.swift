import Diagnostics
import Glibc

/// How much git has written into a folder.
struct FolderMeasure {
    private var size = 0
    private var files = 0
    private var greatest = 0

    /// Looks at a folder and all below it.
    private init(_ folder: String, _ limits: TransportLimits) {
        measure(folder, limits)
    }

    /// Looks whether it may go on.
    ///
    /// - Throws: `limit_exceeded`.
    static func check(_ folder: String, _ limits: TransportLimits) throws(LibraryError) {
        let measure = FolderMeasure(folder, limits)
        guard measure.size <= limits.totalSize else { throw tooLarge(limits) }
        guard measure.files <= limits.files else {
            throw LibraryError(
                .limitExceeded, "the repository takes more than \(limits.files) files")
        }
    }

    /// Whether a file was cut off: the kernel ends who writes more, and git does not say so.
    static func isCutOff(_ folder: String, _ limits: TransportLimits) -> Bool {
        FolderMeasure(folder, limits).greatest >= limits.fileSize
    }

    static func tooLarge(_ limits: TransportLimits) -> LibraryError {
        let size = min(limits.fileSize, limits.totalSize)
        return LibraryError(
            .limitExceeded,
            "the repository is larger than a library may be: one commit of it takes "
                + "more than \(size >> 20) MB",
            hint: "move the scripts into a repository of their own")
    }

    private mutating func measure(_ folder: String, _ limits: TransportLimits) {
        // Files come and go while it is looked at.
        guard let stream = opendir(folder) else { return }
        defer { closedir(stream) }
        while files <= limits.files, let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name != ".", name != ".." else { continue }
            var status = stat()
            guard lstat("\(folder)/\(name)", &status) == 0 else { continue }
            files += 1
            size += Int(status.st_blocks) * 512
            greatest = max(greatest, Int(status.st_size))
            if status.st_mode & S_IFMT == S_IFDIR {
                measure("\(folder)/\(name)", limits)
            }
        }
    }
}
