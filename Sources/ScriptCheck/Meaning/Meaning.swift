import LuaSyntax
import ScriptAPI

/// What an expression stands for, as far as the text tells.
enum Meaning {
    case graphene
    /// A table in `graphene`, such as `time`.
    case space(String)
    /// A function of `graphene`.
    case function(HostFunction)
    /// A global of the standard library, or a field of one: `table.sort`.
    case standard(String)
    /// What `require` gives for another file, by the name that it is asked for with.
    case module(String)
    case text(String)
    /// What `graphene.params` gives.
    case parameters(ParameterTable)
    case parameter(String)
    /// A handle of a kind, and what it is one of as far as the text tells.
    case handle(kind: String, of: Subject?)
    /// A table or function that the source makes itself.
    case made
    case unknown
}

/// What a handle in the text is one of.
enum Subject {
    /// What the run is given under that name.
    case parameter(String)
    /// What the text names.
    case named(String)
}

/// The declaration that a call of `graphene.params` is given.
struct ParameterTable {
    struct Entry {
        let name: Name
        /// What is declared of it, when that stands there as a table.
        let fields: [TableField]?
        let type: String?
    }

    /// Where the declaration stands, which tells it from others.
    let offset: Int
    let entries: [Entry]
    /// Whether every name stands in the text.
    let isComplete: Bool

    init(_ arguments: Arguments, at offset: Int) {
        self.offset = offset
        guard arguments.values.count == 1, case .table(let fields) = arguments.values[0].kind else {
            (entries, isComplete) = ([], false)
            return
        }
        entries = fields.compactMap { field in
            guard let (name, value) = field.nameAndValue else { return nil }
            guard case .table(let members) = value.kind else {
                return Entry(name: name, fields: nil, type: nil)
            }
            let type = members.lazy.compactMap { member -> String? in
                guard let (key, value) = member.nameAndValue, key.text == "type" else { return nil }
                return value.text
            }.first
            return Entry(name: name, fields: members, type: type)
        }
        isComplete = entries.count == fields.count
    }
}

extension TableField {
    /// The key and value of `name = value` and of `["name"] = value`.
    var nameAndValue: (name: Name, value: Expression)? {
        switch self {
        case .named(let name, let value): (name, value)
        case .keyed(let key, let value):
            key.text.map { (Name(text: $0, range: key.range), value) }
        case .positional: nil
        }
    }

    var value: Expression {
        switch self {
        case .positional(let value), .named(_, let value), .keyed(_, let value): value
        }
    }
}

extension Expression {
    /// The text of a literal string.
    var text: String? {
        switch kind {
        case .string(let bytes): String(decoding: bytes, as: UTF8.self)
        case .parenthesized(let inner): inner.text
        default: nil
        }
    }

    /// Whether it can give more or fewer values than one.
    var isOpen: Bool {
        switch kind {
        case .varargs: return true
        case .suffixed(let suffixed):
            switch suffixed.suffixes.last?.kind {
            case .call, .method: return true
            case .field, .index, nil: return false
            }
        default: return false
        }
    }
}
