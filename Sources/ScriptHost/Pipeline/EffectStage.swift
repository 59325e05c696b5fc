package import Diagnostics
package import ScriptAPI
package import ScriptWire

/// One judge of effects.
///
/// The pipeline asks each in turn before anything is done; the first that answers or refuses decides.
/// Grants, protection and the record are stages.
package protocol EffectStage: Sendable {
    mutating func judge(_ request: EffectRequest, _ function: HostFunction) -> Verdict
}

package enum Verdict: Sendable {
    case goOn
    case answer([WireValue])
    case refuse(any UserFacingError)
}

/// The stages in order.
struct EffectPipeline {
    var stages: [any EffectStage]

    /// Asks each stage, unless `first` has decided already.
    mutating func judge(
        _ request: EffectRequest, _ function: HostFunction, after first: Verdict
    ) -> Verdict {
        guard case .goOn = first else { return first }
        for index in stages.indices {
            switch stages[index].judge(request, function) {
            case .goOn: continue
            case let verdict: return verdict
            }
        }
        return .goOn
    }
}
