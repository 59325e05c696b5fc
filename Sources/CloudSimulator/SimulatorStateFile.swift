import Diagnostics
import Glibc

/// The file in which a simulated cloud outlives its process.
package struct SimulatorStateFile: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// Reads the cloud, or returns nil when the file does not exist yet.
    ///
    /// - Throws: `config` when it cannot be read or is not a simulated cloud's state.
    package func load() throws(SimulatorError) -> CloudSimulator? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        if file < 0 && errno == ENOENT { return nil }
        guard file >= 0 else { throw failure("read", errno) }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(file, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw failure("read", errno) }
            guard count > 0 else { break }
            bytes += chunk[..<count]
            guard bytes.count <= 256 << 20 else { throw failure("read", EFBIG) }
        }
        return try CloudSimulator(reading: bytes, from: path)
    }

    /// Replaces the file by the cloud's present state, or leaves it as it was.
    ///
    /// The new text is on the disk before the old name points to it; only the owner may read it.
    ///
    /// - Throws: `config` when it cannot be written.
    package func save(_ cloud: CloudSimulator) throws(SimulatorError) {
        let bytes = try cloud.saved()
        let target = resolved
        var template = Array("\(target).XXXXXX".utf8CString)
        let file = mkstemp(&template)
        guard file >= 0 else { throw failure("write", errno) }
        let temporary = String(
            decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        var problem = write(bytes, to: file)
        if problem == 0 && fsync(file) != 0 { problem = errno }
        if close(file) != 0 && problem == 0 { problem = errno }
        if problem == 0 && rename(temporary, target) != 0 { problem = errno }
        guard problem == 0 else {
            unlink(temporary)
            throw failure("write", problem)
        }
        synchronizeFolder(of: target)
    }

    /// The file that a link leads to, so that the link stays one.
    private var resolved: String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    /// Returns 0, or why not all could be written.
    private func write(_ bytes: [UInt8], to file: Int32) -> Int32 {
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

    private func synchronizeFolder(of target: String) {
        let parts = target.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let folder = parts.isEmpty ? "." : parts.joined(separator: "/") + "/"
        let file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else { return }
        _ = fsync(file)
        close(file)
    }

    private func failure(_ verb: String, _ number: Int32) -> SimulatorError {
        SimulatorError(
            .config,
            "cannot \(verb) the simulator state \(path): \(String(cString: strerror(number)))",
            hint: "name a file in a folder that you may write to")
    }
}
