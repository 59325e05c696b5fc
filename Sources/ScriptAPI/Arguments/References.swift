package import CloudClient
import Diagnostics
import JSONDocument
package import ScriptWire

extension DatabaseReference: ScriptArgument {
    package static var kinds: [ArgumentKind] { [.database, .string] }
    package static var expectation: String { #"a database such as "production/orders""# }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        switch value {
        case .handle(let handle) where handle.kind == "database": self = .id(handle.id)
        case .bytes:
            guard let text = value.text, !text.isEmpty else { throw Self.mismatch(value) }
            self.init(text)
        default: throw Self.mismatch(value)
        }
    }
}

extension EnvironmentReference: ScriptArgument {
    package static var kinds: [ArgumentKind] { [.environment, .string] }
    package static var expectation: String { #"an environment such as "production""# }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        switch value {
        case .handle(let handle) where handle.kind == "environment": self = .id(handle.id)
        case .bytes:
            guard let text = value.text, !text.isEmpty else { throw Self.mismatch(value) }
            self.init(text)
        default: throw Self.mismatch(value)
        }
    }
}

/// How a script names a snapshot: by handle, or as `environment/name@label` (or `@id`).
package enum SnapshotReference: ScriptArgument, Hashable {
    case handle(String)
    case named(DatabaseReference, snapshot: String)

    package static var kinds: [ArgumentKind] { [.snapshot, .string] }
    package static var expectation: String {
        #"a snapshot, or its name such as "production/orders@before-upgrade""#
    }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        switch value {
        case .handle(let handle) where handle.kind == "snapshot":
            self = .handle(handle.id)
        case .bytes:
            guard let text = value.text, let at = text.firstIndex(of: "@"), at != text.startIndex,
                at != text.index(before: text.endIndex)
            else { throw Self.mismatch(value) }
            self = .named(
                DatabaseReference(String(text[..<at])),
                snapshot: String(text[text.index(after: at)...]))
        default: throw Self.mismatch(value)
        }
    }
}

/// An operation that a script holds.
package struct OperationArgument: ScriptArgument {
    let handleID: String
    /// Empty for a copy that the cloud has not named yet.
    let databaseID: String
    let operationID: String

    package static var kinds: [ArgumentKind] { [.operation] }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        guard case .handle(let handle) = value, handle.kind == "operation",
            let parts = HandleID.split(handle.id, count: 2), let operation = parts[1]
        else { throw Self.mismatch(value) }
        handleID = handle.id
        databaseID = parts[0] ?? ""
        operationID = operation
    }
}

/// A switch of connections that a script holds.
package struct DNSSwitchArgument: ScriptArgument {
    let handleID: String

    package static var kinds: [ArgumentKind] { [.dnsSwitch] }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        guard case .handle(let handle) = value, handle.kind == "dns_switch" else {
            throw Self.mismatch(value)
        }
        handleID = handle.id
    }
}

/// Either kind of thing that a new database can be made from.
package enum OriginReference: ScriptArgument {
    case database(DatabaseReference)
    case snapshot(SnapshotReference)

    package static var kinds: [ArgumentKind] { [.snapshot, .database, .string] }
    package static var expectation: String { "a snapshot or a database" }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        if let snapshot = try? SnapshotReference(value) {
            self = .snapshot(snapshot)
        } else if let database = try? DatabaseReference(value) {
            self = .database(database)
        } else {
            throw Self.mismatch(value)
        }
    }
}

extension EffectContext {
    /// Finds the snapshot that a reference names.
    ///
    /// - Throws: `not_found`, `ambiguous`.
    func snapshot(_ reference: SnapshotReference) async throws -> Snapshot {
        switch reference {
        case .handle(let id):
            return try memory.snapshot(id) ?? described(id)
        case .named(let database, let name):
            return try await snapshot(name, of: cloud.database(database, for: .reading))
        }
    }

    /// A snapshot of another run's, of which only the handle's id is known.
    private func described(_ handleID: String) throws(APIFailure) -> Snapshot {
        guard let parts = HandleID.split(handleID, count: 3), let id = parts[2] else {
            throw APIFailure(.usage, "this is not a snapshot that graphene gave out")
        }
        var members: [String: JSONValue] = ["id": .string(id)]
        members["environmentId"] = parts[0].map { .string($0) }
        members["databaseId"] = parts[1].map { .string($0) }
        guard let snapshot = Snapshot(.object(members)) else {
            throw APIFailure(.internal, "the snapshot \(id) cannot be described")
        }
        return snapshot
    }

    private func snapshot(_ name: String, of database: Database) async throws -> Snapshot {
        let all = try await cloud.snapshots(of: database)
        let matches = all.filter { $0.id == name || $0.label == name }
        guard let match = matches.first else {
            throw APIFailure(
                .notFound,
                "\(database.reference) has no on-demand snapshot \(Excerpt.quoted(name))",
                hint: all.isEmpty
                    ? nil : "it has " + all.map { $0.label ?? $0.id }.joined(separator: ", "))
        }
        guard matches.count == 1 else {
            throw APIFailure(
                .ambiguous, "\(database.reference) has several snapshots \(Excerpt.quoted(name))",
                hint: "name it by its id: " + matches.map(\.id).joined(separator: ", "))
        }
        return match
    }
}
