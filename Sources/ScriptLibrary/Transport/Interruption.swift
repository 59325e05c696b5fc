import Diagnostics
import CLinux
import Glibc

/// The wish that what is under way should stop, from any thread.
package final class Interruption: Sendable {
    /// Readable once it was asked for; -1 where no descriptor was left.
    let descriptor: Int32

    package init() {
        descriptor = glinux_event_counter()
    }

    deinit { close(descriptor) }

    /// Asks for it; it cannot be taken back.
    package func request() {
        var count: UInt64 = 1
        _ = write(descriptor, &count, MemoryLayout.size(ofValue: count))
    }

    /// Whether it was asked for.
    package var isRequested: Bool {
        var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return glinux_poll(&ready, 1, 0) > 0
    }

    /// Goes on unless it was asked for.
    ///
    /// - Throws: `cancelled`.
    package func check() throws(LibraryError) {
        if isRequested { throw Self.failure }
    }

    static var failure: LibraryError {
        LibraryError(.cancelled, "stopped; nothing was changed")
    }
}
