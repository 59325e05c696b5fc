import CloudClient
import CloudSimulator
import SimulatedCloud
import Timekeeping

/// One of each change, made on the sample account.
enum Errand: String, CaseIterable, Sendable {
    case create, clone, createFromSnapshot, snapshot, pause, resume, restart, switchDNS, resize
    case setSettings, installPlugin, removePlugin, restore, delete

    /// The route of the request that changes something, as the simulator writes it.
    var route: Route {
        switch self {
        case .create: .createDatabase
        case .clone: .clone
        case .createFromSnapshot: .createFromSnapshot
        case .snapshot: .createSnapshot
        case .pause: .pause
        case .resume: .start
        case .restart: .restart
        case .switchDNS: .switchConnections
        case .resize: .changePlan
        case .setSettings: .writeSettings
        case .installPlugin: .uploadPlugin
        case .removePlugin: .deletePlugin
        case .restore: .restore
        case .delete: .deleteDatabase
        }
    }

    /// What the simulator's log calls the change.
    var verb: AppliedChange.Verb {
        switch self {
        case .create: .create
        case .clone: .clone
        case .createFromSnapshot: .createFromSnapshot
        case .snapshot: .createSnapshot
        case .pause: .pause
        case .resume: .start
        case .restart: .restart
        case .switchDNS: .switchConnections
        case .resize: .changePlan
        case .setSettings: .writeSettings
        case .installPlugin: .uploadPlugin
        case .removePlugin: .deletePlugin
        case .restore: .restore
        case .delete: .delete
        }
    }

    /// What is there after the change, in a word: a state, a plan, a name.
    struct Result: Sendable {
        var changed: Bool
        var pending: PendingChange?
        var state: String?
        var database: Database?
        var snapshot: Snapshot?
    }

    /// Does it.
    func run(
        _ test: SimulatedCloud, options: EffectOptions = EffectOptions(),
        progress: ProgressHandler? = nil
    ) async throws -> Result {
        let cloud = test.cloud
        let name = self == .resume ? "production/reports" : "production/orders"
        let database = try await test.database(name)
        switch self {
        case .create, .clone, .createFromSnapshot:
            return try await copy(test, database, options, progress)
        case .snapshot:
            let done = try await cloud.takeSnapshot(
                of: database, label: "before", options: options, progress: progress)
            return Result(done) { Result(changed: $1, state: $0.status, snapshot: $0) }
        case .pause:
            return Result(try await cloud.pause(database, options: options, progress: progress))
        case .resume:
            return Result(try await cloud.resume(database, options: options, progress: progress))
        case .restart:
            return Result(try await cloud.restart(database, options: options, progress: progress))
        case .resize:
            return Result(
                try await cloud.resize(database, to: "DS5", options: options, progress: progress))
        case .restore:
            let snapshot = try await cloud.snapshots(of: database)[0]
            return Result(
                try await cloud.restore(
                    snapshot, into: database, options: options, progress: progress))
        case .switchDNS:
            let other = try await test.database("staging/orders")
            let done = try await cloud.switchConnections(
                of: database, to: other, options: options, progress: progress)
            return Result(done) { Result(changed: $1, state: "switched", database: $0.b) }
        case .setSettings, .installPlugin, .removePlugin, .delete:
            return try await configure(cloud, database, options, progress)
        }
    }

    private func copy(
        _ test: SimulatedCloud, _ database: Database, _ options: EffectOptions,
        _ progress: ProgressHandler?
    ) async throws -> Result {
        let dr = try await test.environment("dr")
        switch self {
        case .create:
            let new = NewDatabase(
                name: "fresh", environment: dr, plan: "DS1", version: "5.26.1",
                edition: "community")
            return Result(try await test.cloud.create(new, options: options, progress: progress))
        case .clone:
            return Result(
                try await test.cloud.clone(
                    database, named: "copy", into: dr, options: options, progress: progress))
        default:
            let snapshot = try await test.cloud.snapshots(of: database)[0]
            return Result(
                try await test.cloud.create(
                    named: "revived", from: snapshot, in: dr, options: options, progress: progress))
        }
    }

    private func configure(
        _ cloud: Cloud, _ database: Database, _ options: EffectOptions, _ progress: ProgressHandler?
    ) async throws -> Result {
        switch self {
        case .setSettings:
            let done = try await cloud.setSettings(
                of: database, to: [Setting(key: "dbms.memory.heap.max_size", value: "20G")],
                restart: false, options: options, progress: progress)
            return Result(done) { Result(changed: $1, database: $0.database) }
        case .installPlugin:
            let done = try await cloud.installPlugin(
                "bloom", file: Array("jar".utf8), fileName: "bloom.jar", on: database,
                restart: false, options: options, progress: progress)
            return Result(done) { Result(changed: $1, state: $0.name) }
        case .removePlugin:
            let done = try await cloud.removePlugin(
                "apoc", from: database, restart: false, options: options, progress: progress)
            return Result(done) { Result(changed: $1, state: $0?.name) }
        default:
            let done = try await cloud.delete(database, options: options, progress: progress)
            return Result(done) { Result(changed: $1, state: $0 ? "gone" : nil) }
        }
    }
}

extension Errand.Result {
    init(_ done: Effected<Database>) {
        self.init(done) { Self(changed: $1, state: $0.status.state, database: $0) }
    }

    init<Value>(_ done: Effected<Value>, _ describe: (Value, Bool) -> Self) {
        switch done {
        case .done(let value, let changed): self = describe(value, changed)
        case .accepted(let pending): self = Self(changed: true, pending: pending)
        }
    }
}
