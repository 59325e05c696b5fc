import ScriptAPI

/// What the table of functions says about names.
enum Surface {
    private static let shown = APITable.all.filter { $0.visibility != .prelude }

    /// The fields of `graphene`, or of a part of it, whose functions' names begin with `prefix`.
    static func members(of prefix: String) -> [String] {
        let names = shown.filter { $0.visibility == .function && $0.name.hasPrefix(prefix) }.map {
            String($0.name.dropFirst(prefix.count).prefix { $0 != "." })
        }
        switch prefix {
        case "": return names + ["run"]
        case "json.": return names + ["null"]
        case "run.": return fields(of: "run")
        default: return names
        }
    }

    static func fields(of kind: String) -> [String] {
        ReferenceValue.all.first { $0.name == kind }?.fields.map(\.name) ?? []
    }

    static func methods(of kind: String) -> [String] {
        var names = shown.filter { isMethod($0, of: kind) }.map(bareName)
        let canRefresh: Set = ["database", "environment", "snapshot", "operation"]
        if canRefresh.contains(kind) { names.append("refresh") }
        return names
    }

    static func method(_ name: String, of kind: String) -> HostFunction? {
        shown.first { bareName($0) == name && isMethod($0, of: kind) }
    }

    private static func bareName(_ function: HostFunction) -> String {
        function.visibility == .method
            ? String(function.name.drop { $0 != "." }.dropFirst()) : function.name
    }

    /// Whether the prelude makes it a method: its first parameter is a handle of the kind.
    private static func isMethod(_ function: HostFunction, of kind: String) -> Bool {
        if function.visibility == .method { return function.name.hasPrefix(kind + ".") }
        let finders: Set = ["db", "find_db", "environment"]
        guard !finders.contains(function.name), !function.name.contains(".") else { return false }
        return function.parameters.first?.kinds.contains { $0.rawValue == kind } ?? false
    }

    /// The kind of handle that a function returns first, or a list of; nil for anything else.
    static func result(of function: HostFunction) -> (kind: String, isList: Bool)? {
        let words = function.returns.prefix { $0 != "," && $0 != ":" && $0 != ";" }
            .split(separator: " ").map(String.init)
        for kind in ["database", "environment", "snapshot", "operation", "plugin"] {
            if words.contains(kind) { return (kind, false) }
            let isList = words.starts(with: ["a", "list"])
            if isList, words.contains(kind + "s") { return (kind, true) }
        }
        return words.contains("switch") ? ("dns_switch", false) : nil
    }

    /// What `help` takes.
    static let pages =
        shown.map(\.name) + ReferenceValue.all.map(\.name) + ReferenceTopic.all.map(\.name)
}
