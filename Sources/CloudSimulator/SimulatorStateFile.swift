import Diagnostics
import Glibc
import Synchronization

/// The file in which a simulated cloud outlives its process, for one process at a time.
///
/// The lock is on the file itself. A file that replaces it is locked before it has the name, so that
/// there is no moment at which two processes hold the same cloud.
package final class SimulatorStateFile: Sendable {
    private static let sizeLimit = 64 << 20

    package let path: String
    /// Where a link leads, so that the link stays one.
    private let target: String
    /// The locked file, or -1 as long as there is none.
    private let claimed: Mutex<Int32>

    /// Takes the file for this process alone, until `deinit`; one that does not exist is taken when
    /// it is first saved.
    ///
    /// - Throws: `conflict` when another process has it; `config` when it could not be written later.
    package init(path: String) throws(SimulatorError) {
        let target = Self.resolve(path)
        self.path = path
        self.target = target
        claimed = Mutex(try Self.claim(target, as: path))
        let (trial, name) = try makeTemporary()
        close(trial)
        unlink(name)
    }

    deinit {
        let file = claimed.withLock { $0 }
        if file >= 0 { Self.release(file) }
    }

    /// Reads the cloud, or returns nil when the file does not exist yet.
    ///
    /// - Throws: `config` when it cannot be read or is not a simulated cloud's state.
    package func load() throws(SimulatorError) -> CloudSimulator? {
        let file = claimed.withLock { $0 }
        guard file >= 0 else { return nil }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = pread(file, &chunk, chunk.count, bytes.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw Self.failure("read", path, errno) }
            guard count > 0 else { break }
            bytes += chunk[..<count]
            guard bytes.count <= Self.sizeLimit else {
                throw Self.failure(
                    "use", path, "it is larger than \(Self.sizeLimit >> 20) MB",
                    hint: "move the file away to start from the sample account")
            }
        }
        return try CloudSimulator(reading: bytes, from: path)
    }

    /// Replaces the file by the cloud's present state, or leaves it as it was.
    ///
    /// The new text is on the disk before the old name points to it; only the owner may read it.
    ///
    /// - Throws: `config` when it cannot be written; `conflict` when it is another process's by now.
    package func save(_ cloud: CloudSimulator) throws(SimulatorError) {
        let bytes = try cloud.saved()
        let (file, temporary) = try makeTemporary()
        var problem = Self.write(bytes, to: file)
        if problem == 0 && fsync(file) != 0 { problem = errno }
        if problem == 0 && flock(file, LOCK_EX | LOCK_NB) != 0 { problem = errno }
        if problem == 0 { problem = name(temporary, file) }
        guard problem == 0 else {
            unlink(temporary)
            close(file)
            throw problem == EEXIST ? Self.conflict(path) : Self.failure("write", path, problem)
        }
        synchronizeFolder()
    }

    /// Gives a locked file the name, and keeps it instead of the one before.
    ///
    /// Returns 0, or why not.
    private func name(_ temporary: String, _ file: Int32) -> Int32 {
        claimed.withLock { claimed in
            if Self.isNamed(target, claimed) {
                guard rename(temporary, target) == 0 else { return errno }
            } else {
                // Unlike a rename, a link never takes the place of what another process has made.
                guard link(temporary, target) == 0 else { return errno }
                unlink(temporary)
            }
            if claimed >= 0 { Self.release(claimed) }
            claimed = file
            return 0
        }
    }

    private func makeTemporary() throws(SimulatorError) -> (file: Int32, name: String) {
        var template = Array("\(target).XXXXXX".utf8CString)
        let file = mkstemp(&template)
        guard file >= 0 else { throw Self.failure("write", path, errno) }
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        let name = String(
            decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        return (file, name)
    }

    private func synchronizeFolder() {
        let parts = target.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let folder = parts.isEmpty ? "." : parts.joined(separator: "/") + "/"
        let file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else { return }
        _ = fsync(file)
        close(file)
    }
}

// MARK: The lock

extension SimulatorStateFile {
    private static func resolve(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    /// Opens and locks a file; returns -1 when it does not exist.
    private static func claim(_ target: String, as path: String) throws(SimulatorError) -> Int32 {
        while true {
            // Open for writing too: what may not be written is found now, and not after the run.
            let file = open(target, O_RDWR | O_CLOEXEC | O_NONBLOCK)
            if file < 0 {
                guard errno == ENOENT else { throw failure("write", path, errno) }
                var status = stat()
                guard lstat(target, &status) != 0 else {
                    throw failure("write", path, "it is a link to what does not exist")
                }
                return -1
            }
            var status = stat()
            guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                close(file)
                throw failure("use", path, "it is no regular file")
            }
            guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
                let number = errno
                close(file)
                throw number == EWOULDBLOCK ? conflict(path) : failure("lock", path, number)
            }
            if isNamed(target, file) { return file }
            // Another process has replaced it between the opening and the lock.
            close(file)
        }
    }

    /// Unlocks before closing: a process that is just being started has the file open too, until it
    /// comes to its own program.
    private static func release(_ file: Int32) {
        flock(file, LOCK_UN)
        close(file)
    }

    /// Whether a path leads to an open file.
    private static func isNamed(_ target: String, _ file: Int32) -> Bool {
        var (own, named) = (stat(), stat())
        return file >= 0 && fstat(file, &own) == 0 && stat(target, &named) == 0
            && own.st_ino == named.st_ino && own.st_dev == named.st_dev
    }

    /// Returns 0, or why not all could be written.
    private static func write(_ bytes: [UInt8], to file: Int32) -> Int32 {
        var offset = 0
        while offset < bytes.count {
            let count = bytes[offset...].withUnsafeBytes {
                Glibc.write(file, $0.baseAddress, $0.count)
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { return errno }
            offset += count
        }
        return 0
    }

    private static func conflict(_ path: String) -> SimulatorError {
        SimulatorError(
            .conflict, "the simulator state \(path) is in use by another graphene",
            hint: "wait until that has ended, or name another file")
    }

    private static func failure(
        _ verb: String, _ path: String, _ number: Int32
    ) -> SimulatorError {
        failure(verb, path, String(cString: strerror(number)))
    }

    private static func failure(
        _ verb: String, _ path: String, _ reason: String,
        hint: String = "name a file that you may write, in a folder that you may write to"
    ) -> SimulatorError {
        SimulatorError(
            .config, "cannot \(verb) the simulator state \(path): \(reason)", hint: hint)
    }
}
