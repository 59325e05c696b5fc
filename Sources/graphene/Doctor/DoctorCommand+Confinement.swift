import Diagnostics
import ScriptHost

extension DoctorCommand {
    /// Tells of each layer of the script process's confinement, tried from inside of one.
    static func confinement(of scriptProcess: String) async throws -> [DoctorCheck] {
        let found = try await ConfinementExamination.run(scriptProcess)
        let lacking = Set(found.missing.map { String($0.prefix { $0 != "(" }.dropLast()) })
        let layers = found.layers.filter { !lacking.contains($0) }
        var checks: [DoctorCheck] = [
            .ok("confinement", "a script is confined by " + layers.joined(separator: ", "))
        ]
        checks += found.missing.map {
            .warning(
                "confinement", "missing: \($0)",
                hint: "use a newer kernel; `--require-confinement` refuses to run without")
        }
        return checks + found.attempts.map(check)
    }

    private static func check(_ attempt: ConfinementExamination.Attempt) -> DoctorCheck {
        let words = "\(words(attempt.confined)); without seccomp: \(words(attempt.withoutFilter))"
        guard !attempt.isHeld else {
            return .ok("confinement", "it cannot \(attempt.name): \(words)")
        }
        guard attempt.confined == .done else {
            return .error(
                "confinement", .unhealthy, "NOT KNOWN: whether it can \(attempt.name): \(words)",
                hint: "run it again; a script process that cannot say shows nothing")
        }
        return .error(
            "confinement", .unhealthy, "NOT HELD: it can \(attempt.name): \(words)",
            hint: "run no script here that you do not trust, and report this")
    }

    private static func words(_ outcome: ConfinementExamination.Outcome) -> String {
        switch outcome {
        case .done: "it is done"
        case .ended: "seccomp ends it"
        case .refused(let reason): reason
        case .unclear(let reason): reason
        }
    }
}
