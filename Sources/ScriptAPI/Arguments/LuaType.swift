/// How editors are told the types of arguments: in the words of LuaLS.
enum LuaType {
    /// One of several kinds: `graphene.Database|string`.
    static func union(of kinds: [ArgumentKind]) -> String {
        // A duration's and a time's own names hold the ways to write one.
        let isNotation = kinds.contains(.duration) || kinds.contains(.time)
        let shown = kinds.filter { !isNotation || ![.string, .number].contains($0) }
        return shown.map(name).joined(separator: "|")
    }

    /// A list of some type: `string[]`, `(string|number)[]`.
    static func list(of element: String) -> String {
        element.contains("|") || element.hasPrefix("fun(") ? "(\(element))[]" : element + "[]"
    }

    /// A type in the words of the reference: `graphene.Time?` is `time?`.
    static func plain(_ type: String) -> String {
        if type.hasPrefix("fun(") { return "function" }
        if type.hasPrefix("\"") { return "string" }
        if type.hasPrefix("table<") { return "table" }
        var words = ""
        for character in type.replacing("graphene.", with: "") {
            // `DnsSwitch` is `dns_switch`.
            if character.isUppercase, words.last?.isLetter == true { words += "_" }
            words += character.lowercased()
        }
        return words.replacing("|", with: " or ")
    }

    private static func name(_ kind: ArgumentKind) -> String {
        switch kind {
        case .string, .integer, .number, .boolean, .function, .any: kind.rawValue
        case .list: "any[]"
        case .map: "table"
        case .duration: "graphene.Duration"
        case .time: "graphene.Time|string|number"
        case .database: "graphene.Database"
        case .environment: "graphene.Environment"
        case .snapshot: "graphene.Snapshot"
        case .operation: "graphene.Operation"
        case .secret: "graphene.Secret"
        case .dnsSwitch: "graphene.DnsSwitch"
        }
    }
}
