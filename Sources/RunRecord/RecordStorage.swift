import CLinux
import Diagnostics
import Glibc

/// Where the lines of a record go: a file, or what a test has in its place.
package protocol RecordStorage: Sendable {
    /// Appends bytes: 0, or an error's number; some of them may be there then.
    func append(_ bytes: [UInt8]) -> Int32
    /// Takes back what goes beyond `size`, room that was taken there too.
    func cut(to size: Int)
    /// Takes room for the first `size` bytes: 0, or an error's number; `EOPNOTSUPP` where room cannot
    /// be taken before it is needed.
    func reserve(_ size: Int) -> Int32
    /// Returns once everything has reached the disk: 0, or an error's number.
    func sync() -> Int32
}

extension RecordStorage {
    package func reserve(_ size: Int) -> Int32 { EOPNOTSUPP }
}

/// A file that is open for appending, and locked as long as this process has it.
package final class FileStorage: RecordStorage {
    private let descriptor: Int32
    private let isDurable: Bool

    private init(_ descriptor: Int32, isDurable: Bool) {
        self.descriptor = descriptor
        self.isDurable = isDurable
    }

    deinit { close(descriptor) }

    /// Makes a file with its first bytes in it; it appears under its name only once they are there.
    ///
    /// An older file of that name is replaced.
    ///
    /// A durable one has reached the disk when this returns.
    ///
    /// - Throws: `config`, saying why it cannot be written.
    package static func make(
        _ path: String, holding bytes: [UInt8], isDurable: Bool
    ) throws(RecordError) -> FileStorage {
        func failure(_ number: Int32) -> RecordError {
            RecordError(
                .config, "cannot record the run in \(path): \(RunFolder.reason(number))",
                hint: number == ENOSPC || number == EDQUOT || number == EFBIG
                    ? "make room there, or set GRAPHENE_STATE_DIR to another folder"
                    : RunFolder.otherFolder)
        }
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./"
        let draft = "\(path).\(getpid()).new"
        unlink(draft)
        let flags = O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC | O_NOFOLLOW
        let descriptor = open(draft, flags, 0o600)
        guard descriptor >= 0 else { throw failure(errno) }
        let file = FileStorage(descriptor, isDurable: isDurable)
        flock(descriptor, LOCK_EX)
        var number = file.append(bytes)
        if number == 0, isDurable { number = file.sync() }
        if number == 0, rename(draft, path) != 0 { number = errno }
        guard number == 0 else {
            unlink(draft)
            throw failure(number)
        }
        guard isDurable else { return file }
        let parent = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if parent >= 0 {
            fsync(parent)
            close(parent)
        }
        return file
    }

    package func append(_ bytes: [UInt8]) -> Int32 {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return count < 0 ? errno : ENOSPC }
            rest = rest.dropFirst(count)
        }
        return 0
    }

    package func cut(to size: Int) { ftruncate(descriptor, off_t(size)) }

    package func reserve(_ size: Int) -> Int32 {
        guard isDurable else { return EOPNOTSUPP }
        return glinux_reserve(descriptor, Int64(size)) == 0 ? 0 : errno
    }

    package func sync() -> Int32 { fdatasync(descriptor) == 0 ? 0 : errno }
}
