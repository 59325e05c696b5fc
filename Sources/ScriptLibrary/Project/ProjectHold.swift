import Diagnostics
import Glibc

/// The right to change a project, which one process has at a time; it ends with the process.
package final class ProjectHold: Sendable {
    private let descriptor: Int32

    /// Waits until nobody else changes the project.
    ///
    /// - Parameters:
    ///   - folder: The project's.
    ///   - wait: Called once, before it waits.
    /// - Throws: `config` when the folder cannot be opened.
    package init(_ folder: String, wait: () -> Void) throws(LibraryError) {
        descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw DiskFiles.failure("open", folder) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) != 0 else { return }
        wait()
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else {
                let error = DiskFiles.failure("hold", folder)
                close(descriptor)
                throw error
            }
        }
    }

    deinit { close(descriptor) }
}
