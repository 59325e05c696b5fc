package import Diagnostics
package import JSONDocument
import ScriptAPI
package import ScriptWire

/// Why a run failed: an error of the script's, or of the host's own making.
package struct RunFailure: UserFacingError, Sendable {
    package var code: ErrorCode
    package var message: String
    package var hint: String?
    package var cause: (any Error)?
    /// The script's own file and line, where one is known.
    package var place: ScriptPlace?
    /// The line of the module that `place` had called, when it was there that it failed.
    package var libraryPlace: ScriptPlace?
    package var traceback: String?
    /// The error as the script saw it, with every field; nil when the script never saw it.
    package var value: WireValue?

    package init(
        _ code: ErrorCode, _ message: String, hint: String? = nil, cause: (any Error)? = nil,
        place: ScriptPlace? = nil
    ) {
        self.code = code
        self.message = message
        self.hint = hint
        self.cause = cause
        self.place = place
    }
}

/// A line of a script.
package struct ScriptPlace: Hashable, Sendable {
    package var script: String
    package var line: Int

    package init(script: String, line: Int) {
        self.script = script
        self.line = line
    }

    /// Reads the line that a script process writes when it cannot stop by itself: `at NAME:LINE`.
    init?(told errors: String) {
        guard let line = errors.split(separator: "\n").last(where: { $0.hasPrefix("at ") }),
            let colon = line.lastIndex(of: ":"), let number = Int(line[line.index(after: colon)...])
        else { return nil }
        self.init(
            script: String(line[line.index(line.startIndex, offsetBy: 3)..<colon]), line: number)
    }

    init?(_ script: WireValue?, _ line: WireValue?) {
        guard let script = script?.shownText, case .integer(let line)? = line,
            let line = Int(exactly: line)
        else { return nil }
        self.init(script: script, line: line)
    }
}

extension RunFailure {
    /// Reads what the script process says the script ended with; nothing of it is trusted.
    ///
    /// A script may write any code into an error it has caught: one that only the host gives, and has
    /// not `given`, counts as the script's own.
    init(ending value: WireValue, given: Set<ErrorCode>) {
        self.init(ending: value)
        if Self.hostCodes.contains(code) && !given.contains(code) { code = .script }
    }

    private static let hostCodes: Set<ErrorCode> = [
        .cancelled, .timeLimit, .vmCrashed, .internal,
    ]

    private init(ending value: WireValue) {
        guard let fields = value.map else {
            self.init(.script, "the script raised \(value.shownText ?? "a \(value.typeName)")")
            return
        }
        let code = fields["code"]?.text.flatMap(ErrorCode.init(rawValue:)) ?? .script
        self.init(
            code, fields["message"]?.shownText ?? "the script failed",
            hint: fields["hint"]?.shownText)
        place = ScriptPlace(fields["script"], fields["line"])
        libraryPlace = ScriptPlace(fields["library"], fields["library_line"])
        traceback = fields["traceback"]?.shownText
        self.value = value
    }
}

extension RunFailure {
    /// What the traceback calls the function that a line of it is in; nil for the main chunk, and for
    /// functions without a name.
    package func function(of place: ScriptPlace) -> String? {
        let beginning = "\t\(place.script):\(place.line): in "
        let frames = traceback?.split(separator: "\n") ?? []
        guard let frame = frames.first(where: { $0.hasPrefix(beginning) }) else { return nil }
        let words = frame.dropFirst(beginning.count).split(separator: "'")
        let kinds = ["function ", "local ", "upvalue ", "method ", "field "]
        return words.count == 2 && kinds.contains(String(words[0])) ? String(words[1]) : nil
    }

    /// The fields that the script saw, without those that JSON has no word for.
    package var fields: [String: JSONValue] {
        var fields: [String: JSONValue] = [:]
        for entry in value?.map?.entries ?? [] {
            if let key = entry.key.text { fields[key] = try? JSONValue(entry.value) }
        }
        return fields
    }
}

extension WireValue {
    /// The bytes as text, with U+FFFD for what is no UTF-8; nil for other values.
    var shownText: String? {
        guard case .bytes(let bytes) = self else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
