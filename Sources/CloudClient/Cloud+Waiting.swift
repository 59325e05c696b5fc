import Diagnostics
import Timekeeping

extension Cloud {
    /// Waits for a change that was accepted earlier.
    ///
    /// - Throws: `timeout`, `operation_failed`, `cancelled`, …, with the operation still running.
    package func wait(
        for pending: PendingChange, options: EffectOptions = .init(),
        progress: ProgressHandler? = nil
    ) async throws(CloudError) -> PendingResult {
        try await finish(pending, Effect(pending.verb, pending.target, options, clock, progress))
    }

    /// Waits until the database rests in one of the states.
    ///
    /// - Throws: `operation_failed` when it ends in a state of failure; `timeout`.
    package func wait(
        for database: Database, toReach states: [String], timeout: Duration,
        every interval: Duration? = nil, progress: ProgressHandler? = nil
    ) async throws(CloudError) -> Database {
        let options = EffectOptions(timeout: timeout, poll: interval)
        let effect = Effect(.wait, database.reference, options, clock, progress)
        // Nothing was asked of the cloud, so no reading can be older than that.
        let start = clock.now - Settling.lag
        var waiter = waiter(effect)
        waiter.awaited = states
        for state in states where !Self.statesOfRest.contains(state) {
            let meant = Suggestion.phrase(for: state, among: Self.statesOfRest)
            if !meant.isEmpty {
                effect.tell(.waiting, "no usual state is called `\(state)`\(meant)")
            }
        }
        do throws(CloudError) {
            let reached = try await waiter.settle(
                database, Goal(ending: .state(states)), operation: [], acceptedAt: start,
                stateBefore: nil)
            return reached ?? database
        } catch {
            var error = error
            error.outcome = nil
            throw error
        }
    }

    /// Follows an operation's chain to its end.
    ///
    /// - Returns: The last operation of the chain.
    /// - Throws: `operation_failed`, `timeout`, `not_found` when the chain breaks off.
    package func wait(
        for operation: OperationReference, timeout: Duration, every interval: Duration? = nil,
        progress: ProgressHandler? = nil
    ) async throws(CloudError) -> Operation {
        let options = EffectOptions(timeout: timeout, poll: interval)
        let effect = Effect(.wait, "operation \(operation.id)", options, clock, progress)
        do throws(CloudError) {
            guard let last = try await waiter(effect).follow([operation]) else {
                throw effect.attempt.error(.notFound, "the cloud no longer lists it")
            }
            return last
        } catch {
            var error = error
            error.outcome = nil
            throw error
        }
    }

    package static let statesOfRest = ["running", "paused"]

    func waiter(_ effect: Effect) -> Waiter {
        Waiter(
            api: api, effect: effect,
            pacing: Pacing(fixed: effect.options.poll, rate: settings.rate), waits: waits,
            deadline: effect.deadline)
    }

    /// Waits for what an accepted change is to come to, keeping the ledger.
    func finish(
        _ pending: PendingChange, _ effect: Effect
    ) async throws(CloudError) -> PendingResult {
        do throws(CloudError) {
            let result = try await outcome(of: pending, effect)
            ledger.end(on: pending.database.id)
            effect.tell(.done, result.database?.status.state ?? "done", pending.operation)
            return result
        } catch {
            var error = error
            error.outcome = error.outcome ?? .accepted
            switch error.code {
            case .operationFailed, .notFound: ledger.end(on: pending.database.id)
            default:
                error.operation = error.operation ?? pending.operation
                error.pending = pending
            }
            throw error
        }
    }

    private func outcome(
        of pending: PendingChange, _ effect: Effect
    ) async throws(CloudError) -> PendingResult {
        let waiter = waiter(effect)
        switch pending.expected {
        case .database: return .database(try await settled(pending, waiter))
        case .deletion:
            _ = try await waiter.settle(pending)
            return .deleted
        case .plan(let plan, let before):
            let database = try await settled(pending, waiter)
            guard database.plan == nil || database.plan != before || plan == before else {
                throw waiter.failure(
                    .operationFailed, "the cloud is done and its plan is still \(before ?? "?")")
            }
            return .database(database)
        case .copy(let name, let environment, let before):
            let copy = try await waiter.locate(pending, name, environment, before)
            return .database(try await settled(copy, waiter))
        case .snapshot(let id, let before):
            _ = try await waiter.settle(pending)
            return .snapshot(
                try await waiter.snapshot(
                    id, before, of: pending.database, since: pending.acceptedAt))
        case .exchange(let exchanged):
            return .dnsSwitch(try await waiter.exchange(exchanged, pending))
        }
    }

    private func settled(
        _ pending: PendingChange, _ waiter: Waiter
    ) async throws(CloudError) -> Database {
        guard let database = try await waiter.settle(pending) else {
            throw waiter.failure(.notFound, "it is no longer there")
        }
        return database
    }
}
