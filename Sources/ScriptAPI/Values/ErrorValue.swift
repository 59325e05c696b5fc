import CloudClient
package import Diagnostics
package import ScriptWire

extension WireValue {
    /// An error as a script catches it: a table with the fields that `lua-api` promises.
    package init(_ error: any UserFacingError) {
        var fields: [(String, WireValue?)] = [
            ("code", .text(error.code.rawValue)), ("message", .text(error.message)),
            ("hint", error.hint.map { .text($0) }), ("retryable", .boolean(error.code.isRetryable)),
        ]
        if let error = error as? CloudError {
            fields.removeLast()
            fields += [
                ("retryable", .boolean(error.retryable)), ("verb", .text(error.verb)),
                ("target", error.target.map { .text($0) }),
                ("http_status", error.httpStatus.map { .integer(Int64($0)) }),
                ("request_id", error.requestID.map { .text($0) }),
                ("after", error.retryAfter.map { .seconds($0) }),
                (
                    "operation",
                    error.pending.map(Self.operation)
                        ?? (error.operation ?? error.lockedBy).map(Self.operation)
                ),
            ]
        }
        self = .fields(fields)
    }

    /// The operation of a change that was accepted, which waiting for returns what the change would
    /// have returned.
    private static func operation(_ pending: PendingChange) -> WireValue {
        let fields = WireMap(fields: [
            ("id", .text(pending.operation?.id)), ("status", "accepted"),
            ("started_at", .time(pending.acceptedAt)),
        ])
        return .handle(WireHandle(kind: "operation", id: pending.handleID, fields: fields))
    }

    /// An operation that may still be running, as a handle that can be waited for.
    private static func operation(_ reference: OperationReference) -> WireValue {
        let id = HandleID.join(reference.databaseID, reference.id)
        let fields = WireMap(fields: [
            ("id", .text(reference.id))
        ])
        return .handle(WireHandle(kind: "operation", id: id, fields: fields))
    }
}
