import Glibc

extension WholeFile {
    /// Writes a file in place of what is there, whole or not at all; folders that lack are made.
    ///
    /// - Throws: `usage`, saying why it cannot be written.
    static func replace(_ path: String, with text: String) throws(UsageFailure) {
        func failure(_ reason: Int32) -> UsageFailure {
            UsageFailure(
                "cannot write \(path): \(String(cString: strerror(reason)))",
                hint: "name a folder that you may write to, on a disk with room")
        }
        for slash in path.indices.dropFirst() where path[slash] == "/" {
            guard mkdir(String(path[..<slash]), 0o777) == 0 || errno == EEXIST else {
                throw failure(errno)
            }
        }
        let name = "\(path).\(UInt64.random(in: 0 ... .max))"
        let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
        guard descriptor >= 0 else { throw failure(errno) }
        let lost = OutputStream.write(Array(text.utf8), to: descriptor)
        let isClosed = close(descriptor) == 0
        guard lost == nil, isClosed, rename(name, path) == 0 else {
            let reason = lost?.number ?? errno
            unlink(name)
            throw failure(reason)
        }
    }
}
