import Diagnostics
import Glibc

/// Writes and reads files of libraries whole.
enum LibraryFile {
    /// Writes a new file; one that is there already, or a link, is not written through.
    ///
    /// - Throws: `config`, naming the path.
    static func write(_ bytes: [UInt8], to path: String, mode: mode_t) throws(LibraryError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw failure("write", path) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let error = failure("write", path)
                close(descriptor)
                throw error
            }
            rest = rest.dropFirst(count)
        }
        // The mode above is lessened by the user's mask, which others' need to read must outlive.
        guard fchmod(descriptor, mode) == 0, close(descriptor) == 0 else {
            throw failure("write", path)
        }
    }

    /// Reads an open file to its end.
    ///
    /// - Throws: `config`, and `limit_exceeded` when it has grown meanwhile.
    static func read(_ descriptor: Int32, limit: Int, _ path: String) throws(LibraryError)
        -> [UInt8]
    {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("read", path) }
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
            guard bytes.count <= limit else {
                throw LibraryError(.limitExceeded, "\(path) has more than \(limit) bytes")
            }
        }
    }

    /// Reads a file; nil when it is not there, is no file, is too large or cannot be read.
    static func contents(of path: String, limit: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_size <= limit
        else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var size = 0
        while size < bytes.count {
            let count = bytes.withUnsafeMutableBytes {
                Glibc.read(
                    descriptor, UnsafeMutableRawBufferPointer(rebasing: $0[size...]).baseAddress,
                    $0.count - size)
            }
            guard count > 0 else { return nil }
            size += count
        }
        return bytes
    }

    /// What a link points to; nil when it is none.
    static func target(ofLink name: String, in folder: Int32 = AT_FDCWD) -> [UInt8]? {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlinkat(folder, name, &target, target.count)
        return count < 0 ? nil : target[..<count].map { UInt8(bitPattern: $0) }
    }

    /// What the last system call failed for, on this path.
    static func failure(_ verb: String, _ path: String) -> LibraryError {
        let number = errno
        return LibraryError(
            .config, "cannot \(verb) \(path): \(String(cString: strerror(number)))",
            hint: number == ENOSPC || number == EDQUOT ? "make room on the disk" : nil)
    }
}
