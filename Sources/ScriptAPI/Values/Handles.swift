import CloudClient
import JSONDocument
import ScriptWire
import Timekeeping

/// The cloud's objects as a script holds them, with the fields the reference lists.
extension EffectContext {
    func handle(_ environment: Environment) -> WireValue {
        let fields = WireMap(fields: [
            ("id", .text(environment.id)), ("name", .text(environment.name)),
            ("region", .text(environment.region)), ("cidr", .text(environment.cidr)),
            ("network_rules", .list(environment.networkRules.map(value))),
            ("peers", .list(environment.peers.map(value))),
            ("created_at", .time(environment.createdAt)),
        ])
        return handle("environment", environment.id, fields, name: environment.name)
    }

    func handle(_ database: Database) -> WireValue {
        let connections = database.connections
        let status = database.status
        var fields: [(String, WireValue?)] = [
            ("id", .text(database.id)), ("name", .text(database.name)),
            ("ref", .text(database.reference)),
            ("env", .text(database.environmentName ?? database.environmentID)),
            ("state", .text(status.state)), ("plan", .text(database.plan)),
            ("version", .text(database.version)), ("edition", .text(database.edition)),
            ("vendor", .text(database.vendor)),
        ]
        fields += addresses(connections)
        fields += [
            ("created_at", .time(database.createdAt)),
            ("needs_restart", .boolean(status.needsRestart)),
            ("locked", .boolean(status.isLocked)), ("pending", .boolean(status.isPending)),
            ("data_as_of", .time(memory.dataTime(of: database.id))),
        ]
        return handle("database", database.id, WireMap(fields: fields), name: database.reference)
    }

    func handle(_ snapshot: Snapshot) -> WireValue {
        let id = HandleID.join(snapshot.environmentID, snapshot.databaseID, snapshot.id)
        memory.remember(snapshot, as: id)
        let fields = WireMap(fields: [
            ("id", .text(snapshot.id)), ("label", .text(snapshot.label)),
            ("status", .text(snapshot.status)), ("created_at", .time(snapshot.createdAt)),
            ("db_id", .text(snapshot.databaseID)), ("env_id", .text(snapshot.environmentID)),
        ])
        return handle("snapshot", id, fields, name: "snapshot \(snapshot.label ?? snapshot.id)")
    }

    func handle(_ operation: Operation, of database: Database) -> WireValue {
        let fields = WireMap(fields: [
            ("id", .text(operation.id)), ("db", handle(database)),
            ("status", .text(operation.status)), ("started_at", .time(operation.startedAt)),
            ("duration", operation.duration.map { .seconds($0) }),
            ("next_id", .text(operation.nextID)),
        ])
        let id = HandleID.join(database.id, operation.id)
        return handle("operation", id, fields, name: database.reference)
    }

    /// The operation of a change that was accepted and not waited for; it can be waited for later.
    func handle(_ pending: PendingChange) -> WireValue {
        let id = pending.handleID
        memory.remember(pending, as: id)
        let fields = WireMap(fields: [
            ("id", .text(pending.operation?.id)), ("db", handle(pending.database)),
            ("status", "accepted"), ("started_at", .time(pending.acceptedAt)),
        ])
        return handle("operation", id, fields, name: pending.target)
    }

    /// Results that are there at once: as they are, or, for a script that did not want to wait, an
    /// operation that has ended and returns them.
    func results(
        _ values: [WireValue], of database: Database?, _ options: EffectOptions
    ) -> [WireValue] {
        guard !options.wait else { return values }
        let id = memory.rememberEnded(values, on: database?.id ?? "")
        let fields = WireMap(fields: [
            ("db", database.map { handle($0) }), ("status", "finished"),
            ("started_at", .time(clock.now)), ("duration", .integer(0)),
        ])
        return [handle("operation", id, fields, name: database?.reference ?? "nothing")]
    }

    func handle(_ done: DNSSwitch) -> WireValue {
        let id = HandleID.join(done.a.id, done.b.id, "\(done.at.millisecondsSince1970)")
        memory.remember(done, as: id)
        let fields = WireMap(fields: [
            ("a", handle(done.a)), ("b", handle(done.b)), ("at", .time(done.at)),
            ("before", value(done.before)), ("after", value(done.after)),
        ])
        return handle(
            "dns_switch", id, fields, name: "\(done.a.reference) to \(done.b.reference)")
    }

    private func handle(
        _ kind: String, _ id: String, _ fields: WireMap, name: String
    ) -> WireValue {
        let handle = WireHandle(kind: kind, id: id, fields: fields)
        memory.remember(name: name, of: handle)
        return .handle(handle)
    }

    /// A text that the script may pass on and never read.
    func handle(_ secret: Secret, named id: String) -> WireValue {
        memory.remember(secret, as: id)
        return .handle(WireHandle(kind: "secret", id: id))
    }

    func value(_ status: DatabaseStatus) -> WireValue {
        .fields([
            ("state", .text(status.state)), ("needs_restart", .boolean(status.needsRestart)),
            ("pending", .boolean(status.isPending)), ("locked", .boolean(status.isLocked)),
            ("under_incident", .boolean(status.underIncident)),
            ("last_health", .text(status.lastHealth)),
        ])
    }

    private func value(_ addresses: DNSSwitch.Addresses) -> WireValue {
        .fields([
            ("a", .fields(self.addresses(addresses.a))),
            ("b", .fields(self.addresses(addresses.b))),
        ])
    }

    private func addresses(_ connections: Connections) -> [(String, WireValue?)] {
        [
            ("domain", .text(connections.domain)),
            ("private_domain", .text(connections.privateDomain)),
            ("http_port", connections.httpPort.map { .integer(Int64($0)) }),
            ("bolt_port", connections.boltPort.map { .integer(Int64($0)) }),
            ("bolt_url", .text(connections.boltURL)), ("http_url", .text(connections.httpURL)),
        ]
    }

    private func value(_ rule: NetworkRule) -> WireValue {
        .fields([
            ("id", .text(rule.id)), ("label", .text(rule.label)), ("ip_range", .text(rule.ipRange)),
        ])
    }

    private func value(_ peer: NetworkPeer) -> WireValue {
        .fields([
            ("id", .text(peer.id)), ("label", .text(peer.label)), ("vpc_id", .text(peer.vpcID)),
            ("aws_account_id", .text(peer.awsAccountID)), ("status", .text(peer.status)),
        ])
    }
}

extension EffectContext {
    /// What a function returns for a change: the object and whether anything changed, or, when it
    /// was not waited for, the operation.
    func results(_ effected: Effected<Database>, _ options: EffectOptions) -> [WireValue] {
        switch effected {
        case .done(let database, let changed):
            results([handle(database), .boolean(changed)], of: database, options)
        case .accepted(let pending): [handle(pending)]
        }
    }
}

extension PendingChange {
    /// What its operation's handle is found again by; the cloud may have named none.
    var handleID: String {
        HandleID.join(database.id, operation?.id ?? "\(verb.rawValue) \(target)")
    }
}
