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
        effect: .read,
        grant: .read,
        raises: [.notFound, .ambiguous],
        source: "GET /deployments/databases/{vendor}/{databaseId}/plugins",
        example: """
            for _, plugin in ipairs(graphene.plugins("production/orders")) do print(plugin.name) end
            """
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
        effect: .disruptive,
        grant: .plugins,
        raises: [.notFound, .integrity, .conflict, .locked, .operationFailed, .timeout],
        source: "POST /deployments/databases/{vendor}/{databaseId}/plugins",
        example: """
            graphene.install_plugin("staging/orders", {
              name = "apoc", file = "plugins/apoc-5.20.0.jar",
              sha256 = "0b5e1a6f0d3c5f3a0b6a8b0a3b9e8a6f0d3c5f3a0b6a8b0a3b9e8a6f0d3c5f3a",
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
        effect: .disruptive,
        grant: .plugins,
        raises: [.notFound, .conflict, .locked, .operationFailed, .timeout],
        source: "DELETE /deployments/databases/{vendor}/{databaseId}/plugins/{pluginId}",
        example: #"local _, changed = graphene.remove_plugin("staging/orders", "apoc")"#
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
