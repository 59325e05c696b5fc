import Diagnostics
import Glibc

/// Temporary folders in a folder that several processes share; none of them outlives its user for long.
///
/// Each is locked while it is used. One that is not, its process was killed: the next one removes it.
package struct ScratchFolders: Sendable {
    /// Where they are made; it is made with the first.
    package let root: String
    /// What their names begin with; nothing else does there.
    private let prefix: String

    package init(in root: String, prefix: String = "tmp-") {
        self.root = root
        self.prefix = prefix
    }

    /// Makes a folder for a while; what is left in it afterwards goes with it.
    ///
    /// - Throws: `config` when there can be none, and what `body` throws.
    func withFolder<Result>(
        _ body: (_ path: String) throws(LibraryError) -> Result
    ) throws(LibraryError) -> Result {
        try Folder.make(root)
        let rootLock = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard rootLock >= 0 else { throw LibraryFile.failure("open", root) }
        defer { close(rootLock) }
        removeAbandoned(from: rootLock)
        let path = "\(root)/\(prefix)\(String(UInt64.random(in: 0 ... .max), radix: 36))"
        // Between these two, a folder looks abandoned.
        _ = flock(rootLock, LOCK_SH)
        guard mkdir(path, 0o700) == 0 else { throw LibraryFile.failure("make", path) }
        let lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if lock >= 0 { _ = flock(lock, LOCK_EX) }
        _ = flock(rootLock, LOCK_UN)
        defer {
            Folder.remove(path)
            if lock >= 0 { close(lock) }
        }
        return try body(path)
    }

    /// Removes what killed processes left; what others make at this moment is left alone.
    func removeAbandoned() {
        let rootLock = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard rootLock >= 0 else { return }
        removeAbandoned(from: rootLock)
        close(rootLock)
    }

    private func removeAbandoned(from rootLock: Int32) {
        guard flock(rootLock, LOCK_EX | LOCK_NB) == 0 else { return }
        defer { _ = flock(rootLock, LOCK_UN) }
        for name in Folder.names(root) ?? [] where name.hasPrefix(prefix) {
            let path = "\(root)/\(name)"
            let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { Folder.remove(path) }
            close(descriptor)
        }
    }
}
