import Diagnostics
import JSONDocument
import Timekeeping

extension Cloud {
    /// Makes one database's connection URLs lead to another.
    ///
    /// `a`: The origin, in any state: a dead one is what the call exists for.
    ///
    /// `b`: The target, which must run.
    ///
    /// - Throws: Also `conflict` when `b` does not run.
    /// - Source: `POST /deployments/databases/{vendor}/{id}/connections/switch`.
    package func switchConnections(
        of a: Database, to b: Database, options: EffectOptions = .init(),
        progress: ProgressHandler? = nil
    ) async throws(CloudError) -> Effected<DNSSwitch> {
        let effect = Effect(
            .switchDNS, "\(a.reference) to \(b.reference)", options, clock, progress)
        guard a.id != b.id else {
            throw effect.attempt.error(.usage, "they are one database", outcome: .notSent)
        }
        return try await exchange(a, b, effect) { b throws(CloudError) in
            guard b.status.isRunning else {
                throw effect.attempt.error(
                    .conflict,
                    "\(b.reference) is \(b.status.state), and clients would be led to it",
                    hint: "resume it first", outcome: .notSent)
            }
        }
    }

    /// Whether what a switch brought about still stands.
    package func verify(_ done: DNSSwitch) async throws(CloudError) -> Bool {
        let a = try await refresh(done.a)
        let b = try await refresh(done.b)
        return a.connections == done.after.a && b.connections == done.after.b
    }

    /// Switches back; asks nothing of `b`, which may be what is broken.
    ///
    /// - Returns: The switch that did it, with the roles reversed.
    package func revert(
        _ done: DNSSwitch, options: EffectOptions = .init(), progress: ProgressHandler? = nil
    ) async throws(CloudError) -> Effected<DNSSwitch> {
        let effect = Effect(
            .switchDNS, "\(done.b.reference) back to \(done.a.reference)", options, clock, progress)
        return try await exchange(done.b, done.a, effect) { _ in }
    }

    private func exchange(
        _ a: Database, _ b: Database, _ effect: Effect,
        _ check: (Database) throws(CloudError) -> Void
    ) async throws(CloudError) -> Effected<DNSSwitch> {
        let path = try api.path(below: a, ["connections", "switch"], effect.attempt)
        let body: JSONValue = ["targetDatabase": .string(b.id)]
        let started = try await run(effect).start([a, b]) {
            databases throws(CloudError) -> EffectRunner.Preparation in
            try check(databases[1])
            let (a, b) = (databases[0], databases[1])
            return .send(
                ChangeRequest(
                    request: CloudRequest(.post, path, body: .json(body)),
                    reconciliation: Reconciliation { () async throws(CloudError) -> Evidence in
                        try await look(for: a, b, effect.attempt)
                    }))
        }
        guard case .accepted(let answer, let before, let at) = started else {
            throw effect.attempt.error(.internal, "two databases are never switched already")
        }
        let exchanged = PendingChange.Exchanged(
            a: before[0], b: before[1], at: at, warnings: Self.warnings(before[0]))
        var pending = pending(answer, on: before[0], at, .rest, effect, .exchange(exchanged))
        if let id = answer.operationID {
            pending.otherAddresses = [
                OperationReference(id: id, databaseID: b.id, vendor: b.vendor)
            ]
        }
        guard effect.options.wait else { return .accepted(pending) }
        guard case .dnsSwitch(let done) = try await finish(pending, effect) else {
            throw effect.attempt.error(.internal, "no switch came of it")
        }
        return .done(try await compared(done), changed: true)
    }

    private func look(
        for a: Database, _ b: Database, _ attempt: Attempt
    ) async throws(CloudError) -> Evidence {
        let freshA = try await api.refresh(a, attempt)
        let freshB = try await api.refresh(b, attempt)
        let isUnderWay = freshA.status.isBusy || freshB.status.isBusy
        let hasChanged = freshA.connections != a.connections || freshB.connections != b.connections
        return isUnderWay || hasChanged ? .applied(ChangeAnswer()) : .nothing
    }

    private static func warnings(_ a: Database) -> [String] {
        a.status.isRunning
            ? [] : ["\(a.reference) is \(a.status.state): nothing can be read from it any more"]
    }

    /// Adds what the new environment lacks; never fails a switch that is done.
    private func compared(_ done: DNSSwitch) async throws(CloudError) -> DNSSwitch {
        guard done.a.environmentID != done.b.environmentID else { return done }
        var done = done
        do {
            let all = try await environments()
            if let old = all.first(where: { $0.id == done.a.environmentID }),
                let new = all.first(where: { $0.id == done.b.environmentID })
            {
                done.compare(old, new)
            }
        } catch {
            done.warnings.append("the environments could not be compared: \(error.message)")
        }
        return done
    }
}
