import CloudClient
import JSONDocument

/// What a raw request could be about: the databases whose id stands anywhere in it, and all of an
/// environment whose id stands in the path.
struct RequestSubjects {
    private let path: String
    /// All that it says, each piece by itself.
    private let words: [String]

    init(_ request: ProposedChange.OwnRequest) {
        path = Self.plain(request.path)
        var words = [path]
        for item in request.query { words += [Self.plain(item.name), Self.plain(item.value)] }
        var rest = request.body.map { [$0] } ?? []
        while let value = rest.popLast() {
            switch value {
            case .string(let text): words.append(Self.plain(text))
            case .array(let elements): rest += elements
            case .object(let members):
                words += members.keys.map(Self.plain)
                rest += members.values
            default: break
            }
        }
        self.words = words
    }

    func databases(among all: [Database]) -> [Database] {
        all.filter { database in
            words.contains { Self.mentions(database.id, $0) }
                || database.environmentID.map { Self.mentions($0, path) } ?? false
        }
    }

    /// Those whose ids stand anywhere in it.
    func environments(among all: [Environment]) -> [Environment] {
        all.filter { environment in words.contains { Self.mentions(environment.id, $0) } }
    }

    /// Whether it may put a snapshot somewhere, which no id in it tells the database of.
    ///
    /// A server may pass over what follows a step's name, such as `;x`, so the word is looked for
    /// anywhere in the path, and the snapshot in what is sent.
    var mayCopySnapshot: Bool {
        path.contains("restore") || words.contains { $0.contains("snapshotid") }
    }

    /// Whether the path leads to something that is known.
    func leadsTo(anyOf databases: [Database], or environments: [Environment]) -> Bool {
        (databases.map(\.id) + environments.map(\.id)).contains { Self.mentions($0, path) }
    }

    private static func mentions(_ id: String, _ text: String) -> Bool {
        !id.isEmpty && text.contains(plain(id))
    }

    /// A text in which an id is found however it is written: with escapes, capitals, or dashes.
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
