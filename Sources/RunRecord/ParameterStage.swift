import JSONDocument
package import ScriptAPI
package import ScriptHost
import ScriptWire

/// Records what was given for the script's parameters once the script has said which are secret.
struct ParameterStage: EffectStage {
    private let recorder: RunRecorder
    private let given: ParameterSource

    init(_ recorder: RunRecorder, given: ParameterSource) {
        self.recorder = recorder
        self.given = given
    }

    mutating func judge(_ request: EffectRequest, _ function: HostFunction) -> Verdict {
        guard function.name == "params",
            let specification = try? ParameterSpecification(
                request.arguments.first?.map ?? WireMap())
        else { return .goOn }
        let secrets = specification.declarations.filter { $0.type == .secret }.map(\.name)
        // What the script does not declare may be anything, and is refused.
        let declared = Set(specification.declarations.map(\.name)).subtracting(secrets)
        let values = Self.values(given)
        recorder.noteParameters(
            values.filter { declared.contains($0.key) },
            origins: secrets.compactMap { name in
                guard let text = values[name]?.string, SecretOrigin(text) != nil else { return nil }
                return (name, text)
            })
        return .goOn
    }

    /// The values by name, as they were given.
    private static func values(_ given: ParameterSource) -> [String: JSONValue] {
        var values = given.values
        for name in Set(given.texts.map(\.name)) {
            let texts = given.texts.filter { $0.name == name }.map { JSONValue.string($0.value) }
            values[name] = texts.count == 1 ? texts[0] : .array(texts)
        }
        return values
    }
}

extension RunRecorder {
    /// The stage that records the parameters; it judges nothing.
    package func stage(given parameters: ParameterSource) -> any EffectStage {
        ParameterStage(self, given: parameters)
    }
}
