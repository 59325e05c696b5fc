import CloudClient
import Diagnostics
import ScriptAPI
import ScriptWire

/// Refuses what neither the run nor the module that asks was granted.
///
/// Which module asks is the script process's own word; what the run was granted is not, and holds
/// whatever it says.
struct Grants: EffectStage {
    let run: RunGrants
    let granted: PackageGrants
    let owners: ModuleOwners

    init(_ run: RunGrants, owners: ModuleOwners) {
        self.run = run
        granted = run.granted
        self.owners = owners
    }

    mutating func judge(_ request: EffectRequest, _ function: HostFunction) -> Verdict {
        let name = function.qualifiedName
        guard let grant = function.grant(of: request.arguments) else {
            let owner = owners[request.owner]
            guard function.isScriptsOwn, owner.kind != .script else { return .goOn }
            return .refuse(
                RunFailure(
                    .denied, "\(name) is the script's own, and \(owner.phrase) called it",
                    hint: "read it in the script, and hand over the value"))
        }
        guard let why = refusal(of: grant, askedBy: owners[request.owner]) else { return .goOn }
        return .refuse(RunFailure(.denied, "\(name): \(why.reason)", hint: why.hint))
    }

    /// Why a change of a kind may not be made for a module; nil when it may.
    func refusal(of verb: Verb, askedBy id: UInt64) -> ChangeRefusal? {
        guard let grant = APITable[verb.rawValue]?.grant,
            let why = refusal(of: grant, askedBy: owners[id])
        else { return nil }
        return ChangeRefusal(.denied, why.reason, hint: why.hint)
    }

    private func refusal(
        of grant: Grant, askedBy owner: ModuleOwner
    ) -> (reason: String, hint: String)? {
        if let rule = run.refusal(of: grant) {
            let reason = "this run was not granted `\(grant.rawValue)` (\(rule.reason))"
            guard owner.kind != .script else { return (reason, rule.hint) }
            return (
                "\(reason), which \(owner.phrase) asked for",
                ([rule.hint] + missingSteps(grant, owner)).joined(separator: ", and ")
            )
        }
        guard !owner.grants.effects.contains(grant) else { return nil }
        return ("\(owner.phrase) was not granted `\(grant.rawValue)`", hint(grant, owner))
    }

    private func hint(_ grant: Grant, _ owner: ModuleOwner) -> String {
        switch owner.kind {
        case .library:
            let steps = missingSteps(grant, owner)
            let handing = "or hand it what it may do, with `graphene.delegate` or a function"
            return "if it is meant, write " + (steps + [handing]).joined(separator: "; ")
        case .plainModules:
            return "plain Lua modules have no grants: hand it a function that does it"
        case .script, .nobody: return "ask for it in a module of the script's own"
        }
    }

    /// The lines to change, from the library that asks up to the project.
    private func missingSteps(_ grant: Grant, _ owner: ModuleOwner) -> [String] {
        var steps: [String] = []
        var owner = owner
        while !owner.grants.effects.contains(grant), let imported = owners.origin(of: owner.id) {
            let dependency = imported.dependency
            if !dependency.allow.contains(grant) {
                let line = dependency.line(dependency.allow.union([grant]))
                let isLocked = imported.importer == ModuleOwner.scriptID
                steps.append(
                    "in \(dependency.place) `\(line)`"
                        + (isLocked ? " and lock that with `graphene lib add`" : ""))
            }
            owner = owners[imported.importer]
        }
        return steps
    }
}

/// Refuses a change elsewhere than where the module that asks may make one.
struct GrantedTargets: ChangeStage {
    mutating func judge(_ change: JudgedChange) -> ChangeRefusal? {
        guard change.effect.changes else { return nil }
        if let refusal = change.denial { return refusal }
        for list in change.grantedTargets {
            let globs = list.globs.isEmpty ? ["[]"] : list.globs
            let rule = "`\(globs.joined(separator: "`, `"))` (\(list.origin))"
            if let untold = change.untold {
                return ChangeRefusal(
                    .denied, "\(untold), and only \(rule) may be changed",
                    hint: "use the function of `graphene` that does it: of that it can be told")
            }
            guard let outside = change.outside(list.globs) else { continue }
            return ChangeRefusal(
                .denied, "\(outside) is outside of what may be changed, \(rule)",
                hint: "if it is meant, allow \(Self.step(list, outside))")
        }
        return nil
    }

    /// What to write so that a target is in a list.
    private static func step(_ list: TargetList, _ target: String) -> String {
        if let flag = list.flag { return "it: `\(flag) '\(target)'`" }
        let globs = (list.globs + [target]).map { "\"\($0)\"" }.joined(separator: ", ")
        return "it there, in `[grants]`: `targets = [\(globs)]`"
    }
}
