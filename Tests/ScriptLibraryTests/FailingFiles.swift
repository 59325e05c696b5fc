import Diagnostics
import ScriptLibrary
import Synchronization

/// The files of the disk, of which one call fails: the process is killed there, or the disk is full.
final class FailingFiles: ProjectFiles {
    enum Failure: CaseIterable {
        /// The call does nothing, and nothing is done after it.
        case killedBefore
        /// The call does half of it, if halves there are, and nothing is done after it.
        case killedAmid
        /// The call does nothing, and others go on.
        case error
    }

    private let disk = DiskFiles()
    private let failing: Int
    /// The end of the path that nothing can be put in place of.
    private let refused: String?
    private let failure: Failure
    private let state = Mutex((count: 0, isDead: false))

    /// Has the call of a number fail, from 0 on.
    init(at number: Int, _ failure: Failure) {
        failing = number
        self.failure = failure
        refused = nil
    }

    /// Has nothing be put in place of a file, ever.
    init(refusing path: String) {
        failing = .max
        failure = .error
        refused = path
    }

    /// How many calls there were that change something.
    var count: Int { state.withLock { $0.count } }

    private static let error = LibraryError(.config, "No space left on device")

    private func step(
        half: () throws(LibraryError) -> Void = {}, whole: () throws(LibraryError) -> Void
    ) throws(LibraryError) {
        let (number, isDead) = state.withLock { state in
            defer { state.count += 1 }
            if failure != .error, state.count == failing { state.isDead = true }
            return (state.count, state.isDead)
        }
        if number == failing {
            if failure == .killedAmid { try half() }
            throw Self.error
        }
        if isDead { throw Self.error }
        try whole()
    }

    func read(_ path: String) throws(LibraryError) -> [UInt8]? { try disk.read(path) }

    func identity(of path: String) -> FileIdentity? { disk.identity(of: path) }

    func write(_ bytes: [UInt8], to path: String, mode: UInt32) throws(LibraryError) {
        try step { () throws(LibraryError) in
            try disk.write(Array(bytes.prefix(bytes.count / 2)), to: path, mode: mode)
        } whole: { () throws(LibraryError) in
            try disk.write(bytes, to: path, mode: mode)
        }
    }

    func rename(_ path: String, to other: String) throws(LibraryError) {
        if let refused, other.hasSuffix(refused) { throw Self.error }
        try step { () throws(LibraryError) in
            try disk.rename(path, to: other)
        } whole: { () throws(LibraryError) in
            try disk.rename(path, to: other)
        }
    }

    func remove(_ path: String) throws(LibraryError) {
        try step { () throws(LibraryError) in try disk.remove(path) }
    }

    func synchronize(folder path: String) throws(LibraryError) {
        try step { () throws(LibraryError) in try disk.synchronize(folder: path) }
    }
}
