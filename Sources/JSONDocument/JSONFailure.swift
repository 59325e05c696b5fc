/// Why a text is not the JSON it should be; it never carries the text itself.
package struct JSONFailure: Error, CustomStringConvertible, Sendable {
    /// What is wrong and where, as a phrase: "it is not JSON: a value is missing at line 3, column 9".
    package let description: String

    init(_ reason: String, line: Int, column: Int) {
        description = "it is not JSON: \(reason) at line \(line), column \(column)"
    }

    /// What is wrong with a document that is JSON, but not of the type that it should be.
    package init(_ error: any Error) {
        guard let error = error as? DecodingError else {
            description = "it is not JSON"
            return
        }
        switch error {
        case .dataCorrupted(let context):
            description = "it has an unusable value\(Self.place(context))"
        case .typeMismatch(_, let context):
            description = "it has a wrong value\(Self.place(context))"
        case .valueNotFound(_, let context): description = "it lacks a value\(Self.place(context))"
        case .keyNotFound(let key, let context):
            description = "it lacks `\(key.stringValue)`\(Self.place(context))"
        @unknown default: description = "it is not what it should be"
        }
    }

    private static func place(_ context: DecodingError.Context) -> String {
        let path = context.codingPath.map(\.stringValue).joined(separator: ".")
        return path.isEmpty ? "" : " at \(path)"
    }
}
