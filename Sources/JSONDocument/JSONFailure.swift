/// Why a text is not the JSON it should be; it never carries the text itself.
package struct JSONFailure: Error, CustomStringConvertible, Sendable {
    /// What is wrong and where, as a phrase: "unexpected character at line 3, column 9".
    package let description: String

    package init(_ error: any Error) {
        guard let error = error as? DecodingError else {
            description = "it is not JSON"
            return
        }
        switch error {
        case .dataCorrupted(let context), .typeMismatch(_, let context),
            .valueNotFound(_, let context), .keyNotFound(_, let context):
            let path = context.codingPath.map(\.stringValue).joined(separator: ".")
            let reason = context.underlyingError.map { "\($0)" } ?? context.debugDescription
            description = path.isEmpty ? Self.phrase(reason) : "\(Self.phrase(reason)) at \(path)"
        @unknown default:
            description = "it is not JSON"
        }
    }

    /// The parser's own words hold an excerpt only behind "Debug Description"; the first line is enough.
    private static func phrase(_ reason: String) -> String {
        "it is not JSON: " + String(reason.prefix { !$0.isNewline }.prefix(120))
    }
}
