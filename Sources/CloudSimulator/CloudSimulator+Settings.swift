import JSONDocument

extension CloudSimulator {
    func readSettings(_ request: RoutedRequest) throws(Refusal) -> SimulatedResponse {
        settingsBody(try database(request))
    }

    private func settingsBody(_ database: SimulatedDatabase) -> SimulatedResponse {
        let lines: [JSONValue] = database.settings.map { setting in
            var line: [String: JSONValue] = [
                "key": .string(setting.key), "secret": .boolean(setting.isSecret),
                "value": .string(setting.value),
            ]
            if setting.isSecret && assumptions[.secretSettings] == "masked" {
                line["value"] = "***"
            }
            if setting.isSecret && assumptions[.secretSettings] == "absent" { line["value"] = nil }
            return .object(line)
        }
        return SimulatedResponse(200, json: ["configuration": .array(lines)])
    }

    mutating func writeSettings(
        _ request: RoutedRequest
    ) throws(Refusal) -> SimulatedResponse {
        let database = try freeDatabase(request)
        let fields = try fields(request, ["configuration"])
        var settings: [SimulatedSetting] = []
        for item in try fields.list("configuration") {
            guard let members = item.object else {
                throw fields.refusal("`configuration` must hold objects")
            }
            let line = RequestFields(members, badBodyStatus: fields.refusal("").status)
            let key = try line.text("key")
            guard let value = try line.optionalText("value") else {
                throw fields.refusal("the setting `\(key)` has no value")
            }
            guard !settings.contains(where: { $0.key == key }) else {
                throw fields.refusal("the setting `\(key)` is repeated")
            }
            let isSecret = try line.optionalBoolean("secret") ?? false
            settings.append(SimulatedSetting(key, value, isSecret: isSecret))
        }
        let isChanged = settings != database.settings
        change(database.id) { $0.settings = settings }
        if isChanged { markRestartNeeded(database.id) }
        record(.writeSettings, database)
        return settingsBody(try self.database(request))
    }

    func listPlugins(_ request: RoutedRequest) throws(Refusal) -> SimulatedResponse {
        let database = try database(request)
        return SimulatedResponse(200, json: ["plugins": .array(database.plugins.map(body(of:)))])
    }

    private func body(of plugin: SimulatedPlugin) -> JSONValue {
        var body: [String: JSONValue] = ["id": .string(plugin.id), "name": .string(plugin.name)]
        body["createdAt"] = date(plugin.createdAt)
        return .object(body)
    }

    mutating func uploadPlugin(
        _ request: RoutedRequest
    ) throws(Refusal) -> SimulatedResponse {
        let database = try freeDatabase(request)
        let status = Int(assumptions[.badBody]) ?? 400
        guard request.request.mediaType == "multipart/form-data" else {
            throw Refusal(415, "the body must be multipart/form-data")
        }
        let type = request.request.header("content-type") ?? ""
        guard let parts = Multipart.parts(of: request.request.body, contentType: type) else {
            throw Refusal(status, "the body is not multipart/form-data")
        }
        guard let file = parts.first(where: { $0.name == "file" }), !file.bytes.isEmpty,
            file.filename != nil
        else { throw Refusal(status, "the part `file` is missing, empty or no file") }
        guard let name = parts.first(where: { $0.name == "name" })?.text, !name.isEmpty,
            name.count <= 30
        else { throw Refusal(status, "the part `name` must have 1 to 30 characters") }
        guard !database.plugins.contains(where: { $0.name == name }) else {
            throw Refusal(409, "the database has a plugin called `\(name)` already")
        }
        let plugin = SimulatedPlugin(
            id: makeId("plugin"), name: name, createdAt: now, byteCount: file.bytes.count)
        change(database.id) { $0.plugins.append(plugin) }
        markRestartNeeded(database.id)
        record(.uploadPlugin, database, result: plugin.id)
        return SimulatedResponse(201, json: body(of: plugin))
    }

    mutating func deletePlugin(
        _ request: RoutedRequest
    ) throws(Refusal) -> SimulatedResponse {
        let database = try freeDatabase(request)
        let id = request["p"]
        guard database.plugins.contains(where: { $0.id == id }) else {
            throw Refusal(404, "no such plugin")
        }
        change(database.id) { $0.plugins.removeAll { $0.id == id } }
        markRestartNeeded(database.id)
        record(.deletePlugin, database, result: id)
        return SimulatedResponse(204)
    }

    private mutating func markRestartNeeded(_ id: String) {
        guard assumptions[.needsRestart] != "never" else { return }
        change(id) { $0.needsRestart = true }
    }
}
