import Diagnostics
import JSONDocument

extension Cloud {
    /// Pauses a database; pausing what is paused changes nothing.
    ///
    /// - Throws: `not_found`, `locked`, `conflict`, `timeout`, `operation_failed`, `unavailable`,
    ///   `outcome_unknown`, `cancelled`; so do the other changes.
    /// - Source: `POST /deployments/databases/{vendor}/{id}/pause`.
    package func pause(
        _ database: Database, options: EffectOptions = .init(), progress: ProgressHandler? = nil
    ) async throws(CloudError) -> Effected<Database> {
        try await move(
            database, to: "paused", by: "pause",
            Effect(.pause, database.reference, options, clock, progress))
    }

    /// Starts a paused database; starting what runs changes nothing.
    ///
    /// - Source: `POST /deployments/databases/{vendor}/{id}/start`.
    package func resume(
        _ database: Database, options: EffectOptions = .init(), progress: ProgressHandler? = nil
    ) async throws(CloudError) -> Effected<Database> {
        try await move(
            database, to: "running", by: "start",
            Effect(.resume, database.reference, options, clock, progress))
    }

    private func move(
        _ database: Database, to state: String, by segment: String, _ effect: Effect
    ) async throws(CloudError) -> Effected<Database> {
        let path = try api.path(below: database, [segment], effect.attempt)
        let started = try await run(effect).start([database]) {
            databases throws(CloudError) -> EffectRunner.Preparation in
            if databases[0].status.state == state { return .nothing }
            return .send(
                ChangeRequest(
                    request: CloudRequest(.post, path),
                    reconciliation: Reconciliation(mayRepeat: true) {
                        () async throws(CloudError) -> Evidence in
                        let status = try await api.status(of: database, effect.attempt)
                        return status.state == state || status.isBusy
                            ? .applied(ChangeAnswer()) : .nothing
                    }))
        }
        return try await finish(started, .state(state), effect)
    }

    /// Restarts a database.
    ///
    /// `reset`: Passed on as it is; the cloud's own examples send true.
    ///
    /// - Source: `POST /deployments/databases/{vendor}/{id}/restart`.
    package func restart(
        _ database: Database, reset: Bool = true, options: EffectOptions = .init(),
        progress: ProgressHandler? = nil
    ) async throws(CloudError) -> Effected<Database> {
        let effect = Effect(.restart, database.reference, options, clock, progress)
        return try await restart(database, reset: reset, effect)
    }

    func restart(
        _ database: Database, reset: Bool, _ effect: Effect
    ) async throws(CloudError) -> Effected<Database> {
        let path = try api.path(below: database, ["restart"], effect.attempt)
        let body: JSONValue = ["stationIds": [], "reset": .boolean(reset)]
        let started = try await run(effect).start([database]) {
            databases throws(CloudError) -> EffectRunner.Preparation in
            let needed = databases[0].status.needsRestart
            return .send(
                ChangeRequest(
                    request: CloudRequest(.post, path, body: .json(body)),
                    reconciliation: Reconciliation(leavesTrace: needed) {
                        () async throws(CloudError) -> Evidence in
                        let status = try await api.status(of: database, effect.attempt)
                        return status.isBusy || (needed && !status.needsRestart)
                            ? .applied(ChangeAnswer()) : .nothing
                    }))
        }
        var goal = Goal.state("running")
        goal.clearsRestart = true
        return try await finish(started, goal, effect)
    }

    /// Changes a database's plan and returns once it runs on the new one.
    ///
    /// `plan`: A name as `plans()` lists it.
    ///
    /// - Source: `POST /deployments/databases/{vendor}/{id}/plan/change`.
    package func resize(
        _ database: Database, to plan: String, options: EffectOptions = .init(),
        progress: ProgressHandler? = nil
    ) async throws(CloudError) -> Effected<Database> {
        let effect = Effect(.resize, database.reference, options, clock, progress)
        let path = try api.path(below: database, ["plan", "change"], effect.attempt)
        let started = try await run(effect).start([database]) {
            databases throws(CloudError) -> EffectRunner.Preparation in
            if databases[0].plan == plan { return .nothing }
            let request = CloudRequest(.post, path, body: .json(["targetPlanName": .string(plan)]))
            return .send(
                ChangeRequest(
                    request: request,
                    reconciliation: Reconciliation(mayRepeat: true) {
                        () async throws(CloudError) -> Evidence in
                        let fresh = try await api.refresh(database, effect.attempt)
                        return fresh.plan == plan || fresh.status.isBusy
                            ? .applied(ChangeAnswer()) : .nothing
                    }))
        }
        let before = started.before[0]
        let state = before.status.state
        return try await finish(
            started, ["running", "paused"].contains(state) ? .state(state) : .rest, effect,
            .plan(plan, before: before.plan))
    }
}
