import Diagnostics
import Glibc

/// The files of a project, as what changes them sees them: tests stop it at each of these calls.
package protocol ProjectFiles: Sendable {
    /// A file's bytes; nil when there is none.
    func read(_ path: String) throws(LibraryError) -> [UInt8]?
    /// What tells one state of a file from another; nil when there is none.
    func identity(of path: String) -> FileIdentity?
    /// Writes a file anew, onto the disk, in place of one that is there.
    func write(_ bytes: [UInt8], to path: String, mode: UInt32) throws(LibraryError)
    /// Puts a file in another's place, at once.
    func rename(_ path: String, to other: String) throws(LibraryError)
    /// Removes a file; one that is not there is no failure.
    func remove(_ path: String) throws(LibraryError)
    /// Has the disk know the names in a folder.
    func synchronize(folder path: String) throws(LibraryError)
}

/// One state of a file.
package struct FileIdentity: Hashable, Sendable {
    package var number: UInt64
    package var size: Int64
    package var changedAt: [Int]
    package var mode: UInt32
    package var isLink: Bool
}

/// The files of the disk.
package struct DiskFiles: ProjectFiles {
    private static let sizeLimit = 4 << 20

    package init() {}

    package func read(_ path: String) throws(LibraryError) -> [UInt8]? {
        // A pipe without a writer would keep us waiting for ever.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw Self.failure("read", path)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count <= Self.sizeLimit {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.failure("read", path) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer[..<count])
        }
        throw LibraryError(.config, "cannot read \(path): it is larger than 4 MB")
    }

    package func identity(of path: String) -> FileIdentity? {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        return FileIdentity(
            number: UInt64(status.st_ino), size: Int64(status.st_size),
            changedAt: [
                status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec,
                status.st_ctim.tv_nsec,
            ], mode: status.st_mode & 0o777, isLink: status.st_mode & S_IFMT == S_IFLNK)
    }

    package func write(
        _ bytes: [UInt8], to path: String, mode: UInt32
    ) throws(LibraryError) {
        try remove(path)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw Self.failure("write", path) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
        }
        guard rest.isEmpty, fsync(descriptor) == 0 else {
            let error = Self.failure("write", path)
            close(descriptor)
            unlink(path)
            throw error
        }
        close(descriptor)
    }

    package func rename(_ path: String, to other: String) throws(LibraryError) {
        guard Glibc.rename(path, other) == 0 else { throw Self.failure("write", other) }
    }

    package func remove(_ path: String) throws(LibraryError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw Self.failure("remove", path) }
    }

    package func synchronize(folder path: String) throws(LibraryError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure("open", path) }
        defer { close(descriptor) }
        // Some file systems cannot, and then nothing more can be done.
        _ = fsync(descriptor)
    }

    static func failure(_ verb: String, _ path: String) -> LibraryError {
        let number = errno
        return LibraryError(
            .config, "cannot \(verb) \(path): \(String(cString: strerror(number)))",
            hint: number == ENOSPC || number == EDQUOT
                ? "make room on the disk" : "check its path and mode")
    }
}
