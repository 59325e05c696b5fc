import Diagnostics
package import ScriptAPI
import TOMLDocument

/// What a package's own scripts may do, as `[grants]` has it; for a library it is what it asks for.
package struct GrantRequest: Hashable, Sendable {
    /// nil where nothing is said, which narrows nothing.
    package var effects: [Grant]?
    /// Globs such as `staging/*`; nil where nothing is said.
    package var targets: [String]?
    /// Variables of the environment that may be read.
    package var variables: [String]

    package init(effects: [Grant]? = nil, targets: [String]? = nil, variables: [String] = []) {
        self.effects = effects
        self.targets = targets
        self.variables = variables
    }

    private static let keys = ["effects", "targets", "env"]

    init(_ value: LocatedValue) throws(LibraryError) {
        let table = try ClosedTable.reading(value, "`grants`", keys: Self.keys)
        effects = table["effects"] == nil ? nil : try Self.effects(table, "effects")
        let globs = try Self.texts(table, "targets")
        for glob in globs where !glob.value.contains("/") {
            throw LibraryError(
                glob.origin,
                "`targets` has `\(glob.value)`, which names no environment and database",
                "write `environment/name`; `*` is any text")
        }
        targets = table["targets"] == nil ? nil : globs.map(\.value)
        let names = try Self.texts(table, "env")
        for name in names where name.value.isEmpty || name.value.contains("=") {
            // What stands behind the sign may be a secret.
            let start = name.value.prefix { $0 != "=" }
            throw LibraryError(
                name.origin,
                "`env` has `\(start)\(name.value.isEmpty ? "" : "=…")`, which is no name of a variable",
                "write the name alone; the script gets the value that it has where it runs")
        }
        variables = names.map(\.value)
    }

    /// A list of effects, in the order of all effects.
    static func effects(_ table: ClosedTable, _ key: String) throws(LibraryError) -> [Grant] {
        var effects: Set<Grant> = []
        for text in try texts(table, key) {
            guard let effect = Grant(rawValue: text.value) else {
                throw LibraryError(
                    text.origin,
                    "`\(key)` has `\(text.value)`, and there is no such effect"
                        + Suggestion.phrase(for: text.value, among: Grant.allCases.map(\.rawValue)),
                    "effects are \(Grant.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            effects.insert(effect)
        }
        return Grant.allCases.filter(effects.contains)
    }

    private static func texts(
        _ table: ClosedTable, _ key: String
    ) throws(LibraryError) -> [Sourced<String>] {
        try LibraryError.wrapping { () throws(ConfigurationFailure) in try table.strings(key) }
    }
}
