import Timekeeping

extension CloudSimulator {
    /// Takes on a chain of operations.
    ///
    /// Each starts when the one before has finished; the first at once, unless it has to queue.
    ///
    /// - Parameters:
    ///   - steps: At least one.
    ///   - addresses: The databases under which all of them are found.
    /// - Returns: The first one's id.
    mutating func begin(_ steps: [SimulatedOperation], under addresses: [String]) -> String {
        let factor = assumptions.number(.durations)
        var chain = steps.map { step in
            var step = step
            step.id = makeId("operation")
            step.duration = step.duration * factor
            step.addresses = addresses
            return step
        }
        for index in chain.indices.dropLast() { chain[index].nextId = chain[index + 1].id }
        if let ending = chosenEnding {
            let isFirst = if case .firstOperationFails = pendingFault { true } else { false }
            chain[isFirst ? 0 : chain.count - 1].ending = ending
        }
        for step in chain { operations[step.id] = step }
        let first = chain[0]
        if first.holds.contains(where: isPending) {
            queue.append(first.id)
        } else {
            run(first.id)
        }
        revision += 1
        return first.id
    }

    private var chosenEnding: SimulatedOperation.Ending? {
        mutating get {
            switch pendingFault {
            case .operationFails, .firstOperationFails: .fails
            case .operationNeverEnds: .never
            case .operationVanishes: .vanishes
            case .operationForgotten: .forgotten
            default:
                identifiers.happens(percent: assumptions.number(.failureRate)) ? .fails : nil
            }
        }
    }

    /// Which running operation ends next, and when; of several at once the one that began first.
    var nextEnd: (id: String, at: Instant)? {
        var next: (id: String, at: Instant)?
        for operation in running {
            guard let end = operation.endsAt, next.map({ end < $0.at }) ?? true else { continue }
            next = (operation.id, end)
        }
        return next
    }

    private mutating func run(_ id: String) {
        guard var operation = operations[id] else { return }
        operation.status = .running
        operation.startedAt = now
        operations[id] = operation
        running.append(
            RunningOperation(id: id, endsAt: operation.endsAt, holds: operation.holds))
        earliestEnd = [earliestEnd, operation.endsAt].compactMap { $0 }.min()
    }

    private mutating func stopRunning(_ id: String) {
        running.removeAll { $0.id == id }
        earliestEnd = nextEnd?.at
    }

    mutating func complete(_ id: String) {
        stopRunning(id)
        guard let operation = operations[id] else { return }
        revision += 1
        switch operation.ending {
        case .fails: fail(operation)
        case .vanishes: drop(from: id)
        default:
            operations[id]?.status = .finished
            apply(operation.effect)
            if let next = operation.nextId, operations[next] != nil { run(next) }
        }
        startQueued()
    }

    private mutating func startQueued() {
        for id in queue {
            guard let holds = operations[id]?.holds else { continue }
            let isHeld = running.contains { $0.holds.contains(where: holds.contains) }
            if !isHeld {
                queue.removeAll { $0 == id }
                run(id)
            }
        }
    }

    /// Forgets an operation and those after it.
    mutating func drop(from id: String) {
        var next: String? = id
        while let id = next {
            next = operations.removeValue(forKey: id)?.nextId
            stopRunning(id)
            queue.removeAll { $0 == id }
        }
    }

    private mutating func fail(_ operation: SimulatedOperation) {
        var newDatabase = operation.deployed
        var next = operation.nextId
        while let id = next {
            newDatabase = operations[id]?.deployed ?? newDatabase
            next = operations.removeValue(forKey: id)?.nextId
        }
        operations[operation.id]?.status = .failed
        operations[operation.id]?.duration = now - operation.startedAt
        operations[operation.id]?.nextId = nil
        if case .snapshotReady(let id) = operation.effect { snapshots.removeAll { $0.id == id } }
        let affected = newDatabase ?? operation.holds.first
        switch assumptions[.failures] {
        case "gone": if let newDatabase { remove(newDatabase) }
        case "incident": change(affected) { $0.underIncident = true }
        case "state": change(affected) { $0.state = .failed }
        default: break
        }
    }

    private mutating func apply(_ effect: SimulatedOperation.Effect) {
        switch effect {
        case .none: break
        case .state(let id, let state):
            let startClears = assumptions[.needsRestart] != "restart"
            change(id) {
                $0.state = state
                if state == .running && startClears { $0.needsRestart = false }
            }
        case .restart(let id): change(id) { $0.needsRestart = false }
        case .snapshotReady(let id):
            if let index = snapshots.firstIndex(where: { $0.id == id }) {
                snapshots[index].isReady = true
            }
        case .deploy(let id, let data, let state):
            change(id) {
                $0.data = data
                $0.state = state
            }
        case .restore(let id, let snapshotId, let data, let state):
            let source = snapshots.first { $0.id == snapshotId }
            let takesPlan = assumptions[.restorePlan] == "snapshot"
            change(id) {
                $0.data = data
                $0.state = state
                guard takesPlan, let source else { return }
                ($0.plan, $0.version, $0.edition) = (source.plan, source.version, source.edition)
            }
        case .switchConnections(let origin, let target): exchange(origin, target)
        case .plan(let id, let plan): change(id) { $0.plan = plan }
        case .delete(let id): remove(id)
        }
    }

    /// Whether an operation is under way on a database, or waits for its turn.
    package func isPending(_ id: String) -> Bool { pendingOperation(of: id) != nil }

    /// The operation that is under way on a database, else the first that waits for its turn.
    func pendingOperation(of id: String) -> SimulatedOperation? {
        if let operation = running.first(where: { $0.holds.contains(id) }) {
            return operations[operation.id]
        }
        return queue.lazy.compactMap { operations[$0] }.first { $0.holds.contains(id) }
    }

    /// The state that a database will be in once what is under way or queued has happened.
    func expectedState(of database: SimulatedDatabase) -> DatabaseState {
        var state = database.state
        for first in running.map(\.id) + queue {
            var next: String? = first
            while let operation = next.flatMap({ operations[$0] }) {
                switch operation.effect {
                case .state(database.id, let later), .deploy(database.id, _, let later),
                    .restore(database.id, _, _, let later):
                    state = later
                default: break
                }
                next = operation.nextId
            }
        }
        return state
    }

    mutating func change(_ id: String?, _ body: (inout SimulatedDatabase) -> Void) {
        guard let index = databases.firstIndex(where: { $0.id == id }) else { return }
        body(&databases[index])
    }

    /// Removes a database, what it has, and what is under way on it.
    mutating func remove(_ id: String) {
        databases.removeAll { $0.id == id }
        if assumptions[.deletedSnapshots] == "deleted" {
            snapshots.removeAll { $0.databaseId == id }
        }
        dropOperations(on: id)
    }
}
