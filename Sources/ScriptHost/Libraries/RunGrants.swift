import Diagnostics
package import ScriptAPI
package import TOMLDocument

/// What a run may do, as its project's manifest and the command line say; each can only take away.
package struct RunGrants: Sendable {
    /// One place that says what may be done.
    package struct Rule: Sendable {
        /// What may be asked for; nil where it says nothing of that.
        package var effects: Set<Grant>?
        /// Patterns for `environment/name`; nil where it says nothing of that.
        package var targets: [String]?
        package var origin: Origin
        /// What to do so that it allows a grant too.
        fileprivate var remedy = Remedy.manifest

        /// What a manifest's `[grants]` says.
        package init(effects: Set<Grant>?, targets: [String]?, origin: Origin) {
            self.effects = effects
            self.targets = targets
            self.origin = origin
        }
    }

    fileprivate enum Remedy { case manifest, allow, deny }

    /// Without any, all may be done everywhere.
    package var rules: [Rule]

    package init(_ rules: [Rule] = []) { self.rules = rules }

    /// What all rules leave.
    package var granted: PackageGrants {
        rules.reduce(into: .everything) { granted, rule in
            if let effects = rule.effects { granted.effects.formIntersection(effects) }
            if let targets = rule.targets {
                let flag = rule.remedy == .manifest ? nil : "--target"
                granted.targets.append(
                    TargetList(targets, origin: rule.origin.description, flag: flag))
            }
        }
    }

    /// The first rule that does not allow a grant, in words, and what to do about it.
    func refusal(of grant: Grant) -> (reason: String, hint: String)? {
        guard let rule = rules.first(where: { $0.effects?.contains(grant) == false }) else {
            return nil
        }
        let wanted = (rule.effects ?? []).union([grant])
        switch rule.remedy {
        case .manifest:
            return (
                "\(rule.origin)",
                "if it is meant, write there, in `[grants]`: `effects = [\(wanted.listed)]`"
            )
        case .allow:
            let names = Grant.allCases.filter(wanted.contains).map(\.rawValue)
            return (
                "\(rule.origin)",
                "if it is meant, allow it: `--allow \(names.joined(separator: ","))`"
            )
        case .deny: return ("\(rule.origin)", "if it is meant, leave that out")
        }
    }
}

extension RunGrants {
    /// Reads `--allow`, `--deny` and `--target`, each as often as it was given.
    ///
    /// - Throws: `usage` for a name that is no grant, and for a target without a slash.
    package static func flags(
        allow: [String], deny: [String], targets: [String]
    ) throws(RunFailure) -> [Rule] {
        var rules: [Rule] = []
        if !allow.isEmpty {
            rules.append(
                Rule(
                    effects: try grants(allow, "--allow"), targets: nil,
                    origin: .flag("--allow \(allow.joined(separator: ","))"), remedy: .allow))
        }
        if !deny.isEmpty {
            let denied = try grants(deny, "--deny")
            rules.append(
                Rule(
                    effects: Set(Grant.allCases).subtracting(denied), targets: nil,
                    origin: .flag("--deny \(deny.joined(separator: ","))"), remedy: .deny))
        }
        if !targets.isEmpty {
            for target in targets where !target.contains("/") {
                throw RunFailure(
                    .usage, "--target \(target) names no environment and database",
                    hint: "write `--target environment/name`; `*` is any text")
            }
            rules.append(
                Rule(
                    effects: nil, targets: targets,
                    origin: .flag(targets.map { "--target \($0)" }.joined(separator: " ")),
                    remedy: .allow))
        }
        return rules
    }

    private static func grants(_ lists: [String], _ flag: String) throws(RunFailure) -> Set<Grant> {
        let known = Grant.allCases.map(\.rawValue)
        var grants: Set<Grant> = []
        for list in lists {
            for name in list.split(separator: ",", omittingEmptySubsequences: false) {
                guard let grant = Grant(rawValue: String(name)) else {
                    throw RunFailure(
                        .usage,
                        "\(flag) \(list): there is no effect `\(name)`"
                            + Suggestion.phrase(for: String(name), among: known),
                        hint: "the effects are \(known.joined(separator: ", "))")
                }
                grants.insert(grant)
            }
        }
        return grants
    }
}

extension RunGrants.Rule {
    fileprivate init(
        effects: Set<Grant>?, targets: [String]?, origin: Origin, remedy: RunGrants.Remedy
    ) {
        self.init(effects: effects, targets: targets, origin: origin)
        self.remedy = remedy
    }
}
