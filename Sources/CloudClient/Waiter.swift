import Diagnostics
import Timekeeping

/// Waits for the cloud: the chain of operations to its end, then the status.
struct Waiter: Sendable {
    let api: API
    let effect: Effect
    let pacing: Pacing
    let waits: WaitCount
    /// When waiting ends, whatever the state.
    let deadline: Instant
    /// The states that a script waits for, when it waits for nothing else.
    var awaited: [String]?

    var clock: any RunClock { api.clock }

    /// Waits until a database has reached the goal.
    ///
    /// `addresses`: Where the operation may be found; the first that knows it is kept to.
    ///
    /// `acceptedAt`: When the cloud took the change on.
    ///
    /// - Returns: The database as it is then, or nil when it is gone and that was the goal.
    func settle(
        _ database: Database, _ goal: Goal, operation addresses: [OperationReference],
        acceptedAt: Instant, stateBefore: String?
    ) async throws(CloudError) -> Database? {
        var settling = Settling(goal, acceptedAt: acceptedAt, stateBefore: stateBefore)
        let last = addresses.isEmpty ? nil : try await follow(addresses, goal)
        settling.note(last)
        return try await counted { () async throws(CloudError) in
            while true {
                let (reading, fresh) = try await read(database, settling.chainHasEnded)
                switch settling.judge(reading, at: clock.now) {
                case .reached where goal.ending == .gone: return nil
                case .reached:
                    return fresh != nil ? fresh : try await refresh(database)
                case .failed(let reason):
                    throw failure(.operationFailed, reason)
                case .vanished:
                    throw failure(.notFound, "it is no longer there")
                case .wait:
                    try await pause(since: acceptedAt, state(reading), nil)
                }
            }
        }
    }

    /// Follows a chain of operations; what became of it is known only when the last has finished.
    ///
    /// - Returns: The last operation that was read, which has not finished when the trail was lost.
    func follow(
        _ addresses: [OperationReference], _ goal: Goal = .rest
    ) async throws(CloudError) -> Operation? {
        try await counted { () async throws(CloudError) in
            var addresses = addresses
            var chain = OperationChain(addresses[0].id, at: clock.now)
            var last: Operation?
            while true {
                let reading = try await read(chain.current, &addresses)
                if case .operation(let operation) = reading { last = operation }
                let current = at(addresses[0], chain.current)
                switch chain.judge(reading, at: clock.now) {
                case .ended: return last
                case .follow: effect.tell(.waiting, "working", at(addresses[0], chain.current))
                case .lost(let reason):
                    if goal.ending != .gone { effect.tell(.waiting, reason, current) }
                    return last
                case .failed(let reason):
                    throw failure(.operationFailed, reason)
                case .poll:
                    let state =
                        last.map(Self.told) ?? "waiting for operation \(chain.current)"
                    try await pause(since: chain.since, state, current)
                }
            }
        }
    }

    // MARK: Reading

    /// Asks at each address in turn; the one that knows it moves to the front.
    private func read(
        _ id: String, _ addresses: inout [OperationReference]
    ) async throws(CloudError) -> OperationChain.Reading {
        for index in addresses.indices {
            let address = at(addresses[index], id)
            do {
                let operation = try await api.operation(
                    address, effect.attempt, patience: .long, deadline: deadline,
                    notice: effect.notice(address))
                addresses.swapAt(0, index)
                return .operation(operation)
            } catch {
                guard error.code == .notFound else { throw waiting(error, address) }
            }
        }
        return .missing
    }

    /// Reads the status alone while that is all there is to go by; the whole database once the
    /// operations have ended, so that one request tells both.
    private func read(
        _ database: Database, _ chainHasEnded: Bool
    ) async throws(CloudError) -> (Settling.Reading, Database?) {
        do {
            if chainHasEnded {
                let fresh = try await api.refresh(
                    database, effect.attempt, patience: .long, deadline: deadline)
                return (.status(fresh.status), fresh)
            }
            let status = try await api.status(
                of: database, effect.attempt, patience: .long, deadline: deadline,
                notice: effect.notice())
            return (.status(status), nil)
        } catch {
            guard error.code == .notFound else { throw waiting(error, nil) }
            return (.gone, nil)
        }
    }

    func refresh(_ database: Database) async throws(CloudError) -> Database {
        try await reading { () async throws(CloudError) in
            try await api.refresh(
                database, effect.attempt, patience: .long, deadline: deadline)
        }
    }

    /// Reads what the end of an accepted change hangs on.
    func reading<Value>(
        _ operation: OperationReference? = nil, _ body: () async throws(CloudError) -> Value
    ) async throws(CloudError) -> Value {
        do {
            return try await body()
        } catch {
            throw waiting(error, operation)
        }
    }

    // MARK: Pausing

    /// Waits until the next reading is due.
    ///
    /// - Throws: `timeout` at the deadline, `cancelled`.
    func pause(
        since start: Instant, _ state: String, _ operation: OperationReference?
    ) async throws(CloudError) {
        effect.tell(.waiting, state, operation)
        let now = clock.now
        guard now < deadline else { throw timeout(state, operation) }
        let pause = pacing.pause(elapsed: now - start, waits: waits.value)
        try await effect.attempt.cancellable(outcome: .accepted, operation: operation) {
            () async throws(CancellationError) in
            try await clock.sleep(until: min(now + pause, deadline))
        }
    }

    private func counted<Value>(
        _ body: () async throws(CloudError) -> Value
    ) async throws(CloudError) -> Value {
        waits.enter()
        defer { waits.leave() }
        return try await body()
    }

    // MARK: Wording

    private static let notKnown = "which is not known here"

    func failure(_ code: ErrorCode, _ reason: String) -> CloudError {
        effect.attempt.error(
            code, reason,
            hint: code == .operationFailed
                ? "look at \(effect.attempt.target ?? "it") in the Console before you try again"
                : nil, outcome: .accepted)
    }

    private func timeout(_ state: String, _ operation: OperationReference?) -> CloudError {
        let time = DurationText.format(clock.now - effect.startedAt)
        let named = operation.map { "operation \($0.id), " } ?? ""
        var error = failure(
            .timeout, "it was not done after \(time); the cloud goes on with it (\(named)\(state))")
        error.operation = operation
        error.hint = "wait for it later, or raise `timeout`"
        if let awaited {
            let time = DurationText.format(effect.timeout)
            error.message =
                "\(effect.attempt.target ?? "it") did not become "
                + "\(awaited.joined(separator: " or ")) within \(time); it is \(state)"
            error.hint = "raise `timeout`"
        }
        if state.hasSuffix(Self.notKnown) {
            error.hint =
                "if that word means an end, say so with `--assume` (see `graphene run --help`)"
        }
        return error
    }

    /// An error met while waiting: the change itself was accepted.
    private func waiting(_ error: CloudError, _ operation: OperationReference?) -> CloudError {
        var error = error
        error.outcome = .accepted
        error.operation = operation
        if error.code == .timeout, effect.verb != .wait {
            let named = operation.map { " (operation \($0.id))" } ?? ""
            error.message +=
                "; it was not seen to be done within \(DurationText.format(effect.timeout)), "
                + "and the cloud goes on with it\(named)"
            error.hint = "wait for it later, or raise `timeout`"
        }
        return error
    }

    private func at(_ address: OperationReference, _ id: String) -> OperationReference {
        OperationReference(id: id, databaseID: address.databaseID, vendor: address.vendor)
    }

    private func state(_ reading: Settling.Reading) -> String {
        switch reading {
        case .gone: "not there"
        case .status(let status) where status.isPending: "\(status.state), pending"
        case .status(let status) where status.isLocked: "\(status.state), locked"
        case .status(let status):
            status.isKnown
                ? status.state : "in the state `\(status.state)`, \(Self.notKnown)"
        }
    }

    /// A word nobody has seen before is told as that at once: it may mean the end.
    private static func told(_ operation: Operation) -> String {
        operation.isKnown
            ? operation.status : "of the status `\(operation.status)`, \(Self.notKnown)"
    }
}
