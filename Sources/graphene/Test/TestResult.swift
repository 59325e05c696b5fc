import Diagnostics
import JSONDocument
import ScriptHost
import Timekeeping

/// What came of one test, or of a file that could not be asked for its tests.
struct TestResult: Sendable {
    enum Outcome: Sendable {
        case passed
        case skipped(reason: String)
        case failed(RunFailure, at: [ErrorText.Excerpt])
    }

    var file: String
    /// Nil for the file itself.
    var name: String?
    var line: Int?
    var outcome: Outcome
    /// What it printed.
    var printed = ""
    /// In real time.
    var elapsed = Duration.zero

    var failure: RunFailure? {
        if case .failed(let failure, _) = outcome { failure } else { nil }
    }

    var word: String {
        switch outcome {
        case .passed: "passed"
        case .skipped: "skipped"
        case .failed: "failed"
        }
    }

    /// The failure as people read it, and what was printed before it.
    var detail: [String] {
        guard case .failed(let failure, let excerpts) = outcome else { return [] }
        let printed = self.printed.split(separator: "\n", omittingEmptySubsequences: false)
        let lines = (printed.last == "" ? printed.dropLast() : printed).suffix(100)
        return ErrorText.lines(failure, at: excerpts)
            + lines.map { Screen.mark + Printable.line(String($0)) }
    }

    var document: JSONValue {
        var members: [String: JSONValue] = [
            "file": .string(file), "name": name.map { .string($0) } ?? .null,
            "line": line.map { .integer(Int64($0)) } ?? .null, "outcome": .string(word),
            "elapsed_ms": Self.milliseconds(elapsed),
        ]
        if !printed.isEmpty { members["printed"] = .string(printed) }
        if case .skipped(let reason) = outcome { members["reason"] = .string(reason) }
        if let failure {
            members["error"] = [
                "code": .string(failure.code.rawValue), "message": .string(failure.message),
                "hint": failure.hint.map { .string($0) } ?? .null,
                "script": failure.place.map { .string($0.script) } ?? .null,
                "line": failure.place.map { .integer(Int64($0.line)) } ?? .null,
            ]
        }
        return .object(members)
    }

    static func milliseconds(_ duration: Duration) -> JSONValue {
        .number(Double(duration.nanoseconds / 10_000) / 100)
    }
}

/// How many tests came to what.
struct TestSummary: Sendable {
    private(set) var passed = 0
    private(set) var failed = 0
    private(set) var skipped = 0
    let elapsed: Duration

    init(_ results: [TestResult], elapsed: Duration) {
        self.elapsed = elapsed
        for result in results {
            switch result.outcome {
            case .passed: passed += 1
            case .failed: failed += 1
            case .skipped: skipped += 1
            }
        }
    }

    var document: JSONValue {
        [
            "passed": .integer(Int64(passed)), "failed": .integer(Int64(failed)),
            "skipped": .integer(Int64(skipped)), "elapsed_ms": TestResult.milliseconds(elapsed),
        ]
    }

    /// "2 passed, 1 failed in 31ms".
    var text: String {
        let counts = [(passed, "passed"), (failed, "failed"), (skipped, "skipped")]
        let words = counts.filter { $0.0 > 0 || $0.1 == "passed" }.map { "\($0.0) \($0.1)" }
        return words.joined(separator: ", ") + " in \(DurationText.format(elapsed))"
    }
}
