import ScriptAPI

/// What a check of scripts found.
package struct CheckReport: Sendable {
    /// A script, and the modules that it may load.
    package struct Script: Sendable {
        package let path: String
        package let modules: [Module]
    }

    /// A module as it was asked for first, and its file.
    package struct Module: Hashable, Sendable {
        package let name: String
        package let path: String
    }

    /// In the order in which they were given.
    package internal(set) var scripts: [Script] = []
    var sources: [String: SourceReport] = [:]

    /// A finding and its file.
    package typealias Placed = (path: String, finding: Finding)

    /// All findings, by file and place.
    package var findings: [Placed] {
        sources.sorted { $0.key < $1.key }.flatMap { path, source in
            source.findings.map { (path, $0) }
        }
    }

    package func count(_ severity: Finding.Severity) -> Int {
        sources.values.reduce(0) { $0 + $1.findings.count { $0.severity == severity } }
    }

    /// The scripts that no other one loads as a module: what a run can begin with.
    package var starts: [Script] {
        let modules = Set(scripts.flatMap(\.modules).map(\.path))
        return scripts.filter { !modules.contains($0.path) }
    }

    /// A call in a script or in a module of it.
    package typealias PlacedReach = (path: String, reach: Reach)

    /// All that a script could reach, also through its modules.
    package func reaches(of script: Script) -> [PlacedReach] {
        paths(of: script).flatMap { path in
            (sources[path]?.reaches ?? []).map { (path, $0) }
        }
    }

    /// All that only a run of it can tell.
    package func unknowns(of script: Script) -> [(path: String, unknown: Unknown)] {
        paths(of: script).flatMap { path in
            (sources[path]?.unknowns ?? []).map { (path, $0) }
        }
    }

    private func paths(of script: Script) -> [String] { [script.path] + script.modules.map(\.path) }
}
