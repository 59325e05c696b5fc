import CloudClient
import Diagnostics
import Glibc
import JSONDocument
import Synchronization
import Timekeeping

/// The file of `--trace`: one JSON line for each HTTP exchange, nothing secret in it.
final class TraceFile: Sendable {
    private struct State {
        var descriptor: Int32
        var failure: Int32?
    }

    private let path: String
    private let state: Mutex<State>

    /// - Throws: `config` when the file cannot be made.
    init(path: String) throws(TraceFailure) {
        self.path = path
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw TraceFailure(path, errno) }
        state = Mutex(State(descriptor: descriptor))
    }

    func append(_ exchange: Exchange) {
        let line = Outgoing.line(Self.document(of: exchange))
        state.withLock { state in
            guard state.failure == nil else { return }
            state.failure = OutputStream.write(line, to: state.descriptor)?.number
        }
    }

    /// - Throws: `config` when not everything could be written: the trace is cut, the run was not.
    func close() throws(TraceFailure) {
        let failure = state.withLock { state in
            if Glibc.close(state.descriptor) != 0, state.failure == nil { state.failure = errno }
            return state.failure
        }
        if let failure { throw TraceFailure(path, failure) }
    }

    private static func document(of exchange: Exchange) -> JSONValue {
        var members: [String: JSONValue] = [
            "at": .string(Timestamp.format(exchange.startedAt)),
            "elapsed_ms": .integer(exchange.elapsed.nanoseconds / 1_000_000),
            "method": .string(exchange.method), "path": .string(exchange.path),
        ]
        members["request"] = exchange.requestBody
        members["status"] = exchange.status.map { .integer(Int64($0)) }
        members["request_id"] = exchange.requestID.map { .string($0) }
        members["response"] = exchange.responseBody
        members["failure"] = exchange.failure.map { .string($0) }
        return .object(members)
    }
}

struct TraceFailure: UserFacingError {
    let code = ErrorCode.config
    let message: String
    let hint: String? =
        "name a file that can be written, on a disk with room; the run does not need it"

    init(_ path: String, _ number: Int32) {
        message = "cannot write the trace \(path): \(String(cString: strerror(number)))"
    }
}
