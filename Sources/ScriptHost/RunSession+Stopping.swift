import RunLoop
import ScriptAPI
import ScriptWire
import Timekeeping

/// What ends a run before its script does.
extension RunSession {
    func watch(_ stops: AsyncStream<StopReason>) -> Task<Void, Never> {
        let inbox = inbox
        return Task(executorPreference: loop) {
            for await reason in stops { inbox.yield(.stop(reason)) }
        }
    }

    func watchTimeout() -> Task<Void, Never> {
        let (inbox, loop, timeout) = (inbox, loop, configuration.limits.timeout)
        // There it is counted for each entry.
        let isSession = dialogue != nil
        return Task(executorPreference: loop) {
            guard let timeout, !isSession, (try? await loop.sleep(for: timeout)) != nil else {
                return
            }
            inbox.yield(.stop(.timedOut(timeout)))
        }
    }

    /// Lets live lines count on; virtual time has no seconds to show.
    func tick() -> Task<Void, Never> {
        let (inbox, loop) = (inbox, loop)
        return Task(executorPreference: loop) {
            guard !loop.isVirtual else { return }
            while (try? await loop.sleep(for: .seconds(1))) != nil { inbox.yield(.ticked) }
        }
    }

    /// The first stop lets handlers run; the second ends the run at once.
    mutating func stop(_ reason: StopReason, _ connection: ScriptConnection) {
        if stopEntry(reason, connection) { return }
        if case .stopping(let first) = phase {
            guard reason == .interrupted || reason == .terminated else { return }
            isAbrupt = true
            return endScript(Self.stopFailure(first), connection)
        }
        phase = .stopping(reason)
        stoppedAt = underWay.values.map(\.note).min { $0.id < $1.id }?.place
        observer(.stopping(reason))
        guard isStarted else { return endScript(Self.stopFailure(reason), connection) }
        connection.send(.cancel(WireValue(Self.stopFailure(reason))))
        conclude(connection)
        // It knows by itself that its processor time is over, and has little left to stop in.
        if case .processorTime = reason {} else { connection.expectAttention() }
        for id in underWay.keys.sorted() { underWay[id]?.task.cancel() }
        limitCleanup(until: loop.now + configuration.limits.cleanup)
    }

    /// The script process says that it stops by itself; what it says is of no weight but for its own end.
    mutating func processorTimeSpent(at place: ScriptPlace, _ connection: ScriptConnection) {
        guard isStarted else { return distrust(connection) }
        spentAt = place
        guard case .running = phase, dialogue?.stop == nil else { return }
        stop(.processorTime(configuration.limits.processorTime), connection)
        stoppedAt = place
    }

    mutating func heardToStop(at place: ScriptPlace, _ connection: ScriptConnection) {
        // An entry may have come to its end before it heard.
        if dialogue != nil, stopReason == nil { return }
        guard stopReason != nil else { return distrust(connection) }
        if stoppedAt == nil, place.line > 0 { stoppedAt = place }
    }

    func makeTimer(until deadline: Instant, _ event: SessionEvent) -> Task<Void, Never> {
        let (inbox, loop) = (inbox, loop)
        return Task(executorPreference: loop) {
            if (try? await loop.sleep(until: deadline)) != nil { inbox.yield(event) }
        }
    }

    mutating func limitCleanup(until deadline: Instant) {
        cleanupTimer?.cancel()
        cleanupDeadline = deadline
        cleanupTimer = makeTimer(until: deadline, .cleanupOver)
    }

    /// Ends the script process without its handlers, for a reason that the first asker gives.
    mutating func endScript(_ failure: RunFailure, _ connection: ScriptConnection) {
        killedFor = killedFor ?? failure
        connection.kill()
    }
}
