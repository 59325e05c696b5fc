import ScriptAPI

/// The names that the one table has, by how scripts write them.
enum Vocabulary {
    /// The functions of `graphene`, `clone` and `time.parse`.
    static let functions = Dictionary(
        APITable.all.filter { $0.visibility == .function }.map { ($0.name, $0) },
        uniquingKeysWith: { first, _ in first })

    /// The tables in `graphene`: `time`, `json`, `log`.
    static let spaces = Set(
        functions.keys.filter { $0.contains(".") }.map { String($0.prefix { $0 != "." }) })

    /// The values in `graphene` that are no functions, `run` and `json.null`.
    static let values = Set(
        ReferenceValue.all.filter { $0.qualifiedName.hasPrefix("graphene.") }.map(\.name))

    /// What can follow `graphene.`, or `graphene.SPACE.`.
    static func names(in space: String?) -> [String] {
        let all = functions.keys + Array(values)
        guard let space else {
            return (all.filter { !$0.contains(".") } + Array(spaces)).sorted()
        }
        return all.filter { $0.hasPrefix(space + ".") }.map {
            String($0.dropFirst(space.count + 1))
        }
        .sorted()
    }

    private static let finders: Set = ["db", "find_db", "environment"]

    /// The functions that are methods of each kind of handle, by name.
    static let methods: [String: [String: HostFunction]] = {
        var methods: [String: [String: HostFunction]] = [:]
        for function in APITable.all where function.visibility == .method {
            let parts = function.name.split(separator: ".").map(String.init)
            if parts.count == 2 { methods[parts[0], default: [:]][parts[1]] = function }
        }
        for function in functions.values.sorted(by: { $0.name < $1.name })
        where !finders.contains(function.name) && !function.name.contains(".") {
            for kind in function.parameters.first?.kinds ?? [] where fields[kind.rawValue] != nil {
                let known = methods[kind.rawValue]?[function.name]
                methods[kind.rawValue, default: [:]][function.name] = known ?? function
            }
        }
        return methods
    }()

    /// The fields of each kind of handle, in the order of the reference.
    static let fields = Dictionary(
        ReferenceValue.all.filter { !$0.qualifiedName.hasPrefix("graphene.") && $0.name != "error" }
            .map { ($0.name, $0.fields.map(\.name)) }, uniquingKeysWith: { first, _ in first })

    /// Every function that a method of that name could be.
    static func candidates(forMethod name: String) -> [HostFunction] {
        methods.keys.sorted().compactMap { methods[$0]?[name] }
    }
}
