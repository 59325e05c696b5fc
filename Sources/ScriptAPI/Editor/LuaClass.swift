/// Tables as classes of lua-language-server.
enum LuaClass {
    /// A value of the reference; a handle has a local of its name, for its methods.
    static func definition(of value: ReferenceValue) -> String {
        var lines = ["---\(value.summary)"]
        let isList = value.name == "results"
        lines.append(
            "---@class \(value.luaClass)" + (isList ? ": { [integer]: graphene.Result }" : ""))
        lines += (value.fields + value.methods).map {
            "---@field \($0.name) \($0.luaType) \($0.help)"
        }
        let isHandle = ReferenceValue.handles.contains { $0.name == value.name }
        if isHandle { lines.append("local \(value.luaClass.dropFirst("graphene.".count)) = {}") }
        return lines.joined(separator: "\n")
    }

    /// The options of a function; nil when it has none.
    static func options(of function: HostFunction) -> String? {
        guard !function.options.isEmpty else { return nil }
        return closedTable(
            name(of: function, "options"), "The options of `\(function.qualifiedName)`.",
            function.options)
    }

    /// The parameters of a function that are closed tables.
    static func members(of function: HostFunction) -> [String] {
        function.parameters.filter { !$0.members.isEmpty }.map { parameter in
            closedTable(
                name(of: function, parameter.name),
                "The `\(parameter.name)` of `\(function.qualifiedName)`.", parameter.members)
        }
    }

    /// `graphene.CloneOptions`, `graphene.DatabasesFilter`.
    static func name(of function: HostFunction, _ part: String) -> String {
        let words = function.name.split { "._".contains($0) } + [part[...]]
        return "graphene." + words.map(\.capitalizedWord).joined()
    }

    private static func closedTable(
        _ name: String, _ summary: String, _ keys: [ParameterDescription]
    ) -> String {
        let fields = keys.map { key in
            let fallback = key.defaultText.map { "; by default `\($0)`" } ?? ""
            let help = key.help.isEmpty ? "how many at most" : key.help + fallback
            return "---@field \(key.name)\(key.isOptional ? "?" : "") \(key.luaType) \(help)"
        }
        return (["---\(summary)", "---@class (exact) \(name)"] + fields).joined(separator: "\n")
    }
}

/// What stands above a function's types.
enum LuaComment {
    static func lines(of function: HostFunction) -> [String] {
        var lines = [function.summary, "", "Returns \(function.returns).", ""]
        lines.append("Raises " + function.allRaises.map { "`\($0)`" }.joined(separator: ", ") + ".")
        if let effect = function.effect {
            lines += ["", "Effect: \(effect.rawValue), \(effect.phrase)."]
        }
        lines +=
            ["", "```lua"] + function.example.split(separator: "\n").map(String.init) + ["```"]
        return lines.map { "---" + $0 }
    }
}

/// A function's arguments and results as annotations.
struct LuaSignature {
    /// `db, env, opts`.
    let names: String
    let annotations: [String]

    init(_ function: HostFunction, isMethod: Bool = false) {
        var parameters = function.parameters
        if isMethod { parameters.removeFirst() }
        var fields = parameters.map { parameter in
            Field(
                name: parameter.name, type: Self.type(of: parameter, of: function),
                isOptional: parameter.isOptional, help: parameter.help)
        }
        let optional = parameters.last
        if !function.options.isEmpty {
            fields.append(
                Field(
                    name: "opts", type: LuaClass.name(of: function, "options"),
                    isOptional: !function.options.contains { !$0.isOptional }, help: "its options"))
        }
        names = fields.map(\.name).joined(separator: ", ")
        let types = fields.map(\.type) + function.results
        let isGeneric = types.contains { Self.words(of: $0).contains("T") }
        annotations =
            (isGeneric ? ["---@generic T"] : [])
            + fields.map { "---@param \($0.name)\($0.isOptional ? "?" : "") \($0.type) \($0.help)" }
            + function.results.map { "---@return \($0)" }
            + Self.overloads(function, fields, optional, isMethod ? Self.owner(of: function) : nil)
    }

    private struct Field {
        var name: String
        var type: String
        var isOptional: Bool
        var help: String
    }

    private static func type(
        of parameter: ParameterDescription, of function: HostFunction
    ) -> String {
        guard !parameter.members.isEmpty else { return parameter.luaType }
        let others = parameter.kinds.filter { $0 != .map }
        let table = LuaClass.name(of: function, parameter.name)
        return others.isEmpty ? table : LuaType.union(of: others) + "|" + table
    }

    private static func owner(of function: HostFunction) -> String {
        function.parameters[0].luaType.split(separator: "|").first.map(String.init) ?? "any"
    }

    /// The ways to call it that its parameters alone do not tell: without an optional argument before
    /// the options, and without waiting.
    private static func overloads(
        _ function: HostFunction, _ fields: [Field], _ last: ParameterDescription?, _ owner: String?
    ) -> [String] {
        guard !function.options.isEmpty else { return [] }
        var overloads: [String] = []
        let own = owner.map { [("self", $0)] } ?? []
        let all = own + fields.dropLast().map { ($0.name + ($0.isOptional ? "?" : ""), $0.type) }
        func overload(_ arguments: [(String, String)], _ results: [String]) -> String {
            let arguments = arguments.map { "\($0): \($1)" }.joined(separator: ", ")
            let types = results.map { String($0.prefix { $0 != " " }) }
            return "---@overload fun(\(arguments)): \(types.joined(separator: ", "))"
        }
        if let last, last.isOptional {
            let options = ("opts", fields[fields.count - 1].type)
            overloads.append(overload(all.dropLast() + [options], function.results))
        }
        if function.options.contains(where: { $0.name == "wait" }) {
            overloads.append(overload(all + [("opts", "{ wait: false }")], ["graphene.Operation"]))
        }
        return overloads
    }

    private static func words(of type: String) -> [Substring] {
        type.split { !$0.isLetter && $0 != "." && $0 != "_" }
    }
}
