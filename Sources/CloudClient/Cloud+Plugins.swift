import Diagnostics

extension Cloud {
    /// Uploads a plugin, and restarts the database so that it is loaded.
    ///
    /// Changes nothing when a plugin of that name is there: the cloud tells no hash to compare, so a
    /// name should carry its version.
    ///
    /// - Source: `POST /deployments/databases/{vendor}/{id}/plugins`.
    package func installPlugin(
        _ name: String, file: [UInt8], fileName: String, on database: Database,
        restart: Bool = true, options: EffectOptions = .init(), progress: ProgressHandler? = nil
    ) async throws(CloudError) -> Effected<Plugin> {
        let effect = Effect(.installPlugin, database.reference, options, clock, progress)
        let path = try api.path(below: database, ["plugins"], effect.attempt)
        let upload = CloudRequest.Body.upload(
            file: file, fileName: fileName, fields: [.init(name: "name", value: Secret(name))])
        // A slow line must have time for a large file: 100 KB a second, on top of the usual.
        let timeout = settings.requestTimeout + .seconds(file.count / 100_000)
        var existing: Plugin?
        let started = try await run(effect).start([database]) {
            _ throws(CloudError) -> EffectRunner.Preparation in
            let before = try await api.plugins(of: database, effect.attempt)
            existing = before.first { $0.name == name }
            if existing != nil { return .nothing }
            return .send(
                ChangeRequest(
                    request: CloudRequest(.post, path, body: upload),
                    reconciliation: Reconciliation { () async throws(CloudError) -> Evidence in
                        try await api.plugins(of: database, effect.attempt).contains {
                            $0.name == name
                        } ? .applied(ChangeAnswer()) : .nothing
                    }, timeout: timeout))
        }
        let plugin: Plugin
        if let existing {
            plugin = existing
        } else {
            plugin = try await uploaded(name, to: database, effect)
        }
        return try await restartIfNeeded(started, restart, effect) { _ in plugin }
    }

    private func uploaded(
        _ name: String, to database: Database, _ effect: Effect
    ) async throws(CloudError) -> Plugin {
        let plugin = try await afterwards { () async throws(CloudError) in
            try await api.plugins(of: database, effect.attempt).first { $0.name == name }
        }
        guard let plugin else {
            throw effect.attempt.error(
                .operationFailed, "the API took the file, and lists no plugin `\(name)`",
                outcome: .accepted)
        }
        return plugin
    }

    /// Removes a plugin, and restarts the database so that it is unloaded.
    ///
    /// `name`: Its name or id.
    ///
    /// - Returns: The plugin that was removed, or nil, unchanged, when there was none.
    /// - Source: `DELETE /deployments/databases/{vendor}/{id}/plugins/{p}`.
    package func removePlugin(
        _ name: String, from database: Database, restart: Bool = true,
        options: EffectOptions = .init(), progress: ProgressHandler? = nil
    ) async throws(CloudError) -> Effected<Plugin?> {
        let effect = Effect(.removePlugin, database.reference, options, clock, progress)
        var plugin: Plugin?
        let started = try await run(effect).start([database]) {
            _ throws(CloudError) -> EffectRunner.Preparation in
            let found = try await api.plugins(of: database, effect.attempt).filter {
                $0.name == name || $0.id == name
            }
            guard found.count < 2 else {
                throw effect.attempt.error(
                    .ambiguous,
                    "\(found.count) plugins are called so: "
                        + found.map(\.id).joined(separator: ", "),
                    hint: "name it by its id", outcome: .notSent)
            }
            guard let one = found.first else { return .nothing }
            plugin = one
            let path = try api.path(below: database, ["plugins", one.id], effect.attempt)
            return .send(
                ChangeRequest(
                    request: CloudRequest(.delete, path),
                    reconciliation: Reconciliation(mayRepeat: true) {
                        () async throws(CloudError) -> Evidence in
                        try await api.plugins(of: database, effect.attempt).contains {
                            $0.id == one.id
                        } ? .nothing : .applied(ChangeAnswer())
                    }))
        }
        let removed = plugin
        return try await restartIfNeeded(started, restart, effect) { _ in removed }
    }
}
