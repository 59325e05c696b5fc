import Diagnostics
package import ScriptWire

/// Everything that `graphene.*` has, and the only place that knows it.
package enum APITable {
    /// The functions of one subject, under the heading that the reference gives them.
    package struct Group: Sendable {
        package let title: String
        package let functions: [HostFunction]
    }

    package static let groups =
        runGroups + [Group(title: "In tests (`graphene test`)", functions: TestFunctions.all)]

    /// What a run has; nothing of what only tests have costs it anything.
    private static let runGroups = [
        Group(title: "Environments and databases", functions: Environments.all + Databases.all),
        Group(title: "Creating and copying", functions: Creation.all),
        Group(title: "Pausing, resuming, restarting", functions: PowerState.all),
        Group(title: "Snapshots, restoring, deleting", functions: Snapshots.all + Destruction.all),
        Group(title: "Disaster recovery", functions: ConnectionSwitching.all + Probing.all),
        Group(
            title: "Plans, settings, plugins", functions: Catalogue.all + Settings.all + Plugins.all
        ),
        Group(title: "Operations and waiting", functions: Operations.all + Waiting.all),
        Group(title: "Tasks and endings", functions: Tasks.all),
        Group(title: "Parameters and surroundings", functions: Surroundings.all + Restrictions.all),
        Group(title: "Handing on rights", functions: Delegation.all),
        Group(title: "Times and durations", functions: Times.all),
        Group(title: "Output and data", functions: Output.all + Help.all),
        Group(title: "Anything else", functions: RawRequests.all),
    ]

    /// All functions, in the order of the reference.
    package static let all = groups.flatMap(\.functions)

    private static let byName = Dictionary(
        runGroups.flatMap(\.functions).map { ($0.name, $0) },
        uniquingKeysWith: { first, _ in first })

    /// The function of that name, without `graphene.`.
    package static subscript(name: String) -> HostFunction? {
        byName[name] ?? TestFunctions.all.first { $0.name == name }
    }

    /// Carries out what the script process asked for.
    ///
    /// - Parameters:
    ///   - name: The name after `graphene.`; also one that only the prelude uses.
    ///   - arguments: As the script passed them; handles come without their fields.
    ///   - context: What the function may reach.
    /// - Returns: the function's results in order, none for nothing.
    /// - Throws: `APIFailure` (`usage` for an unknown name or a wrong argument), or the cloud's error.
    package static func perform(
        _ name: String, arguments: [WireValue], in context: EffectContext
    ) async throws -> [WireValue] {
        try await function(name).perform(arguments, in: context)
    }

    /// Finds a function by the name that the script process gave.
    package static func function(_ name: String) throws(APIFailure) -> HostFunction {
        guard let function = self[name] else {
            let names = all.filter { $0.visibility == .function }.map(\.name)
            throw APIFailure(
                .usage,
                "there is no graphene.\(name)" + Suggestion.phrase(for: name, among: names),
                hint: "`graphene doc` lists what there is")
        }
        return function
    }

    /// What the script process is told at its start: a list of
    /// `{name, where, parameters, options?, class?}`.
    package static let description = WireValue.list(
        runGroups.flatMap(\.functions).filter { $0.visibility != .prelude }.map(\.description))

    /// What the script process of a test is told beside that: the names of what only tests have.
    package static let testNames = WireValue.texts(
        TestFunctions.all.filter { $0.visibility == .test }.map(\.name))
}

extension HostFunction {
    fileprivate var description: WireValue {
        .fields([
            ("name", .text(name)), ("where", .text(front.rawValue)),
            ("parameters", .list(parameters.map(\.value))),
            ("options", options.isEmpty ? nil : .list(options.map(\.value))),
            ("class", .text(effect?.rawValue)),
        ])
    }

    /// What this call does to the world: `api` with GET only reads.
    package func effect(of arguments: [WireValue]) -> EffectClass? {
        guard name == "api", arguments.first == "GET" || arguments.first == "HEAD" else {
            return effect
        }
        return .read
    }

    /// What the call is about, in words: the database that it will make, where the call names it and
    /// its environment; else the database, environment or other object that it names first, or the
    /// name or path of one; nil when it is about none.
    package func target(of arguments: [WireValue], in memory: RunMemory) -> String? {
        if let new = newDatabase(of: arguments, in: memory) { return new }
        let subjects: [ArgumentKind] = [
            .database, .environment, .snapshot, .operation, .dnsSwitch,
        ]
        let named = ["create", "ensure_db"].contains(name) ? 0 : name == "api" ? 1 : nil
        let position = parameters.firstIndex { subjects.contains($0.kinds[0]) } ?? named
        guard let position, position < arguments.count else { return nil }
        return Self.name(of: arguments[position], in: memory)
    }

    /// `environment/name` of the database that the call makes or makes sure of; nil for any other
    /// call, a clone's too, and where the call does not name both.
    package func newDatabase(of arguments: [WireValue], in memory: RunMemory) -> String? {
        let positions = ["create": 0, "ensure_db": 0, "create_from_snapshot": 1]
        guard let position = positions[name], position + 1 < arguments.count,
            let database = arguments[position].text,
            let environment = arguments.last?.map?["env"].flatMap({ Self.name(of: $0, in: memory) }
            ),
            !environment.hasPrefix("id:")
        else { return nil }
        return "\(environment)/\(database)"
    }

    private static func name(of argument: WireValue, in memory: RunMemory) -> String? {
        guard case .handle(let handle) = argument else { return argument.text }
        return memory.name(of: handle) ?? "\(handle.kind) \(handle.id)"
    }
}

extension ParameterDescription {
    fileprivate var value: WireValue {
        .fields([
            ("name", .text(name)), ("kind", .text(kinds[0].rawValue)),
            ("kinds", .texts(kinds.map(\.rawValue))), ("optional", .boolean(isOptional)),
            ("values", choices.isEmpty ? nil : .texts(choices)),
            ("expectation", .text(expectation)),
        ])
    }
}
