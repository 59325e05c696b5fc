import JSONDocument

extension CloudSimulator {
    mutating func clone(_ request: RoutedRequest) throws(Refusal) -> SimulatedResponse {
        let source = try freeDatabase(request)
        let fields = try fields(request, ["name", "environmentId"])
        let name = try fields.text("name")
        let environment = try environment(try fields.text("environmentId"))
        try checkName(name, in: environment.id, fields)
        try checkCopyable(source)
        if assumptions[.cloneSnapshot] == "counted" { try checkSnapshotLimit(source) }
        var snapshot = makeSnapshot(of: source, label: "clone \(name)")
        snapshot.isOfClone = true
        let copy = makeDatabase(name, in: environment.id, from: snapshot)
        databases.append(copy)
        if assumptions[.cloneSnapshot] != "hidden" { snapshots.append(snapshot) }
        let staysPaused =
            expectedState(of: source) == .paused && assumptions[.pausedCopies] == "stay-paused"
        let size = source.data.sizeGiB
        let deploy = SimulatedOperation.Effect.deploy(
            copy.id, snapshot.data, staysPaused ? .paused : .running)
        let operation = begin(
            cloneSteps(source.id, copy.id, snapshot, size, deploy),
            under: copyAddresses(source.id, copy.id))
        record(.clone, source, result: copy.id, operation: operation)
        return accepted(operation, making: copy, as: assumptions[.copies])
    }

    private func cloneSteps(
        _ source: String, _ copy: String, _ snapshot: SimulatedSnapshot, _ sizeGiB: Double,
        _ deploy: SimulatedOperation.Effect
    ) -> [SimulatedOperation] {
        let sourceHold = assumptions[.cloneSource] == "free" ? [] : [source]
        let laterHold = assumptions[.cloneSource] == "whole" ? [source] : []
        let (first, second) = (Durations.snapshot(sizeGiB), Durations.deploy(sizeGiB))
        guard assumptions[.chains] == "two" else {
            return [
                SimulatedOperation(
                    .deploy, holding: [copy] + sourceHold, for: first + second, then: deploy)
            ]
        }
        return [
            SimulatedOperation(
                .snapshot, holding: [copy] + sourceHold, for: first,
                then: .snapshotReady(snapshot.id)),
            SimulatedOperation(.deploy, holding: [copy] + laterHold, for: second, then: deploy),
        ]
    }

    mutating func createFromSnapshot(
        _ request: RoutedRequest
    ) throws(Refusal) -> SimulatedResponse {
        try checkVendor(request)
        let fields = try fields(
            request, ["snapshotId", "snapshotEnvironmentId", "environmentId", "name"])
        let name = try fields.text("name")
        let environment = try environment(try fields.text("environmentId"))
        let snapshot = try snapshot(fields, vendor: request["v"])
        try checkName(name, in: environment.id, fields)
        let copy = makeDatabase(name, in: environment.id, from: snapshot)
        databases.append(copy)
        let operation = begin(
            [
                SimulatedOperation(
                    .deploy, holding: [copy.id], for: Durations.deploy(snapshot.data.sizeGiB),
                    then: .deploy(copy.id, snapshot.data, .running))
            ], under: [copy.id])
        record(.createFromSnapshot, copy, result: snapshot.id, operation: operation)
        return accepted(operation, making: copy, as: assumptions[.copies])
    }

    mutating func restore(_ request: RoutedRequest) throws(Refusal) -> SimulatedResponse {
        let target = try freeDatabase(request)
        let fields = try fields(request, ["snapshotId", "snapshotEnvironmentId"])
        let snapshot = try snapshot(fields, vendor: target.vendor)
        let state = expectedState(of: target)
        let wanted = assumptions[.restoreTarget]
        guard wanted == "any" || wanted == state.rawValue else {
            return try wrongState(target, request, "not \(wanted)")
        }
        let end = assumptions[.restoreEnd] == "as-before" ? state : .running
        return accept(
            request, .restore, target,
            SimulatedOperation(
                .restore, holding: [target.id], for: Durations.restore(snapshot.data.sizeGiB),
                then: .restore(target.id, snapshotId: snapshot.id, snapshot.data, end)),
            result: snapshot.id)
    }

    func listSnapshots(_ request: RoutedRequest) throws(Refusal) -> SimulatedResponse {
        let database = try database(request)
        let isListed = assumptions[.snapshotMaking] == "listed"
        return list(
            "snapshots",
            snapshots.filter { $0.databaseId == database.id && ($0.isReady || isListed) }
                .map(body(of:)))
    }

    mutating func createSnapshot(
        _ request: RoutedRequest
    ) throws(Refusal) -> SimulatedResponse {
        guard assumptions[.snapshotRoutes] == "extension" else {
            throw Refusal(
                405, "\(request.request.method) is not allowed here", headers: [("Allow", "GET")])
        }
        let database = try freeDatabase(request)
        let fields = try fields(request, ["label"], isOptional: true)
        let label = try fields.optionalText("label")
        try checkCopyable(database)
        try checkSnapshotLimit(database)
        let snapshot = makeSnapshot(of: database, label: label)
        snapshots.append(snapshot)
        let operation = begin(
            [
                SimulatedOperation(
                    .snapshot, holding: [database.id],
                    for: Durations.snapshot(database.data.sizeGiB),
                    then: .snapshotReady(snapshot.id))
            ], under: [database.id])
        record(.createSnapshot, database, result: snapshot.id, operation: operation)
        let json = body(of: snapshot)
        return switch assumptions[.snapshotAnswer] {
        case "snapshot": SimulatedResponse(acceptedStatus, json: json)
        case "operation":
            SimulatedResponse(acceptedStatus, json: ["operationId": .string(operation)])
        default:
            SimulatedResponse(
                acceptedStatus, json: ["snapshot": json, "operationId": .string(operation)])
        }
    }

    mutating func deleteSnapshot(
        _ request: RoutedRequest
    ) throws(Refusal) -> SimulatedResponse {
        guard assumptions[.snapshotRoutes] == "extension" else {
            throw Refusal(404, "no such path")
        }
        let database = try database(request)
        guard
            let index = snapshots.firstIndex(where: {
                $0.id == request["s"] && $0.databaseId == database.id
            })
        else { throw Refusal(404, "no such snapshot") }
        guard snapshots[index].isReady else {
            throw Refusal(409, "the snapshot is still being taken")
        }
        let snapshot = snapshots.remove(at: index)
        record(.deleteSnapshot, database, result: snapshot.id)
        return SimulatedResponse(204)
    }

    // MARK: - Shared steps

    /// Finds the snapshot that a body names, and checks that it may be used.
    private func snapshot(
        _ fields: RequestFields, vendor: String
    ) throws(Refusal) -> SimulatedSnapshot {
        let id = try fields.text("snapshotId")
        let environment = try environment(try fields.text("snapshotEnvironmentId"))
        guard
            let snapshot = snapshots.first(where: {
                $0.id == id && $0.environmentId == environment.id
            })
        else { throw Refusal(404, "no such snapshot in that environment") }
        guard snapshot.vendor == vendor else {
            throw Refusal(400, "the snapshot is one of \(snapshot.vendor)")
        }
        guard snapshot.isReady else { throw Refusal(409, "the snapshot is still being taken") }
        return snapshot
    }

    private func checkCopyable(_ database: SimulatedDatabase) throws(Refusal) {
        if expectedState(of: database) == .paused && assumptions[.pausedCopies] == "refused" {
            throw Refusal(409, "the database `\(database.name)` is paused")
        }
    }

    private func checkSnapshotLimit(_ database: SimulatedDatabase) throws(Refusal) {
        let limit = Int(assumptions.number(.snapshotLimit))
        let countsClones = assumptions[.cloneSnapshot] == "counted"
        let count = snapshots.count {
            $0.databaseId == database.id && (countsClones || !$0.isOfClone)
        }
        guard count < limit else {
            throw Refusal(
                409,
                "the database `\(database.name)` has \(count) manual snapshots, the most"
                    + " that it may have; delete one first")
        }
    }

    private func copyAddresses(_ source: String, _ copy: String) -> [String] {
        switch assumptions[.operationAddress] {
        case "source": [source]
        case "new": [copy]
        default: [source, copy]
        }
    }
}
