import Crypto
package import ScriptWire
package import Timekeeping

/// What a script may know of its own run, as `graphene.run`.
package struct RunFacts: Sendable {
    package enum Mode: String, Sendable {
        case live, simulated, rehearsal, test
    }

    package var id: String
    package var script: String
    /// The script's SHA-256, in hex.
    package var hash: String
    package var attempt = 1
    package var isResumed = false
    package var mode: Mode
    package var startedAt: Instant
    /// Names and versions of the libraries the run uses.
    package var libraries: [(name: String, version: String)] = []

    package init(id: String, script: String, hash: String, mode: Mode, startedAt: Instant) {
        self.id = id
        self.script = script
        self.hash = hash
        self.mode = mode
        self.startedAt = startedAt
    }

    /// The first six hex digits of the id's SHA-256.
    package var shortID: String { String(Self.sha256(Array(id.utf8)).prefix(6)) }

    /// The facts as the script process gets them.
    package var value: WireValue {
        WireValue.fields([
            ("id", .text(id)), ("short_id", .text(shortID)),
            ("date", .text(Timestamp.day(startedAt))),
            ("script", .text(script)), ("hash", .text(hash)), ("attempt", .integer(Int64(attempt))),
            ("resumed", .boolean(isResumed)), ("mode", .text(mode.rawValue)),
            ("started_at", .time(startedAt)),
            ("libraries", .fields(libraries.map { ($0.name, .text($0.version)) })),
        ])
    }

    /// The SHA-256 of some bytes, in lower-case hex.
    package static func sha256(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
