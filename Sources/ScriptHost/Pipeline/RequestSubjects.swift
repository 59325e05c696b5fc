import CloudClient
import JSONDocument

/// Which databases a raw request could be about: those whose id stands anywhere in it, and all of an
/// environment whose id stands in the path.
struct RequestSubjects {
    private let words: Set<String>
    private let segments: Set<String>

    init(_ request: ProposedChange.OwnRequest) {
        segments = Set(request.path.split(separator: "/").map { Self.plain(String($0)) })
        var words = segments
        for item in request.query { words.insert(Self.plain(item.value)) }
        var rest = request.body.map { [$0] } ?? []
        while let value = rest.popLast() {
            switch value {
            case .string(let text): words.insert(Self.plain(text))
            case .array(let elements): rest += elements
            case .object(let members): rest += members.values
            default: break
            }
        }
        self.words = words
    }

    func databases(among all: [Database]) -> [Database] {
        all.filter { database in
            words.contains(Self.plain(database.id))
                || database.environmentID.map { segments.contains(Self.plain($0)) } ?? false
        }
    }

    /// An id however it is written: with escapes, capitals, or dashes.
    private static func plain(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            if byte == UInt8(ascii: "%"), digits.count == 2, let code = UInt8(digits, radix: 16) {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else if byte != UInt8(ascii: "-") {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self).lowercased()
    }
}
