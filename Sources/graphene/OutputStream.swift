import Diagnostics
import Glibc

/// Descriptors that are written to, whole.
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

enum StandardError {
    /// Writes a line, whole.
    static func write(_ line: String) { writeAll(Array((line + "\n").utf8)) }

    /// Nobody is left to be told when it fails.
    static func writeAll(_ bytes: [UInt8]) { _ = OutputStream.write(bytes, to: 2) }
}

enum StandardOutput {
    /// Writes a text, whole; a reader who has seen enough and gone is no failure.
    static func print(_ text: String, terminator: String = "\n") throws(OutputFailure) {
        guard let (lost, number) = OutputStream.write(Array((text + terminator).utf8), to: 1),
            number != EPIPE
        else { return }
        throw OutputFailure(lost: lost, number)
    }
}

/// Standard output that takes no more, as on a full disk.
struct OutputFailure: UserFacingError {
    let code = ErrorCode.config
    let message: String
    let hint: String? = "make room where standard output goes; what was done stays done"

    /// The number is of the system's error; `lost` counts the bytes that were not written.
    init(lost: Int, _ number: Int32) {
        message =
            "cannot write standard output: \(String(cString: strerror(number))); "
            + "its last \(lost) byte\(lost == 1 ? "" : "s") are lost"
    }
}
