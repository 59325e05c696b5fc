import Diagnostics
import JSONDocument

/// One thing that was looked at, and what to do about it.
struct DoctorCheck: Sendable {
    enum Verdict: String, Sendable {
        case ok, warning, error
    }

    /// What was looked at, in one word: `clock`.
    var name: String
    var verdict: Verdict
    var message: String
    var hint: String?
    /// Of an error: what it ends the process with.
    var code: ErrorCode?

    static func ok(_ name: String, _ message: String) -> DoctorCheck {
        DoctorCheck(name: name, verdict: .ok, message: message)
    }

    static func warning(_ name: String, _ message: String, hint: String? = nil) -> DoctorCheck {
        DoctorCheck(name: name, verdict: .warning, message: message, hint: hint)
    }

    static func error(
        _ name: String, _ code: ErrorCode, _ message: String, hint: String? = nil
    ) -> DoctorCheck {
        DoctorCheck(name: name, verdict: .error, message: message, hint: hint, code: code)
    }

    static func error(_ name: String, _ failure: any Error) -> DoctorCheck {
        guard let failure = failure as? any UserFacingError else {
            return error(name, .internal, "\(failure)")
        }
        return error(name, failure.code, failure.message, hint: failure.hint)
    }

    var lines: [String] {
        ["\(verdict.rawValue): \(Printable.line(message))"]
            + (hint.map { ["  hint: \(Printable.line($0))"] } ?? [])
    }

    var document: JSONValue {
        [
            "name": .string(name), "verdict": .string(verdict.rawValue),
            "message": .string(message), "hint": hint.map { .string($0) } ?? .null,
            "code": code.map { .string($0.rawValue) } ?? .null,
        ]
    }
}

/// What a doctor has found so far; as text it is told at once.
struct DoctorFindings {
    private(set) var checks: [DoctorCheck] = []
    let format: DoctorFormat

    mutating func add(_ check: DoctorCheck) throws(OutputFailure) {
        checks.append(check)
        guard format == .text else { return }
        try StandardOutput.print(check.lines.joined(separator: "\n"))
    }

    mutating func add(_ checks: [DoctorCheck]) throws(OutputFailure) {
        for check in checks { try add(check) }
    }

    /// That of the first error; 0 when there is none, whatever the warnings.
    var status: Int32 { checks.lazy.compactMap(\.code).first?.exitStatus ?? 0 }

    func end() throws(OutputFailure) {
        guard format == .json else { return }
        try StandardOutput.print(
            document: [
                "checks": .array(checks.map(\.document)), "status": .integer(Int64(status)),
            ])
    }
}
