import CloudClient
package import Diagnostics
package import ScriptWire

/// One function of `graphene.*`: everything that is known about it, and what it does.
package struct HostFunction: Sendable {
    /// The name after `graphene.`: `clone`, `time.parse`; or `operation.wait` for a method.
    package let name: String
    /// One sentence in the third person.
    package let summary: String
    package let parameters: [ParameterDescription]
    package let options: [ParameterDescription]
    package let returns: String
    /// The types of what it returns, in order, and the names where the type does not say it, as
    /// LuaLS writes them: `graphene.Database`, `boolean changed`.
    package let results: [String]
    /// What it does to the world; nil when it touches nothing.
    package let effect: EffectClass?
    package let grant: Grant?
    /// The codes it can fail with, besides `usage`, `cancelled` and what any request can meet.
    package let raises: [ErrorCode]
    /// The REST route, or what else it stands on.
    package let source: String
    /// What it is good for, as a script that runs on the simulated cloud's sample account.
    package let example: String
    /// A script that it fails in, on the same account.
    package let failing: String
    package let place: Place
    package let front: Front
    package let visibility: Visibility
    let body: @Sendable ([WireValue], EffectContext) async throws -> [WireValue]
    let check: @Sendable ([WireValue]) throws(APIFailure) -> Void

    /// Describes a function that the host carries out; the closure gets the arguments as the types
    /// that their parameters state, in order.
    package init<each Argument: ScriptArgument, Options: Sendable>(
        _ name: String, _ summary: String, _ parameters: repeat Parameter<each Argument>,
        options: OptionTable<Options>, returns: String, results: [String] = [],
        effect: EffectClass? = nil, grant: Grant? = nil, raises: [ErrorCode], source: String,
        example: String, failing: String = "", place: Place = .host, front: Front = .host,
        visibility: Visibility = .function,
        perform:
            @escaping @Sendable (Call<Options>, repeat each Argument) async throws -> [WireValue]
    ) {
        self.init(
            name, summary, repeat each parameters, options: options, returns: returns,
            facts: Facts(
                results: results, effect: effect, grant: grant, raises: raises, source: source,
                example: example, failing: failing, place: place, front: front,
                visibility: visibility),
            perform: perform)
    }

    /// Describes a function that the prelude implements in the script process.
    package init<each Argument: ScriptArgument, Options: Sendable>(
        script name: String, _ summary: String, _ parameters: repeat Parameter<each Argument>,
        options: OptionTable<Options> = .none, returns: String, results: [String] = [],
        raises: [ErrorCode], source: String = "the script process", example: String,
        failing: String = "", visibility: Visibility = .function
    ) {
        self.init(
            name, summary, repeat each parameters, options: options, returns: returns,
            facts: Facts(
                results: results, effect: nil, grant: nil, raises: raises, source: source,
                example: example, failing: failing, place: .script, front: .prelude,
                visibility: visibility)
        ) { (_: Call<Options>, _: repeat each Argument) in
            throw APIFailure(.usage, "graphene.\(name) is carried out by the script process")
        }
    }

    private struct Facts {
        var results: [String]
        var effect: EffectClass?
        var grant: Grant?
        var raises: [ErrorCode]
        var source: String
        var example: String
        var failing: String
        var place: Place
        var front: Front
        var visibility: Visibility
    }

    private init<each Argument: ScriptArgument, Options: Sendable>(
        _ name: String, _ summary: String, _ parameters: repeat Parameter<each Argument>,
        options: OptionTable<Options>, returns: String, facts: Facts,
        perform:
            @escaping @Sendable (Call<Options>, repeat each Argument) async throws -> [WireValue]
    ) {
        var descriptions: [ParameterDescription] = []
        for parameter in repeat each parameters { descriptions.append(parameter.description) }
        let binding = ArgumentBinding(
            function: facts.visibility == .function ? "graphene.\(name)" : name,
            parameters: descriptions, options: options.descriptions)
        check = { (values: [WireValue]) throws(APIFailure) in
            var reader = try ArgumentReader(binding, values)
            _ = (repeat try reader.next((each Argument).self))
            _ = try reader.options(options)
        }
        body = { values, context in
            var reader = try ArgumentReader(binding, values)
            let arguments = (repeat try reader.next((each Argument).self))
            let call = Call(context: context, options: try reader.options(options))
            return try await perform(call, repeat each arguments)
        }
        self.name = name
        self.summary = summary
        self.parameters = descriptions
        self.options = options.descriptions
        self.returns = returns
        results = facts.results
        (effect, grant, raises) = (facts.effect, facts.grant, facts.raises)
        (source, place) = (facts.source, facts.place)
        (example, failing) = (facts.example, facts.failing)
        (front, visibility) = (facts.front, facts.visibility)
    }
}

extension HostFunction {
    /// The name as a script writes it: `graphene.clone`, `operation:wait`.
    package var qualifiedName: String {
        switch visibility {
        case .function, .prelude: "graphene.\(name)"
        case .method: name.replacing(".", with: ":", maxReplacements: 1)
        case .test: name.replacing("expect.", with: "expect(value).", maxReplacements: 1)
        }
    }

    /// The call with its parameters: `graphene.clone(db, env?, opts?)`.
    package var signature: String {
        var names = parameters.map { $0.isOptional ? "\($0.name)?" : $0.name }
        if visibility == .method { names.removeFirst() }
        if !options.isEmpty { names.append(options.contains { !$0.isOptional } ? "opts" : "opts?") }
        return "\(qualifiedName)(\(names.joined(separator: ", ")))"
    }

    /// Carries the function out.
    ///
    /// - Throws: `APIFailure` (`usage` for a wrong argument) or the cloud's own error.
    package func perform(
        _ arguments: [WireValue], in context: EffectContext
    ) async throws -> [WireValue] {
        do {
            return try await body(arguments, context)
        } catch let error as CloudError {
            // The error's operation can be waited for like one that was not waited for at all.
            if let pending = error.pending {
                context.memory.remember(pending, as: pending.handleID)
            }
            throw error
        }
    }

    /// Checks the arguments as `perform` would, without doing anything.
    package func validate(_ arguments: [WireValue]) throws(APIFailure) { try check(arguments) }
}

/// One call under way: what the closure of a function gets besides its arguments.
package struct Call<Options: Sendable>: Sendable {
    package let context: EffectContext
    package let options: Options
}
