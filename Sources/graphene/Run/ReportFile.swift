import Diagnostics
import Glibc
import JSONDocument

/// The file of `--report`: the run as one JSON document, whatever standard output gets.
struct ReportFile {
    private let path: String

    /// Finds out before the run whether the file can be written; it is empty until the run is over.
    ///
    /// - Throws: `config` when it cannot.
    init(path: String) throws(ReportFailure) {
        self.path = path
        // An earlier run's document must not be taken for that of one that was killed.
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw ReportFailure(path, errno) }
        close(descriptor)
    }

    /// - Throws: `config` when not all could be written.
    func write(_ document: JSONValue) throws(ReportFailure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw ReportFailure(path, errno) }
        var problem = OutputStream.write(Outgoing.document(document), to: descriptor)?.number
        if close(descriptor) != 0, problem == nil { problem = errno }
        if let problem { throw ReportFailure(path, problem) }
    }
}

struct ReportFailure: UserFacingError {
    let code = ErrorCode.config
    let message: String
    let hint: String? = "name a file that can be written, on a disk with room"

    init(_ path: String, _ number: Int32) {
        message = "cannot write the report \(path): \(String(cString: strerror(number)))"
    }
}
