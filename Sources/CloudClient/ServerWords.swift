import JSONDocument

/// What an error's body says, in whichever of the usual shapes.
struct ServerWords {
    /// One line without control characters, at most 300 characters; nil when nothing is said.
    var text: String?
    /// The operation that it names.
    var operationID: String?

    init(_ response: CloudResponse) {
        guard let json = try? JSONValue(parsing: response.body) else {
            let type = response.header("content-type") ?? ""
            let isPlain = type.hasPrefix("text/plain") && response.body.count < 2_000
            text =
                isPlain
                ? Self.clean(
                    String(decoding: response.body, as: UTF8.self), hiding: response.redaction)
                : nil
            return
        }
        let nested = json["error"]
        let said =
            nested?.text("message", "detail", "description")
            ?? json.text("error_description", "message", "detail", "error", "title")
            ?? json["errors"]?.array?.first.flatMap { $0.string ?? $0.text("message", "detail") }
        text = said.flatMap { Self.clean($0, hiding: response.redaction) }
        let operation =
            json.text("operationId") ?? nested?.text("operationId")
            ?? json["operation"]?.text("id")
        operationID = operation.flatMap { Self.clean($0, hiding: response.redaction, limit: 100) }
    }

    var speaksOfLimit: Bool {
        let words = text?.lowercased() ?? ""
        return words.contains("limit") || words.contains("quota")
    }

    /// Makes a text of a stranger's harmless: one line, no control or direction characters, and no
    /// secret, which is taken out last but for the cutting, so that no part of one stays.
    static func clean(
        _ text: String, hiding redaction: Redaction, limit: Int = 300
    ) -> String? {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator:
                if result.last != " " { result.append(" ") }
            case .format, .surrogate, .privateUse, .unassigned: continue
            case .spaceSeparator where result.last == " ": continue
            default: result.unicodeScalars.append(scalar)
            }
        }
        result = String(redaction.redact(result).unicodeScalars.prefix(limit))
        while result.last == " " || result.last == "." { result.removeLast() }
        return result.isEmpty ? nil : result
    }
}
