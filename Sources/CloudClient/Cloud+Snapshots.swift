import Diagnostics
import JSONDocument

extension Cloud {
    /// Takes a snapshot and returns once it can be used.
    ///
    /// - Throws: Also `unsupported` where the cloud has no such route, whose name is only inferred;
    ///   `quota` or `conflict` when there are as many as there may be.
    /// - Source: `POST /deployments/databases/{vendor}/{id}/snapshots/manual`, inferred.
    package func takeSnapshot(
        of database: Database, label: String? = nil, options: EffectOptions = .init(),
        progress: ProgressHandler? = nil
    ) async throws(CloudError) -> Effected<Snapshot> {
        let effect = Effect(.snapshot, database.reference, options, clock, progress)
        let path = try api.path(below: database, ["snapshots", "manual"], effect.attempt)
        let body = JSONValue.object(label.map { ["label": .string($0)] } ?? [:])
        var idsBefore: [String] = []
        do {
            let started = try await run(effect).start([database]) {
                _ throws(CloudError) -> EffectRunner.Preparation in
                let ids = try await api.snapshots(of: database, effect.attempt).map(\.id)
                idsBefore = ids
                return .send(
                    ChangeRequest(
                        request: CloudRequest(.post, path, body: .json(body)),
                        reconciliation: Reconciliation { () async throws(CloudError) -> Evidence in
                            try await look(for: label, besides: ids, of: database, effect.attempt)
                        }))
            }
            return try await finish(started, idsBefore, effect)
        } catch {
            guard error.outcome == .notApplied,
                error.code == .unsupported || error.code == .notFound
            else { throw error }
            throw effect.attempt.error(
                .unsupported, "the API offers no way to take a snapshot",
                hint: "take it in the Console", cause: error, outcome: .notApplied)
        }
    }

    private func finish(
        _ started: EffectRunner.Started, _ idsBefore: [String], _ effect: Effect
    ) async throws(CloudError) -> Effected<Snapshot> {
        guard case .accepted(let answer, let before, let at) = started else {
            throw effect.attempt.error(.internal, "a snapshot is never there already")
        }
        let bare = Snapshot(answer.body).flatMap { $0.id == answer.operationID ? nil : $0 }
        let id = (answer.snapshot ?? (answer.body["id"] == nil ? nil : bare))?.id
        let pending = pending(
            answer, on: before[0], at, .rest, effect, .snapshot(id: id, before: idsBefore))
        guard effect.options.wait else { return .accepted(pending) }
        guard case .snapshot(let snapshot) = try await finish(pending, effect) else {
            throw effect.attempt.error(.internal, "no snapshot came of it")
        }
        return .done(snapshot, changed: true)
    }

    /// A snapshot may be listed only when it is ready; until then the database is at work.
    private func look(
        for label: String?, besides ids: [String], of database: Database, _ attempt: Attempt
    ) async throws(CloudError) -> Evidence {
        let new = try await api.snapshots(of: database, attempt).filter { snapshot in
            !ids.contains(snapshot.id) && (label == nil || snapshot.label == label)
        }
        if let snapshot = new.first {
            var answer = ChangeAnswer()
            answer.snapshot = snapshot
            return .applied(answer)
        }
        return try await api.status(of: database, attempt).isBusy ? .undecided : .nothing
    }
}
