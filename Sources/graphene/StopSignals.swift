import CLinux
import Glibc
import RunLoop

/// SIGINT, SIGTERM and SIGHUP as values instead of the end of the process.
enum StopSignals {
    /// Yields the signal's number each time one arrives, from this call on; once for a process.
    static func stream() -> AsyncStream<Int32> {
        let descriptor = glinux_catch_stop_signals()
        return AsyncStream { continuation in
            guard descriptor >= 0 else { return continuation.finish() }
            RunLoop.background().watch(descriptor) {
                var number: UInt8 = 0
                while read(descriptor, &number, 1) == 1 { continuation.yield(Int32(number)) }
            }
        }
    }
}
