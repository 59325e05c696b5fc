import Diagnostics
import LuaSyntax
import ScriptAPI

/// Which declared parameters a source reads.
struct ParameterUse {
    var declared: [ParameterTable] = []
    private var used: [Int: Set<String>] = [:]
    private var isWhollyUsed: Set<Int> = []

    mutating func use(_ name: String, of table: ParameterTable) {
        used[table.offset, default: []].insert(name)
    }

    mutating func useAll(of table: ParameterTable) { isWhollyUsed.insert(table.offset) }

    /// The names that are declared and never read.
    var unused: [Name] {
        declared.filter { !isWhollyUsed.contains($0.offset) }.flatMap { table in
            table.entries.map(\.name).filter { used[table.offset]?.contains($0.text) != true }
        }
    }
}

extension SourceReader {
    /// Looks at the declaration that `graphene.params` is given.
    mutating func check(_ table: ParameterTable) {
        parameters.declared.append(table)
        for entry in table.entries {
            for (key, value) in (entry.fields ?? []).compactMap(\.nameAndValue) {
                check(key, value, of: entry.name.text)
            }
        }
    }

    private mutating func check(_ key: Name, _ value: Expression, of parameter: String) {
        guard ParameterDeclaration.keys.contains(key.text) else {
            findings.add(
                .error, .unknownOption,
                "parameter `\(parameter)`: unknown key `\(key.text)`"
                    + Suggestion.phrase(for: key.text, among: ParameterDeclaration.keys),
                hint: "it takes \(ParameterDeclaration.keys.joined(separator: ", "))",
                at: key.range)
            return
        }
        let types = ParameterType.allCases.map(\.rawValue)
        guard key.text == "type", let type = value.text, !types.contains(type) else { return }
        findings.add(
            .error, .wrongValue,
            "parameter `\(parameter)`: there is no type `\(type)`"
                + Suggestion.phrase(for: type, among: types),
            hint: "it is one of \(types.joined(separator: ", "))", at: value.range)
    }

    mutating func checkUnusedParameters() {
        for name in parameters.unused {
            findings.add(
                .hint, .unusedParameter, "parameter `\(name.text)` is declared and not read",
                at: name.range)
        }
    }
}
