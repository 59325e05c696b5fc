import Diagnostics

/// `graphene.*` as lua-language-server reads it: functions without bodies, and their types above.
enum LuaDefinitions {
    /// The functions.
    static var functions: String {
        let shown = APITable.all.filter { $0.visibility == .function }
        let spaces = ["json", "log", "time"]
        var parts = [
            "---@meta graphene",
            "---@class graphene\n---@field run graphene.Run \(run.summary)\ngraphene = {}",
        ]
        for space in spaces {
            let field = space == "json" ? "\n---@field null userdata \(null.summary)" : ""
            parts.append("---@class graphene.\(space)\(field)\ngraphene.\(space) = {}")
        }
        for function in shown {
            if let options = LuaClass.options(of: function) { parts.append(options) }
            parts += LuaClass.members(of: function)
            parts.append(definition(of: function))
        }
        return parts.joined(separator: "\n\n") + "\n\nreturn graphene\n"
    }

    /// The classes of what functions return and take, with the handles' methods, and the aliases.
    static var values: String {
        var parts = ["---@meta", aliases, time]
        for value in ReferenceValue.all where value.name != "json.null" {
            parts.append(LuaClass.definition(of: value))
            parts += methods(of: value)
        }
        for (name, fields) in ReferenceValue.parts {
            let title = name.split(separator: "_").map(\.capitalizedWord).joined()
            parts.append(
                (["---@class graphene.\(title)"] + fields.map(field)).joined(separator: "\n"))
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private static let run = ReferenceValue.values[0]
    private static let null = ReferenceValue.values[1]

    private static func field(_ text: String) -> String {
        let name = text.prefix { $0 != ":" }
        return "---@field \(name) \(text.dropFirst(name.count + 2))"
    }

    /// Names for the literal values that are allowed, and for notations.
    private static var aliases: String {
        let types = ParameterType.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: "|")
        let codes = ErrorCode.allCases.map { code in
            "---| \"\(code.rawValue)\" # \(code.explanation.meaning)"
        }
        let states = ParameterDescription.states.map { "\"\($0)\"" }.joined(separator: "|")
        return """
            ---Seconds, or a text such as `"90s"`, `"15m"`, `"2h30m"`, `"7d"`.
            ---@alias graphene.Duration number|string

            ---What a database is doing; the cloud may have other words.
            ---@alias graphene.State \(states)|string

            ---@alias graphene.ParameterType \(types)

            ---What kind of failure an error is; `graphene explain CODE` says what to do.
            ---@alias graphene.ErrorCode

            """ + codes.joined(separator: "\n")
    }

    private static let time = """
        ---A point in time: it compares, and two of them have a difference in seconds.
        ---@class graphene.Time
        ---@operator sub(graphene.Time): number
        ---@operator sub(graphene.Duration): graphene.Time
        ---@operator add(graphene.Duration): graphene.Time
        """

    private static func definition(of function: HostFunction) -> String {
        var lines = LuaComment.lines(of: function)
        let signature = LuaSignature(function)
        lines += signature.annotations
        lines.append("function graphene.\(function.name)(\(signature.names)) end")
        return lines.joined(separator: "\n")
    }

    /// The methods of a handle: its own, and the functions whose first argument it can be.
    private static func methods(of value: ReferenceValue) -> [String] {
        guard ReferenceValue.handles.contains(where: { $0.name == value.name }) else { return [] }
        let title = value.luaClass.dropFirst("graphene.".count)
        let functions = HandleMethods.functions(of: value.name)
        let options = functions.filter { $0.visibility == .method }.compactMap(LuaClass.options)
        return options
            + functions.map { function in
                let signature = LuaSignature(function, isMethod: true)
                let name = function.name.split(separator: ".").last ?? ""
                let lines =
                    function.visibility == .method
                    ? LuaComment.lines(of: function)
                    : ["---\(function.summary)", "---", "---See `\(function.qualifiedName)`."]
                return
                    (lines + signature.annotations
                    + ["function \(title):\(name)(\(signature.names)) end"]).joined(separator: "\n")
            }
    }
}

/// Which functions are methods of which handles, as the prelude makes them.
package enum HandleMethods {
    /// `db:db()` would say nothing.
    private static let finders = ["db", "find_db", "environment"]

    /// The functions that a handle of that kind has as methods, in the order of the reference.
    package static func functions(of kind: String) -> [HostFunction] {
        let own = APITable.all.filter {
            $0.visibility == .method && $0.name.hasPrefix(kind + ".")
        }
        let ownNames = own.map { $0.name.dropFirst(kind.count + 1) }
        let others = APITable.all.filter { function in
            guard function.visibility == .function, !function.name.contains("."),
                let first = function.parameters.first, !finders.contains(function.name)
            else { return false }
            return first.kinds.contains { $0.rawValue == kind }
                && !ownNames.contains(function.name[...])
        }
        return own + others
    }
}
