import AccountConfiguration
import CloudClient
import Diagnostics
import ScriptAPI
import ScriptWire
import TOMLDocument

/// Refuses every change before anything is read for it.
struct ReadOnly: EffectStage, ChangeStage {
    /// What forbids changes; nil where nothing does.
    let origin: Origin?

    mutating func judge(_ request: EffectRequest, _ function: HostFunction) -> Verdict {
        guard let origin, function.effect(of: request.arguments)?.changes == true else {
            return .goOn
        }
        return .refuse(
            RunFailure(
                .denied,
                "\(function.qualifiedName) would change something, and this run only reads "
                    + "(\(Self.rule(origin)))", hint: hint(origin)))
    }

    mutating func judge(_ change: JudgedChange) -> ChangeRefusal? {
        guard let origin, change.effect.changes else { return nil }
        return ChangeRefusal(
            .denied, "this run only reads (\(Self.rule(origin)))", hint: hint(origin))
    }

    private static func rule(_ origin: Origin) -> String {
        if case .file = origin { return "`read_only = true`, \(origin)" }
        return "\(origin)"
    }

    private func hint(_ origin: Origin) -> String {
        if case .file = origin {
            return "if it is meant, take the line out or choose another profile"
        }
        return "if it is meant, leave out `--read-only`"
    }
}
