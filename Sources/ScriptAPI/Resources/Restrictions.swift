import CloudClient
package import ScriptWire

/// What a script asks not to be allowed itself.
enum Restrictions {
    static let all = [limits]

    static let limits = HostFunction(
        "limits",
        "Lowers how much the run may change from here on, and where; nothing raises it again.",
        Parameter<ScriptLimits>(
            "limits", "how many changes of a kind the whole run may make, and of which databases"),
        options: .none,
        returns: "nothing",
        raises: [],
        source: "the host, which refuses a change beyond them with `limit_exceeded`",
        example: """
            graphene.limits { delete = 1, total = 20, targets = { "staging/*" } }
            print(graphene.delete("staging/experiments"))
            """,
        failing: """
            graphene.limits { delete = 1, total = 20, targets = { "staging" } }
            """
    ) { call, limits in
        try call.context.restrict(limits)
        return []
    }
}

/// The argument of `graphene.limits`.
package struct ScriptLimits: ScriptArgument {
    /// The most of each kind, in the order of the kinds.
    package var counts: [(subject: String, most: Int)] = []
    /// Patterns for `environment/name`; nil when it says nothing of them.
    package var targets: [String]?

    package static var kinds: [ArgumentKind] { [.map] }
    package static var expectation: String { "a table such as { delete = 1, total = 20 }" }
    package static var members: [ParameterDescription] {
        let verbs = verbs.map { verb in
            Option<Int64?>(verb, verb == "api" ? "requests of its own that change something" : "")
                .description
        }
        return verbs + [total.description, targets.description]
    }

    private static let verbs = Verb.allCases.filter { $0 != .wait }.map(\.rawValue)
    private static let total = Option<Int64?>("total", "changes of every kind together")
    /// Patterns in one call.
    private static let mostTargets = 1_000
    private static let targets = Option<[GlobText]?>(
        "targets", "patterns for `environment/name`; a copy's source must match too")

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        guard let map = value.map else { throw Self.mismatch(value) }
        let names = Self.verbs + ["total", "targets"]
        for entry in map.entries {
            guard let key = entry.key.text else { throw Self.mismatch(value) }
            guard names.contains(key) else {
                throw ArgumentMismatch(unknownKey: key, among: names)
            }
        }
        do throws(ArgumentMismatch) {
            for subject in Self.verbs + ["total"] {
                guard let most = try Option<Int64?>(subject, "").value(in: map) else { continue }
                guard most >= 0 else {
                    throw ArgumentMismatch(expected: "0 or more", given: .integer(most))
                        .inside(subject)
                }
                counts.append((subject, Int(clamping: most)))
            }
            targets = try Self.targets.value(in: map)?.map(\.text)
            guard targets?.count ?? 0 <= Self.mostTargets else {
                throw ArgumentMismatch(
                    expected: "a list of at most \(Self.mostTargets) patterns",
                    given: map["targets"] ?? .null
                ).inside("targets")
            }
            for (index, glob) in (targets ?? []).enumerated() where !glob.contains("/") {
                throw ArgumentMismatch(
                    expected: "of the form \"environment/name\"", given: .text(glob)
                ).inside("targets[\(index + 1)]")
            }
        } catch {
            throw error.inside(".")
        }
    }
}
