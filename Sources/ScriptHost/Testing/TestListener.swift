import CloudClient
import Diagnostics
import ScriptAPI
import Synchronization
import Timekeeping

/// Keeps what a person would have read of a run, and answers its questions.
final class TestListener: RunObserver, Console {
    private struct Heard {
        var printed: [UInt8] = []
        var questions: [String] = []
        var warnings: [String] = []
    }

    /// Bytes of what is printed that are kept.
    private static let printedLimit = 256 << 10

    private let consent: Consent
    private let heard = Mutex(Heard())

    init(_ consent: Consent = .nobodyToAsk) { self.consent = consent }

    var questions: [String] { heard.withLock { $0.questions } }
    var warnings: [String] { heard.withLock { $0.warnings } }

    /// All of it, in the order in which it was written.
    var printed: String { heard.withLock { String(decoding: $0.printed, as: UTF8.self) } }

    func confirm(_ text: String, target: String?) async throws -> Consent {
        heard.withLock { $0.questions.append(text) }
        return consent
    }

    func observe(_ event: RunEvent, at instant: Instant) {
        switch event {
        case .printed(let bytes), .wroteError(let bytes): append(bytes)
        case .warned(let text): warn("warning", text)
        case .logged(let level, let text, _):
            if level == .warn || level == .error {
                warn(level.rawValue, text)
            } else {
                append(Array("\(level.rawValue): \(text)\n".utf8))
            }
        default: break
        }
    }

    private func warn(_ level: String, _ text: String) {
        heard.withLock { $0.warnings.append(text) }
        append(Array("\(level): \(text)\n".utf8))
    }

    private func append(_ bytes: [UInt8]) {
        heard.withLock { heard in
            let room = max(0, Self.printedLimit - heard.printed.count)
            heard.printed += bytes.prefix(room)
        }
    }
}

/// Secrets that a test gives the script it runs: `env:NAME` of its own variables, and no others.
struct GivenSecrets: SecretSource {
    let variables: [String: String]

    func secret(from origin: SecretOrigin) throws -> Secret {
        guard case .variable(let name) = origin, let value = variables[name] else {
            throw RunFailure(
                .usage, "a script under test has no secrets but those of its `env`",
                hint: #"give it `"env:TOKEN"`, and `env = { TOKEN = "…" }` in the options"#)
        }
        return Secret(value)
    }
}
