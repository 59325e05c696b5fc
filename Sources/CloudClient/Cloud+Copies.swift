import Diagnostics
import JSONDocument

extension Cloud {
    /// Creates an empty database and returns once it runs.
    ///
    /// - Throws: Also `usage` for a plan, version, edition or name that the cloud does not take;
    ///   `conflict` for a name that is taken.
    /// - Source: `POST /deployments/databases/{vendor}`.
    package func create(
        _ new: NewDatabase, options: EffectOptions = .init(), progress: ProgressHandler? = nil
    ) async throws(CloudError) -> Effected<Database> {
        let effect = Effect(
            .create, "\(new.environment.name)/\(new.name)", options, clock, progress)
        let path = try api.path(["deployments", "databases", new.vendor], effect.attempt)
        return try await make(
            CloudRequest(.post, path, body: .json(new.json)), named: new.name,
            in: new.environment, vendor: new.vendor, from: nil, .running(isNew: true), effect)
    }

    /// Creates a database from a snapshot, which decides its plan, version and edition.
    ///
    /// `vendor`: Of the database that the snapshot was taken of.
    ///
    /// - Source: `POST /deployments/databases/{vendor}/restore`.
    package func create(
        named name: String, from snapshot: Snapshot, in environment: Environment,
        vendor: String = Database.defaultVendor, options: EffectOptions = .init(),
        progress: ProgressHandler? = nil
    ) async throws(CloudError) -> Effected<Database> {
        let effect = Effect(
            .createFromSnapshot, "\(environment.name)/\(name)", options, clock, progress
        ).copying(snapshot)
        let path = try api.path(["deployments", "databases", vendor, "restore"], effect.attempt)
        let body: JSONValue = [
            "snapshotId": .string(snapshot.id),
            "snapshotEnvironmentId": .string(snapshot.environmentID ?? environment.id),
            "environmentId": .string(environment.id), "name": .string(name),
        ]
        return try await make(
            CloudRequest(.post, path, body: .json(body)), named: name, in: environment,
            vendor: vendor, from: nil, .running(orElse: ["paused"], isNew: true), effect)
    }

    /// Copies a database, data and all; the copy has an address of its own.
    ///
    /// - Source: `POST /deployments/databases/{vendor}/{id}/clone`.
    package func clone(
        _ source: Database, named name: String, into environment: Environment,
        options: EffectOptions = .init(), progress: ProgressHandler? = nil
    ) async throws(CloudError) -> Effected<Database> {
        let effect = Effect(.clone, source.reference, options, clock, progress)
        let path = try api.path(below: source, ["clone"], effect.attempt)
        let body: JSONValue = [
            "name": .string(name), "environmentId": .string(environment.id),
        ]
        return try await make(
            CloudRequest(.post, path, body: .json(body)), named: name, in: environment,
            vendor: source.vendor, from: source, .running(orElse: ["paused"], isNew: true), effect)
    }

    /// Sends what makes a new database, remembering what was there before, so that the new one is
    /// found even when the answer is lost or does not name it.
    private func make(
        _ request: CloudRequest, named name: String, in environment: Environment, vendor: String,
        from source: Database?, _ goal: Goal, _ effect: Effect
    ) async throws(CloudError) -> Effected<Database> {
        let effect = effect.making(
            ProposedChange.NewPlace(
                environmentID: environment.id, environmentName: environment.name, name: name))
        var copy = Copy(
            name: name, environment: environment, vendor: vendor, before: [], goal: goal)
        let started: EffectRunner.Started
        do {
            started = try await run(effect).start(source.map { [$0] } ?? []) {
                _ throws(CloudError) -> EffectRunner.Preparation in
                let there = try await api.databases(in: environment, effect.attempt)
                copy.before = there.map(\.id)
                copy.isNameTaken = there.contains { $0.name == name }
                return .send(
                    ChangeRequest(
                        request: request,
                        reconciliation: Reconciliation { [copy] () async throws(CloudError) in
                            try await look(for: copy, source, effect.attempt)
                        }))
            }
        } catch {
            throw copy.explained(error)
        }
        guard case .accepted(let answer, _, let at) = started else {
            throw effect.attempt.error(.internal, "a copy is never made already")
        }
        let pending = pendingCopy(answer, copy, source: source, at, effect)
        return try await finishCopy(pending, source: source, effect)
    }

    /// A copy may be listed only after its source has been read; until then the source is at work.
    private func look(
        for copy: Copy, _ source: Database?, _ attempt: Attempt
    ) async throws(CloudError) -> Evidence {
        let evidence = copy.evidence(in: try await api.databases(in: copy.environment, attempt))
        guard case .nothing = evidence, let source else { return evidence }
        return try await api.status(of: source, attempt).isBusy ? .undecided : .nothing
    }

    /// Replaces a database's data by a snapshot's; id, name and addresses stay.
    ///
    /// `database`: The target; the snapshot may be another database's.
    ///
    /// - Source: `POST /deployments/databases/{vendor}/{id}/restore`.
    package func restore(
        _ snapshot: Snapshot, into database: Database, options: EffectOptions = .init(),
        progress: ProgressHandler? = nil
    ) async throws(CloudError) -> Effected<Database> {
        let effect = Effect(.restore, database.reference, options, clock, progress)
            .copying(snapshot)
        let path = try api.path(below: database, ["restore"], effect.attempt)
        let environment = snapshot.environmentID ?? database.environmentID ?? ""
        let body: JSONValue = [
            "snapshotId": .string(snapshot.id), "snapshotEnvironmentId": .string(environment),
        ]
        let started = try await run(effect).start([database]) {
            databases throws(CloudError) -> EffectRunner.Preparation in
            let before = databases[0].status.state
            return .send(
                ChangeRequest(
                    request: CloudRequest(.post, path, body: .json(body)),
                    reconciliation: Reconciliation(leavesTrace: false) {
                        () async throws(CloudError) -> Evidence in
                        let status = try await api.status(of: database, effect.attempt)
                        return status.isBusy || status.state != before
                            ? .applied(ChangeAnswer()) : .nothing
                    }))
        }
        let wasPaused = started.before[0].status.isPaused
        return try await finish(started, .running(orElse: wasPaused ? ["paused"] : []), effect)
    }

    /// Deletes a database for good.
    ///
    /// - Returns: Done with true; unchanged when it was gone already.
    /// - Source: `DELETE /deployments/databases/{vendor}/{id}`.
    package func delete(
        _ database: Database, options: EffectOptions = .init(), progress: ProgressHandler? = nil
    ) async throws(CloudError) -> Effected<Bool> {
        let effect = Effect(.delete, database.reference, options, clock, progress)
        let path = try api.path(below: database, [], effect.attempt)
        do {
            let started = try await run(effect).start([database]) {
                _ throws(CloudError) -> EffectRunner.Preparation in
                .send(
                    ChangeRequest(
                        request: CloudRequest(.delete, path),
                        reconciliation: Reconciliation(mayRepeat: true) {
                            () async throws(CloudError) -> Evidence in
                            try await isBeingDeleted(database, effect.attempt)
                        }))
            }
            guard case .accepted(let answer, let before, let at) = started else {
                return .done(true, changed: false)
            }
            let pending = pending(answer, on: before[0], at, .gone, effect, .deletion)
            guard effect.options.wait else { return .accepted(pending) }
            _ = try await finish(pending, effect)
            return .done(true, changed: true)
        } catch {
            guard error.code == .notFound, error.outcome != .accepted else { throw error }
            return .done(true, changed: false)
        }
    }

    private func isBeingDeleted(
        _ database: Database, _ attempt: Attempt
    ) async throws(CloudError) -> Evidence {
        do {
            return try await api.status(of: database, attempt).isBusy
                ? .applied(ChangeAnswer()) : .nothing
        } catch {
            guard error.code == .notFound else { throw error }
            return .applied(ChangeAnswer())
        }
    }
}
