import Timekeeping

extension CloudSimulator {
    mutating func makeId(_ kind: String) -> String { format(identifiers.nextDigits(kind)) }

    /// Writes 32 hex digits in the form of ids that is assumed.
    func format(_ digits: String) -> String {
        let text = Array(digits)
        func part(_ range: Range<Int>) -> String { String(text[range]) }
        switch assumptions[.ids] {
        case "uuid":
            let rest = [part(8..<12), "4" + part(13..<16), "a" + part(17..<20), part(20..<32)]
            return ([part(0..<8)] + rest).joined(separator: "-")
        case "opaque": return "id:\(part(0..<12))/\(part(12..<20))+é"
        default: return digits
        }
    }

    /// Gives a planned environment and all it holds their ids, derived from their names.
    mutating func add(_ plan: SimulatedAccount.EnvironmentPlan) {
        let path = plan.label
        let created = now - .hours(24 * 500)
        let environment = SimulatedEnvironment(
            id: plan.id ?? format(identifiers.digits("environment/\(path)")), label: plan.label,
            region: plan.region, cidr: plan.cidr, createdAt: created, isVisible: plan.isVisible,
            networkRules: plan.networkRules.map {
                .init(
                    id: format(identifiers.digits("rule/\(path)/\($0.label)")), label: $0.label,
                    ipRange: $0.ipRange, createdAt: created)
            },
            peers: plan.peers.map {
                let digits = identifiers.digits("peer/\(path)/\($0.label)")
                return .init(
                    id: format(digits), label: $0.label,
                    peeringConnectionId: "pcx-" + digits.prefix(17),
                    awsAccountId: "000000000000", vpcId: "vpc-" + digits.suffix(17),
                    region: $0.region, status: "active")
            })
        environments.append(environment)
        for database in plan.databases { add(database, to: environment) }
    }

    private mutating func add(
        _ plan: SimulatedAccount.DatabasePlan, to environment: SimulatedEnvironment
    ) {
        let path = "\(environment.label)/\(plan.name)"
        let digits = identifiers.digits("database/\(path)")
        let created = now - plan.age
        let original = plan.original
        let database = SimulatedDatabase(
            id: original?.id ?? format(digits), environmentId: environment.id, vendor: plan.vendor,
            name: plan.name, plan: plan.plan, version: plan.version, edition: plan.edition,
            extras: [], createdAt: created, state: plan.state,
            connection: original.map(\.connection) ?? makeConnection(for: digits),
            stationId: format(identifiers.digits("station/\(path)")),
            needsRestart: original?.needsRestart ?? false, isLocked: original?.isLocked ?? false,
            underIncident: original?.underIncident ?? false, settings: plan.settings,
            plugins: plan.plugins.map {
                SimulatedPlugin(
                    id: format(identifiers.digits("plugin/\(path)/\($0)")), name: $0,
                    createdAt: created, byteCount: 1_000)
            },
            data: DataContent(
                origin: path, version: 1, asOf: plan.state == .running ? now : created,
                sizeGiB: plan.sizeGiB))
        databases.append(database)
        for (index, item) in plan.snapshots.enumerated() {
            var snapshot = makeSnapshot(of: database, label: item.label)
            snapshot.id =
                original?.snapshotIds[index]
                ?? format(identifiers.digits("snapshot/\(path)/\(item.label)"))
            snapshot.createdAt = now - item.age
            snapshot.data.asOf = snapshot.createdAt
            snapshot.data.version = 0
            snapshot.isReady = true
            snapshots.append(snapshot)
        }
    }

    /// Makes the address of a database that is made from an id's digits.
    func makeConnection(for id: String) -> Connection {
        makeConnection(
            assumptions[.addresses] == "id" ? id : identifiers.digits("connection/\(id)"))
    }

    func makeConnection(_ digits: String) -> Connection {
        let name = digits.prefix(12)
        let number = Int(identifiers.number("port/\(digits)") % 400)
        return Connection(
            domainName: "db-\(name).graphenedb.invalid",
            privateDomainName: "db-\(name).private.graphenedb.invalid",
            httpPort: 24_500 + number, boltPort: 24_100 + number)
    }

    /// Makes a new, empty, paused database; the caller adds it.
    mutating func makeDatabase(
        _ name: String, in environmentId: String, vendor: String
    ) -> SimulatedDatabase {
        let digits = identifiers.nextDigits("database")
        return SimulatedDatabase(
            id: format(digits), environmentId: environmentId, vendor: vendor, name: name,
            plan: "", version: "", edition: "", extras: [], createdAt: now, state: .paused,
            connection: makeConnection(for: digits),
            stationId: makeId("station"), data: .nothing(at: now))
    }

    /// Makes a new, still empty, paused database of a snapshot's kind; the caller adds it.
    mutating func makeDatabase(
        _ name: String, in environmentId: String, from snapshot: SimulatedSnapshot
    ) -> SimulatedDatabase {
        var database = makeDatabase(name, in: environmentId, vendor: snapshot.vendor)
        database.plan = snapshot.plan
        database.version = snapshot.version
        database.edition = snapshot.edition
        database.extras = snapshot.extras
        database.settings = snapshot.settings
        for var plugin in snapshot.plugins {
            plugin.id = makeId("plugin")
            database.plugins.append(plugin)
        }
        return database
    }

    /// Makes a snapshot of what a database holds now; the caller adds it.
    mutating func makeSnapshot(
        of database: SimulatedDatabase, label: String?
    ) -> SimulatedSnapshot {
        var data = database.data
        if database.state == .running { data.asOf = now }
        let day = WireDate.iso(now.nanosecondsSince1970 / 1_000_000_000)
        return SimulatedSnapshot(
            id: makeId("snapshot"), label: label ?? "\(database.name) \(day)",
            databaseId: database.id, environmentId: database.environmentId, createdAt: now,
            isReady: false, isOfClone: false, vendor: database.vendor, plan: database.plan,
            version: database.version, edition: database.edition, extras: database.extras,
            settings: database.settings, plugins: database.plugins, data: data)
    }

    /// Forgets what is under way or queued on a database.
    mutating func dropOperations(on id: String) {
        for operation in running.map(\.id) + queue
        where operations[operation]?.holds.contains(id) == true {
            drop(from: operation)
        }
    }
}

// MARK: - For tests and hosts

extension CloudSimulator {
    /// Writes a database as people name it: `environment/name`.
    package func reference(_ database: SimulatedDatabase) -> String {
        let label = environments.first { $0.id == database.environmentId }?.label ?? "?"
        return "\(label)/\(database.name)"
    }

    /// Finds a database by `environment/name`, or by its id.
    package func database(_ reference: String) -> SimulatedDatabase? {
        databases.first { self.reference($0) == reference || $0.id == reference }
    }

    /// Finds an environment by its label.
    package func environment(named label: String) -> SimulatedEnvironment? {
        environments.first { $0.label == label }
    }

    /// The manual snapshots of a database, oldest first.
    package func snapshots(of reference: String) -> [SimulatedSnapshot] {
        let id = database(reference)?.id
        return snapshots.filter { $0.databaseId == id }
    }

    /// Changes a database behind the API's back, such as whether it is locked.
    package mutating func alter(
        _ reference: String, _ body: (inout SimulatedDatabase) -> Void
    ) {
        guard let id = database(reference)?.id else {
            preconditionFailure("no database is called \(reference)")
        }
        change(id, body)
        revision += 1
    }

    /// Lets an application write to a database: its data becomes newer by one version.
    package mutating func write(to reference: String) {
        let now = now
        alter(reference) {
            $0.data.version += 1
            $0.data.asOf = now
        }
    }
}

extension CloudSimulator: CustomStringConvertible, CustomDebugStringConvertible {
    /// Short, because a failed test writes it out.
    package var description: String {
        "simulated cloud \(seed) with \(databases.count) databases after \(requestCount) requests"
    }

    package var debugDescription: String { description }
}

extension CloudSimulator: CustomReflectable {
    package var customMirror: Mirror { Mirror(self, children: []) }
}
