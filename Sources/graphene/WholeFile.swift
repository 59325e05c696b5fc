import Glibc

/// Small files that a person names: also pipes, as the shell's `<(…)` makes them.
enum WholeFile {
    /// - Throws: `usage`, saying why the file cannot be read.
    static func read(
        _ path: String, limit: Int, as what: String
    ) throws(UsageFailure) -> [UInt8] {
        func failure(_ reason: String) -> UsageFailure {
            UsageFailure(
                "cannot read \(what) in \(path): \(reason)", hint: "check its path and mode")
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count <= limit {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(String(cString: strerror(errno))) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer[..<count])
        }
        throw failure("it is larger than \(limit >> 10) KB")
    }
}
