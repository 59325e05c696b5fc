package import JSONDocument

/// The names that an account was seen to have, for completing them; never what they stand for.
package struct CachedNames: Hashable, Sendable {
    package var environments: [String] = []
    /// `environment/name` of each.
    package var databases: [String] = []
    /// `environment/name@label` of each.
    package var snapshots: [String] = []
    package var plans: [String] = []
    package var versions: [String] = []

    package init() {}

    /// Reads what `json` wrote; what is missing is empty, and what is no list of names too.
    package init(_ json: JSONValue) {
        func names(_ key: String) -> [String] { json[key]?.array?.compactMap(\.string) ?? [] }
        environments = names("environments")
        databases = names("databases")
        snapshots = names("snapshots")
        plans = names("plans")
        versions = names("versions")
    }

    package var json: JSONValue {
        func list(_ names: [String]) -> JSONValue { .array(names.map { .string($0) }) }
        return [
            "environments": list(environments), "databases": list(databases),
            "snapshots": list(snapshots), "plans": list(plans), "versions": list(versions),
        ]
    }

    /// Takes over what another listing has; a list of it that is empty leaves what was there.
    package mutating func merge(_ newer: CachedNames) {
        func keep(_ path: WritableKeyPath<CachedNames, [String]>) {
            if !newer[keyPath: path].isEmpty { self[keyPath: path] = newer[keyPath: path] }
        }
        keep(\.environments)
        keep(\.databases)
        keep(\.snapshots)
        keep(\.plans)
        keep(\.versions)
    }
}
