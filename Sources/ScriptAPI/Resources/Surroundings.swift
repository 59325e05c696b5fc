import Diagnostics
import ScriptWire
import Timekeeping

/// What a run was given, and the other chunks it is made of.
enum Surroundings {
    static let all = [params, env, require]

    static let params = HostFunction(
        "params",
        "Declares the script's parameters and returns their values, checked before any effect.",
        Parameter<WireMap>(
            "spec",
            "by name: `{type, default, required, help, values, pattern, min, max}`; the types are "
                + ParameterType.names,
            as: "table<string, graphene.Parameter>"),
        options: .none,
        returns: "a table from name to value",
        results: ["table<string, any> values"],
        effect: nil,
        raises: [.notFound, .ambiguous],
        source: "`--param` and `--params`",
        example: """
            -- graphene run … --param db=production/orders
            local params = graphene.params {
              db = { type = "database", required = true, help = "the database to copy" },
              keep = { type = "duration", default = "7d", help = "for how long" },
            }
            print(params.db, params.keep)
            """,
        failing: """
            graphene.params {
              db = { type = "database", required = true, help = "the database to copy" },
            }
            """,
        front: .prelude
    ) { call, map in
        let specification = try ParameterSpecification(map)
        return [try await specification.values(in: call.context)]
    }

    static let env = HostFunction(
        "env",
        "Reads an environment variable that the run was allowed to see.",
        Parameter<String>("name", "the variable"),
        Parameter<WireValue?>("default", "what to return when it is not set"),
        options: .none,
        returns: "its text, or the default",
        results: ["any"],
        raises: [.denied],
        source: "`--env NAME`",
        example: """
            -- graphene run … --env ALERT_CHANNEL
            print(graphene.env("ALERT_CHANNEL", "#databases"))
            """,
        failing: #"graphene.env("HOME")"#,
        front: .prelude
    ) { call, name, fallback in
        guard let granted = call.context.variables[name] else {
            let nearest = Suggestion.phrase(for: name, among: call.context.variables.keys.sorted())
            throw APIFailure(
                .denied,
                "the script may not read the environment variable \(Excerpt.quoted(name))\(nearest)",
                hint: "allow it with `--env \(name)`")
        }
        return [granted.map { .text($0) } ?? fallback ?? .null]
    }

    static let require = HostFunction(
        "require",
        "Reads a module from the script's folder, or from `lib` in it.",
        Parameter<String>("name", "the module's name"),
        options: .none,
        returns: "its text, its chunk name, its key, and its owner's number and label",
        raises: [.notFound],
        source: "the script's folder",
        example: #"local backup = require "backup""#,
        visibility: .prelude
    ) { call, name in
        let context = call.context
        let module = try await context.modules.module(named: name, requiredBy: context.owner)
        return [
            .bytes(module.source), .text(module.chunkName), .text(module.key),
            .integer(Int64(clamping: module.owner.id)), .text(module.owner.label),
        ]
    }
}
