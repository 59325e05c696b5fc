import Diagnostics
import ScriptHost

extension DoctorCommand {
    /// Tells of each layer of the script process's confinement, tried from inside of one.
    ///
    /// - Returns: Whether each thing that was tried was seen to be refused.
    static func checkConfinement(_ scriptProcess: String) async throws -> Bool {
        let found = try await ConfinementExamination.run(scriptProcess)
        let lacking = Set(found.missing.map { String($0.prefix { $0 != "(" }.dropLast()) })
        let layers = found.layers.filter { !lacking.contains($0) }
        try StandardOutput.print("ok: a script is confined by " + layers.joined(separator: ", "))
        for layer in found.missing { try StandardOutput.print("missing: \(layer)") }
        for attempt in found.attempts {
            let verdict =
                attempt.isHeld
                ? "ok: it cannot"
                : attempt.confined == .done
                    ? "NOT HELD: it can" : "NOT KNOWN: whether it can"
            let words =
                "\(words(attempt.confined)); without seccomp: \(words(attempt.withoutFilter))"
            try StandardOutput.print("\(verdict) \(attempt.name): \(words)")
        }
        return found.attempts.allSatisfy(\.isHeld)
    }

    private static func words(_ outcome: ConfinementExamination.Outcome) -> String {
        switch outcome {
        case .done: "it is done"
        case .ended: "seccomp ends it"
        case .refused(let reason): reason
        case .unclear(let reason): Printable.line(reason)
        }
    }
}
