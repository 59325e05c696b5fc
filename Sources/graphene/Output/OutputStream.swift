import Glibc

/// Descriptors that are written to, whole.
///
/// What is written here has been through `Outgoing`: nothing else in this program writes to a
/// descriptor that leads out of it, but for the record, which has a redaction of its own.
enum OutputStream {
    /// Writes everything; returns what is not written then, and why, when it cannot.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> (lost: Int, number: Int32)? {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            if count < 0 && errno == EAGAIN {
                var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&ready, 1, -1)
                continue
            }
            guard count > 0 else { return (rest.count, count < 0 ? errno : EIO) }
            rest = rest.dropFirst(count)
        }
        return nil
    }
}
