import CloudClient
import Diagnostics
package import ScriptWire
import Timekeeping

/// A database's configuration.
enum Settings {
    static let all = [settings, setSettings]

    static let settings = HostFunction(
        "settings",
        "Reads a database's configuration.",
        Parameter<DatabaseReference>("db", "the database"),
        options: .none,
        returns: "a table from key to text; a secret setting is an opaque value",
        results: ["table<string, string|graphene.Secret> settings"],
        effect: .read,
        grant: .read,
        raises: [.notFound, .ambiguous],
        source: "GET /deployments/databases/{vendor}/{databaseId}/settings/config",
        example: #"print(graphene.settings("production/orders")["dbms.memory.heap.max_size"])"#,
        failing: #"graphene.settings("production/order")"#
    ) { call, reference in
        let context = call.context
        let database = try await context.cloud.database(reference, for: .reading)
        let settings = try await context.cloud.settings(of: database)
        return [
            .fields(
                settings.sorted { $0.key < $1.key }.map {
                    ($0.key, context.value(of: $0, in: database))
                })
        ]
    }

    static let setSettings = HostFunction(
        "set_settings",
        "Changes a database's configuration, by default over what is there, and restarts it.",
        Parameter<DatabaseReference>("db", "the database"),
        Parameter<SettingsArgument>("settings", "the new values, by key"),
        options: .waiting(
            default: .minutes(20),
            Option<Bool>(
                "replace", "true drops every setting that is not given", default: false,
                shownAs: "false"),
            Option<Bool>(
                "restart", "whether to restart, without which nothing takes effect", default: true,
                shownAs: "true")),
        returns: "the database, whether anything was changed, and a list of `{key, before, after}`",
        results: ["graphene.Database", "boolean changed", "graphene.SettingChange[] changes"],
        effect: .disruptive,
        grant: .settings,
        raises: [.notFound, .ambiguous, .conflict, .locked, .operationFailed, .timeout],
        source: "PUT /deployments/databases/{vendor}/{databaseId}/settings/config",
        example: """
            local heap = { ["dbms.memory.heap.max_size"] = "4G" }
            local db, changed, changes = graphene.set_settings("staging/orders", heap)
            print(db, changed, graphene.inspect(changes))
            """,
        failing: #"graphene.set_settings("staging/orders", { ["dbms.memory.heap.max_size"] = {} })"#
    ) { call, reference, argument in
        let (options, replace, restart) = call.options
        let context = call.context
        let database = try await context.cloud.database(reference, for: .changing)
        let updated = try await context.cloud.setSettings(
            of: database, to: try context.settings(argument), mode: replace ? .replace : .merge,
            restart: restart, options: options, progress: context.report)
        switch updated {
        case .accepted(let pending): return [context.handle(pending)]
        case .done(let update, let changed):
            let changes = update.changes.map { context.value(of: $0, in: update.database) }
            return context.results(
                [context.handle(update.database), .boolean(changed), .list(changes)],
                of: update.database, options)
        }
    }
}

/// New values of settings, in the order of their keys.
package struct SettingsArgument: ScriptArgument {
    enum Source: Hashable, Sendable {
        case text(String)
        /// A secret handle, by id.
        case secret(String)
    }

    let settings: [(key: String, value: Source)]

    package static var kinds: [ArgumentKind] { [.map] }
    package static var expectation: String { "a table from key to text, number, boolean or secret" }
    package static var luaType: String { "table<string, string|number|boolean|graphene.Secret>" }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        guard let map = value.map else { throw Self.mismatch(value) }
        var settings: [(key: String, value: Source)] = []
        for entry in map.entries {
            guard let key = entry.key.text, !key.isEmpty else {
                throw ArgumentMismatch(
                    expected: "a table whose keys are the settings' names", given: value)
            }
            guard let source = Self.source(entry.value) else {
                throw ArgumentMismatch(
                    expected: "text, a number, a boolean or a secret", given: entry.value,
                    path: "[\(Excerpt.quoted(key))]")
            }
            settings.append((key, source))
        }
        self.settings = settings.sorted { $0.key < $1.key }
    }

    private static func source(_ value: WireValue) -> Source? {
        switch value {
        case .bytes: value.text.map { .text($0) }
        case .integer(let number): .text("\(number)")
        case .float(let number) where number.isFinite: .text("\(number)")
        case .boolean(let flag): .text("\(flag)")
        case .handle(let handle) where handle.kind == "secret": .secret(handle.id)
        default: nil
        }
    }
}

extension EffectContext {
    /// Puts the texts of secrets in place of their handles.
    fileprivate func settings(_ argument: SettingsArgument) throws(APIFailure) -> [Setting] {
        var settings: [Setting] = []
        for (key, source) in argument.settings {
            switch source {
            case .text(let text): settings.append(Setting(key: key, value: text))
            case .secret(let id):
                guard let secret = memory.secret(id) else {
                    throw APIFailure(.usage, "the secret for `\(key)` is not one of this run's")
                }
                settings.append(
                    secret.reveal { Setting(key: key, value: $0, isSecret: true) })
            }
        }
        return settings
    }

    /// A setting's text, or a handle when it is secret.
    fileprivate func value(of setting: Setting, in database: Database) -> WireValue {
        guard setting.isSecret else { return .text(setting.value) }
        return handle(
            Secret(setting.value), named: HandleID.join("setting", database.id, setting.key))
    }

    fileprivate func value(of change: SettingChange, in database: Database) -> WireValue {
        .fields([
            ("key", .text(change.key)),
            (
                "before",
                change.before.map { setting in
                    guard setting.isSecret else { return .text(setting.value) }
                    let id = HandleID.join("setting", database.id, setting.key, "before")
                    return handle(Secret(setting.value), named: id)
                }
            ),
            ("after", change.after.map { value(of: $0, in: database) }),
        ])
    }
}
