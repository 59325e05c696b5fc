import Diagnostics
import ScriptAPI
import ScriptWire

/// Sees to it that a script's parameters are checked before it does anything, and that none is
/// given in vain.
struct ParameterCheck {
    private let given: [String]
    private var isDeclared = false
    /// The first effect, when it was not the declaration.
    private var early: String?

    /// What may come before the declaration.
    private static let harmless: Set = ["require", "limits"]

    /// - Parameters:
    ///   - given: The names that were given to the run.
    ///   - isSession: Whether a person may declare parameters at any time, and not at all.
    init(given: [String], isSession: Bool = false) {
        self.given = given
        isDeclared = isSession
    }

    mutating func judge(_ request: EffectRequest, _ function: HostFunction) -> Verdict {
        guard !Self.harmless.contains(function.name), !isDeclared else { return .goOn }
        let hint = "move the call of graphene.params up, before every effect"
        guard function.name != "params" else {
            isDeclared = true
            guard let early else { return .goOn }
            return .refuse(
                RunFailure(
                    .usage,
                    "graphene.params comes after \(early), and parameters are checked before anything "
                        + "is done", hint: hint))
        }
        early = early ?? "\(function.qualifiedName) (line \(request.line))"
        guard let name = given.first else { return .goOn }
        return .refuse(
            RunFailure(
                .usage,
                "\(function.qualifiedName) comes before graphene.params, so the parameter `\(name)` "
                    + "cannot be checked first",
                hint: hint + "; or give none, if the script takes none"))
    }

    /// What is wrong once the script has ended well.
    var failure: RunFailure? {
        guard !isDeclared, let name = given.first else { return nil }
        return RunFailure(
            .usage, "the script takes no parameters, and `\(name)` was given",
            hint: "leave it out, or declare it with `graphene.params`")
    }
}
