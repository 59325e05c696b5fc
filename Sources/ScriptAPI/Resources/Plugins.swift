import CloudClient
import Diagnostics
import ScriptWire
import Timekeeping

/// The extensions installed on a database.
enum Plugins {
    static let all = [plugins, installPlugin, removePlugin]

    static let plugins = HostFunction(
        "plugins",
        "Lists the plugins installed on a database.",
        Parameter<DatabaseReference>("db", "the database"),
        options: .none,
        returns: "a list of plugins: `id, name, created_at`",
        results: ["graphene.Plugin[]"],
        effect: .read,
        grant: .read,
        raises: [.notFound, .ambiguous],
        source: "GET /deployments/databases/{vendor}/{databaseId}/plugins",
        example:
            #"for _, plugin in ipairs(graphene.plugins("production/orders")) do print(plugin.name) end"#,
        failing: #"graphene.plugins("production/order")"#
    ) { call, reference in
        let database = try await call.context.cloud.database(reference, for: .reading)
        let plugins = try await call.context.cloud.plugins(of: database)
        return [.list(plugins.map { value($0) })]
    }

    static let installPlugin = HostFunction(
        "install_plugin",
        "Installs a plugin from a file below the script's folder, and restarts the database.",
        Parameter<DatabaseReference>("db", "the database"),
        options: .waiting(
            default: .minutes(20),
            Option<String>("name", "the plugin's name"),
            Option<String>("file", "the file's path, from the script's folder on"),
            Option<String>("sha256", "the file's SHA-256 in hex, checked before a byte is sent")),
        returns: "the plugin, and whether anything was changed",
        results: ["graphene.Plugin", "boolean changed"],
        effect: .disruptive,
        grant: .plugins,
        raises: [
            .notFound, .ambiguous, .integrity, .conflict, .locked, .operationFailed, .timeout,
        ],
        source: "POST /deployments/databases/{vendor}/{databaseId}/plugins",
        example: """
            local plugin, changed = graphene.install_plugin("staging/orders", {
              name = "greeting", file = "plugins/greeting.jar",
              sha256 = "840c3c45a67b321f2fcdfa2a4ba5eb5cc09f0b10a95e59c731ff200a571727f3",
            })
            print(plugin, changed)
            """,
        failing: """
            graphene.install_plugin("staging/orders", {
              name = "greeting", file = "plugins/greeting.jar", sha256 = "0b5e1a6f",
            })
            """
    ) { call, reference in
        let (options, name, file, sha256) = call.options
        let context = call.context
        let contents = try await context.files.contents(ofFile: file)
        let actual = RunFacts.sha256(contents)
        guard actual == sha256.lowercased() else {
            throw APIFailure(
                .integrity,
                "\(Excerpt.quoted(file)) has the SHA-256 \(actual), not \(Excerpt.quoted(sha256))",
                hint:
                    "check where the file came from; when it is right, write its SHA-256 into the script"
            )
        }
        let database = try await context.cloud.database(reference, for: .changing)
        let installed = try await context.cloud.installPlugin(
            name, file: contents, fileName: String(file.split(separator: "/").last ?? "plugin"),
            on: database, options: options, progress: context.report)
        switch installed {
        case .done(let plugin, let changed):
            return context.results(
                [value(plugin), .boolean(changed)], of: database, options)
        case .accepted(let pending): return [context.handle(pending)]
        }
    }

    static let removePlugin = HostFunction(
        "remove_plugin",
        "Removes a plugin from a database and restarts it.",
        Parameter<DatabaseReference>("db", "the database"),
        Parameter<String>("name", "the plugin's name"),
        options: .waiting(default: .minutes(20)),
        returns:
            "the plugin that was removed (nil when there was none), and whether anything was changed",
        results: ["graphene.Plugin? plugin", "boolean changed"],
        effect: .disruptive,
        grant: .plugins,
        raises: [.notFound, .ambiguous, .conflict, .locked, .operationFailed, .timeout],
        source: "DELETE /deployments/databases/{vendor}/{databaseId}/plugins/{pluginId}",
        example: #"print(graphene.remove_plugin("production/orders", "apoc"))"#,
        failing: #"graphene.remove_plugin("production/orders")"#
    ) { call, reference, name in
        let context = call.context
        let database = try await context.cloud.database(reference, for: .changing)
        let removed = try await context.cloud.removePlugin(
            name, from: database, options: call.options, progress: context.report)
        switch removed {
        case .done(let plugin, let changed):
            return context.results(
                [plugin.map { value($0) } ?? .null, .boolean(changed)], of: database, call.options)
        case .accepted(let pending): return [context.handle(pending)]
        }
    }

    private static func value(_ plugin: Plugin) -> WireValue {
        let fields = WireMap(fields: [
            ("id", .text(plugin.id)), ("name", .text(plugin.name)),
            (
                "created_at",
                plugin.createdAt.map { text in
                    Timestamp.parse(text).map { .time($0) } ?? .text(text)
                }
            ),
        ])
        return .handle(WireHandle(kind: "plugin", id: plugin.id, fields: fields))
    }
}
