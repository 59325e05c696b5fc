/// A path of segments, percent-encoded; never one that climbs.
package struct RequestPath: Hashable, Sendable, CustomStringConvertible {
    /// As it is sent: `/deployments/plans`.
    package let encoded: String

    package var description: String { encoded }

    /// Joins segments, each encoded as a whole, so that an id cannot add a segment.
    ///
    /// - Returns: nil when a segment is empty, `.` or `..`.
    package init?(_ segments: [String]) {
        guard segments.allSatisfy({ $0 != "." && $0 != ".." && !$0.isEmpty }) else { return nil }
        encoded = segments.map { "/" + Self.encode($0, keeping: Self.unreserved) }.joined()
    }

    /// Reads a path that a person wrote, already encoded or not.
    ///
    /// - Returns: nil unless it begins with exactly one `/`, and holds neither a query, a fragment, a
    ///   backslash, a control character, an incomplete escape, nor a segment that climbs in any
    ///   spelling.
    package init?(writtenAs text: String) {
        guard text.hasPrefix("/"), !text.hasPrefix("//"),
            !text.unicodeScalars.contains(where: {
                "?#\\".unicodeScalars.contains($0) || $0.value < 32
            }),
            Self.escapesAreWhole(text)
        else { return nil }
        for segment in text.split(separator: "/", omittingEmptySubsequences: false) {
            let plain = segment.replacing("%2e", with: ".").replacing("%2E", with: ".")
            guard plain != ".", plain != ".." else { return nil }
        }
        encoded = Self.encode(text, keeping: Self.unreserved + "/%:@!$&'()*+,;=")
    }

    /// Encodes every byte but those of `kept`.
    static func encode(_ text: String, keeping kept: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return text.utf8.reduce(into: "") { result, byte in
            if kept.utf8.contains(byte) {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                result += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
    }

    static let unreserved =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"

    private static func escapesAreWhole(_ text: String) -> Bool {
        text.split(separator: "%", omittingEmptySubsequences: false).dropFirst().allSatisfy {
            let digits = $0.prefix(2)
            return digits.count == 2 && digits.allSatisfy { $0.isASCII && $0.isHexDigit }
        }
    }
}

extension RequestPath {
    /// The query with its question mark, or nothing when it is empty.
    static func encode(_ query: [QueryItem]) -> String {
        guard !query.isEmpty else { return "" }
        return "?"
            + query.map {
                encode($0.name, keeping: unreserved) + "=" + encode($0.value, keeping: unreserved)
            }.joined(separator: "&")
    }
}

extension RequestPath {
    /// A path that is part of this program.
    init(literal: StaticString) { encoded = literal.description }
}
