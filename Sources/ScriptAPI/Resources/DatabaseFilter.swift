import CloudClient
import Diagnostics
package import ScriptWire
import Timekeeping

/// Which databases a script asked for: by environment, or by a closed table.
package struct DatabaseFilter: ScriptArgument {
    var environments: [EnvironmentReference]?
    var name: String?
    var states: [String]?
    var plans: [String]?
    var versions: [String]?
    var needsRestart: Bool?
    var olderThan: Duration?
    var newerThan: Duration?
    var exclude: [String] = []

    init() {}

    package static var kinds: [ArgumentKind] { [.environment, .string, .map] }
    package static var expectation: String { "an environment, or a table that filters" }
    package static var members: [ParameterDescription] { table.descriptions }

    private static let table = OptionTable.of(
        Option<OneOrMore<EnvironmentReference>?>(
            "env", "only those of this environment, or of these"),
        Option<GlobText?>("name", "a pattern for the name: `*` and `?` stand for any"),
        Option<OneOrMore<String>?>(
            "state", "only those in this state, or in one of these",
            as: "graphene.State|graphene.State[]"),
        Option<OneOrMore<String>?>("plan", "only those on this plan, or on one of these"),
        Option<OneOrMore<String>?>("version", "only those of this version, or of one of these"),
        Option<Bool?>("needs_restart", "only those that do, or do not, need a restart"),
        Option<Duration?>("older_than", "only those made longer ago"),
        Option<Duration?>("newer_than", "only those made since"),
        Option<OneOrMore<GlobText>?>(
            "exclude", "patterns of those to leave out: of `environment/name` with a slash in it"),
        Option<ScriptFunction?>(
            "where", "a function; keeps those for which it returns true",
            as: "fun(db: graphene.Database): any"))

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        if let reference = try? EnvironmentReference(value) {
            environments = [reference]
            return
        }
        guard let map = value.map else { throw Self.mismatch(value) }
        let names = Self.table.descriptions.map(\.name)
        for entry in map.entries {
            guard let key = entry.key.text else { throw Self.mismatch(value) }
            guard names.contains(key) else {
                throw ArgumentMismatch(unknownKey: key, among: names)
            }
        }
        do throws(ArgumentMismatch) {
            let (places, name, state, plan, version, restart, older, newer, exclude, _) =
                try Self.table.values(map)
            environments = places?.elements
            self.name = name?.text
            (states, plans, versions) = (state?.elements, plan?.elements, version?.elements)
            needsRestart = restart
            (olderThan, newerThan) = (older, newer)
            self.exclude = exclude?.elements.map(\.text) ?? []
        } catch {
            throw error.inside(".")
        }
    }

    /// What looks mistyped: a state that no database is in and that is nearly called like a usual one.
    ///
    /// No error, because the cloud may have more states than are known.
    func doubts(of all: [Database]) -> [String] {
        let known = Cloud.statesOfRest + all.map(\.status.state)
        return (states ?? []).filter { !known.contains($0) }.compactMap { state in
            let meant = Suggestion.phrase(for: state, among: Cloud.statesOfRest)
            return meant.isEmpty ? nil : "no database is `\(state)`\(meant)"
        }
    }

    /// Whether a database is among them; one without a known age is neither older nor newer.
    func includes(_ database: Database, at now: Instant) -> Bool {
        if let name, !Glob(name).matches(database.name) { return false }
        if let states, !states.contains(database.status.state) { return false }
        if let plans, !plans.contains(where: { $0 == database.plan }) { return false }
        if let versions, !versions.contains(where: { $0 == database.version }) { return false }
        if let needsRestart, database.status.needsRestart != needsRestart { return false }
        let age = database.createdAt.map { now - $0 }
        if let olderThan, age.map({ $0 <= olderThan }) ?? true { return false }
        if let newerThan, age.map({ $0 >= newerThan }) ?? true { return false }
        return !exclude.contains { pattern in
            Glob(pattern).matches(pattern.contains("/") ? database.reference : database.name)
        }
    }
}
