import Diagnostics
import JSONDocument

/// How new settings meet those that are there.
package enum SettingsMode: Sendable {
    /// Ours over what is there.
    case merge
    /// Ours and nothing else.
    case replace
}

/// What a change of settings came to.
package struct SettingsUpdate: Sendable {
    package var database: Database
    /// In the order of the keys; empty when there was nothing to change.
    package var changes: [SettingChange]
}

extension Cloud {
    /// Changes a database's configuration, and restarts it so that it takes effect.
    ///
    /// A paused database is not restarted: it takes its settings when it starts.
    ///
    /// `restart`: Whether to restart it; also when an earlier change still waits for that.
    ///
    /// - Throws: Also `unsupported` when the cloud hides a secret that it would have to be sent back.
    /// - Source: `PUT /deployments/databases/{vendor}/{id}/settings/config`, which replaces the list.
    package func setSettings(
        of database: Database, to settings: [Setting], mode: SettingsMode = .merge,
        restart: Bool = true, options: EffectOptions = .init(), progress: ProgressHandler? = nil
    ) async throws(CloudError) -> Effected<SettingsUpdate> {
        let effect = Effect(.setSettings, database.reference, options, clock, progress)
        let path = try api.path(below: database, ["settings", "config"], effect.attempt)
        var changes: [SettingChange] = []
        let started = try await run(effect).start([database]) {
            _ throws(CloudError) -> EffectRunner.Preparation in
            let before = try await api.settings(of: database, effect.attempt)
            let plan = SettingsPlan(before, settings, mode)
            changes = plan.changes
            if plan.changes.isEmpty { return .nothing }
            if let key = plan.hiddenKey {
                throw effect.attempt.error(
                    .unsupported,
                    "the API hides the value of `\(key)`, and would lose it, since settings are "
                        + "replaced as a whole",
                    hint: "give the value of `\(key)` too", outcome: .notSent)
            }
            let body = JSONValue.object(["configuration": .array(plan.after.map(\.json))])
            return .send(
                ChangeRequest(
                    request: CloudRequest(.put, path, body: .json(body)),
                    reconciliation: Reconciliation(mayRepeat: true) {
                        () async throws(CloudError) -> Evidence in
                        plan.evidence(try await api.settings(of: database, effect.attempt))
                    }))
        }
        let found = changes
        return try await restartIfNeeded(started, restart, effect) { database in
            SettingsUpdate(database: database, changes: found)
        }
    }

    /// Ends a change that takes effect with the next start.
    func restartIfNeeded<Value>(
        _ started: EffectRunner.Started, _ restart: Bool, _ effect: Effect,
        _ result: (Database) -> Value
    ) async throws(CloudError) -> Effected<Value> {
        let before = started.before[0]
        var hasChanged = false
        if case .accepted = started { hasChanged = true }
        guard restart, before.status.isRunning, hasChanged || before.status.needsRestart else {
            guard hasChanged else { return .done(result(before), changed: false) }
            let fresh = try await afterwards { () async throws(CloudError) in
                try await api.refresh(before, effect.attempt)
            }
            return .done(result(fresh), changed: true)
        }
        do {
            switch try await self.restart(before, reset: true, effect) {
            case .done(let database, _): return .done(result(database), changed: true)
            case .accepted(let pending): return .accepted(pending)
            }
        } catch {
            guard hasChanged else { throw error }
            var error = error
            error.message += "; the change itself was made and awaits the next restart"
            if error.outcome == .notSent || error.outcome == .notApplied {
                error.outcome = .accepted
            }
            throw error
        }
    }
}

/// Works out what a list of settings becomes.
struct SettingsPlan: Sendable {
    let before: [Setting]
    let after: [Setting]
    /// In the order of the keys.
    let changes: [SettingChange]

    /// What is there stays in its place; what is new follows in the order given.
    init(_ before: [Setting], _ ours: [Setting], _ mode: SettingsMode) {
        self.before = before
        var after: [Setting] = []
        for old in before {
            if let new = ours.last(where: { $0.key == old.key }) {
                let isSecret = new.isSecret || old.isSecret
                after.append(Setting(key: new.key, value: new.value, isSecret: isSecret))
            } else if mode == .merge {
                after.append(old)
            }
        }
        for (index, new) in ours.enumerated() where !before.contains(where: { $0.key == new.key }) {
            guard !ours[(index + 1)...].contains(where: { $0.key == new.key }) else { continue }
            after.append(new)
        }
        self.after = after
        let keys = Set((before + after).map(\.key)).sorted()
        changes = keys.compactMap { key in
            let (old, new) = (before.first { $0.key == key }, after.first { $0.key == key })
            return old == new ? nil : SettingChange(key: key, before: old, after: new)
        }
    }

    /// A secret of the cloud's own that would be sent back although its value is not shown.
    var hiddenKey: String? {
        after.first { setting in
            setting.isSecret && setting.hidesValue
                && before.contains { $0.key == setting.key && $0.hidesValue }
        }?.key
    }

    /// What the settings as they are now tell; secrets are compared only where they are shown.
    func evidence(_ now: [Setting]) -> Evidence {
        if Self.agree(now, after) { return .applied(ChangeAnswer()) }
        return Self.agree(now, before) ? .nothing : .undecided
    }

    private static func agree(_ a: [Setting], _ b: [Setting]) -> Bool {
        guard Set(a.map(\.key)) == Set(b.map(\.key)) else { return false }
        return a.allSatisfy { one in
            b.contains { $0.key == one.key && (one.hidesValue || $0.value == one.value) }
        }
    }
}

extension Setting {
    /// Whether the cloud shows a placeholder instead of the value.
    var hidesValue: Bool { isSecret && value.allSatisfy { $0 == "*" || $0 == "•" } }
}
