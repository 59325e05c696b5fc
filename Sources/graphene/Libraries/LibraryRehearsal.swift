import ArgumentParser
import CloudClient
import Diagnostics
import Glibc
import JSONDocument
import RunRecord
import ScriptAPI
import ScriptHost
import ScriptLibrary

/// Runs a project's scripts with the libraries as they are and as they would be, on a simulated
/// account in virtual time, and compares how they end.
struct LibraryRehearsal {
    /// A script, and what would be otherwise; nothing where it ends as before.
    struct Row {
        var script: String
        /// Why it could not be rehearsed.
        var reason: String?
        var differences: [String] = []
        /// Where its parameters come from.
        var parameters: String
    }

    let plan: ProjectPlan

    /// Rehearses all scripts that may require a library.
    func run() async -> [Row] {
        let old = ProjectLibraries(plan.project, plan.project.lock ?? Lock())
        let new = ProjectLibraries(plan.project, plan.lock)
        var rows: [Row] = []
        let scripts = scripts
        for path in scripts.prefix(Self.most) { rows.append(await rehearse(path, old, new)) }
        for path in scripts.dropFirst(Self.most) {
            rows.append(
                Row(
                    script: path, reason: "no more than \(Self.most) scripts are", parameters: "any"
                ))
        }
        return rows
    }

    /// How many scripts are rehearsed.
    private static let most = 100

    /// The scripts of `[package]`, and those in the project's folder and `scripts/` that require
    /// something; tests are none.
    private var scripts: [String] {
        var paths = plan.project.manifest.scripts.map(\.path)
        for folder in ["", "scripts/"] {
            let names = Self.names(in: "\(plan.project.folder)/\(folder)").sorted()
            for name in names where name.hasSuffix(".lua") && !name.hasSuffix("_test.lua") {
                let path = folder + name
                let bytes = try? DiskFiles().read("\(plan.project.folder)/\(path)")
                guard !paths.contains(path), let bytes,
                    String(decoding: bytes, as: UTF8.self).contains("require")
                else { continue }
                paths.append(path)
            }
        }
        return paths
    }

    private static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                })
        }
        return names
    }

    private func rehearse(
        _ path: String, _ old: ProjectLibraries, _ new: ProjectLibraries
    ) async -> Row {
        let whole = "\(plan.project.folder)/\(path)"
        let recorded = lastRun(of: whole)
        let phrase = recorded.map { "those of run \($0.header.id.prefix(6))" } ?? "its defaults"
        var row = Row(script: path, parameters: phrase)
        do {
            let parameters = recorded?.parameters ?? [:]
            let before = try await report(whole, old, parameters)
            let after = try await report(whole, new, parameters)
            if before.failure?.code == .usage, after.failure?.code == .usage {
                row.reason = after.failure?.message
            } else {
                row.differences = Self.differences(before, after)
            }
        } catch {
            row.reason = (error as? any UserFacingError)?.message ?? "\(error)"
        }
        return row
    }

    /// The newest run of a script that has parameters on record.
    private func lastRun(of path: String) -> RecordedRun? {
        guard let folder = RunFolder(environment: surroundings.environment),
            let items = try? RunHistory(folder).items()
        else { return nil }
        for case .run(let run) in items {
            let script = run.header.script
            let whole = script.hasPrefix("/") ? script : "\(run.header.folder)/\(script)"
            guard let resolved = realpath(whole, nil) else { continue }
            defer { free(resolved) }
            if String(cString: resolved) == path { return run }
        }
        return nil
    }

    private func report(
        _ path: String, _ libraries: ProjectLibraries, _ values: [String: JSONValue]
    ) async throws -> RunReport {
        let source = try ScriptSource.read(path)
        let target = try RunTarget(.parse(["--simulator"]), .parse([]), surroundings)
        var parameters = try ParameterOptions.parse([]).notedSource()
        // The record has what the command line gave as it was written there.
        parameters.texts = values.sorted { $0.key < $1.key }
            .compactMap { name, value in value.string.map { (name, $0) } }
        parameters.values = values.filter { $0.value.string == nil }
        var configuration = RunConfiguration(
            script: source, facts: target.facts(for: source), parameters: parameters,
            console: TerminalConsole(answersYes: true), seed: target.seed,
            scriptProcess: ScriptHost.scriptProcessPath())
        try libraries.apply(to: &configuration)
        return await target.run(
            configuration, stops: AsyncStream { $0.finish() }, observers: [])
    }
}

// How two runs differ.
extension LibraryRehearsal {
    static func differences(_ old: RunReport, _ new: RunReport) -> [String] {
        var lines: [String] = []
        if ending(old) != ending(new) { lines.append("ended: \(ending(old)) -> \(ending(new))") }
        if old.result != new.result {
            lines.append("result: \(old.result?.text ?? "none") -> \(new.result?.text ?? "none")")
        }
        let (before, after) = (outputs(old), outputs(new))
        for key in Set(before.keys).union(after.keys).sorted() where before[key] != after[key] {
            lines.append("output \(key): \(before[key] ?? "none") -> \(after[key] ?? "none")")
        }
        let (was, becomes) = (old.effects.map(effect), new.effects.map(effect))
        for change in becomes.difference(from: was) {
            switch change {
            case .remove(_, let text, _): lines.append("no more: \(text)")
            case .insert(_, let text, _): lines.append("new: \(text)")
            }
        }
        return lines
    }

    private static func ending(_ report: RunReport) -> String {
        guard let failure = report.failure else { return "exit \(report.exitStatus)" }
        return "exit \(report.exitStatus), \(failure.code.rawValue): \(failure.message)"
    }

    private static func outputs(_ report: RunReport) -> [String: String] {
        Dictionary(report.outputs.map { ($0.key, $0.value.text) }) { _, last in last }
    }

    private static func effect(_ record: EffectRecord) -> String {
        "\(record.note.verb) \(record.note.target ?? "") (\(record.outcome.rawValue))"
    }

    static func lines(_ rows: [Row]) -> [String] {
        guard !rows.isEmpty else { return ["rehearsal: the project has no scripts to rehearse"] }
        let same = rows.count { $0.reason == nil && $0.differences.isEmpty }
        var lines = [
            "rehearsal: \(same) of \(rows.count) script\(rows.count == 1 ? "" : "s") end as before"
        ]
        for row in rows {
            if let reason = row.reason {
                lines.append("  \(row.script): not rehearsed with \(row.parameters): \(reason)")
            }
            guard !row.differences.isEmpty else { continue }
            lines.append("  \(row.script) ends differently, with \(row.parameters):")
            lines += row.differences.map { "    \($0)" }
        }
        return lines
    }

    static func document(_ rows: [Row]) -> JSONValue {
        .array(
            rows.map { row in
                [
                    "script": .string(row.script), "parameters": .string(row.parameters),
                    "same": .boolean(row.reason == nil && row.differences.isEmpty),
                    "not_rehearsed": row.reason.map { .string($0) } ?? .null,
                    "differences": .array(row.differences.map { .string($0) }),
                ]
            })
    }
}
