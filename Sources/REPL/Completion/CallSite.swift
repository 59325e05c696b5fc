/// What a value comes from, as far as the words before the cursor tell: `graphene.db("a/b"):pause`.
struct Chain: Hashable {
    enum Step: Hashable {
        case field(String)
        case method(String)
        case call
        case index
    }

    /// The name it begins with; nil for a string.
    var root: String?
    var steps: [Step] = []

    /// Reads the chain that ends before `end`; nil when none does.
    static func read(_ words: ArraySlice<Fragment.Word>) -> Chain? {
        var rest = words
        var steps: [Step] = []
        while let last = rest.last {
            switch last {
            case .sign(")"), .sign("}"), .sign("]"):
                guard let start = opening(in: rest) else { return nil }
                let isIndex = last == .sign("]")
                let inner = rest[rest.index(after: start)..<rest.index(before: rest.endIndex)]
                rest = rest[..<start]
                if last == .sign(")"), rest.last?.endsValue != true, inner.count == 1,
                    case .string? = inner.first
                {
                    return Chain(root: nil, steps: steps.reversed())
                }
                // A call without a function is an expression in brackets, or a table.
                guard let before = rest.last, before.endsValue else { return nil }
                steps.append(isIndex ? .index : .call)
            case .name(let name):
                rest = rest.dropLast()
                if rest.last == .sign("."), rest.dropLast().last?.endsValue == true {
                    steps.append(.field(name))
                    rest = rest.dropLast()
                } else if rest.last == .sign(":"), rest.dropLast().last?.endsValue == true {
                    steps.append(.method(name))
                    rest = rest.dropLast()
                } else {
                    return Chain(root: name, steps: steps.reversed())
                }
            case .string:
                rest = rest.dropLast()
                // Behind a value it is an argument: `require "lib"`.
                guard rest.last?.endsValue == true else {
                    return Chain(root: nil, steps: steps.reversed())
                }
                steps.append(.call)
            default: return nil
            }
        }
        return nil
    }

    /// The position of the bracket that the last one closes.
    private static func opening(in words: ArraySlice<Fragment.Word>) -> Int? {
        var depth = 0
        for index in words.indices.reversed() {
            guard case .sign(let sign) = words[index] else { continue }
            if ")}]".contains(sign) { depth += 1 }
            if "({[".contains(sign) {
                depth -= 1
                if depth == 0 { return index }
            }
        }
        return nil
    }
}

/// The call that the cursor stands in, and where in it.
struct CallSite: Hashable {
    var callee: Chain
    /// Of the argument at the cursor.
    var position: Int
    /// Whether the argument at the cursor is a table that begins in the call.
    var isInTable = false
    /// The keys that the table has already.
    var keys: [String] = []
    /// The key whose value the cursor stands in; nil for where a key may stand.
    var key: String?
    /// Whether a key may begin at the cursor.
    var isAtKey = false

    private struct Opening {
        var sign: Character
        var word: Int
        var commas = 0
        /// Of a table: the keys so far, and the words since the last comma.
        var keys: [String] = []
        var since = 0
    }

    /// Finds the innermost call around the end of the words; nil when there is none.
    init?(_ words: [Fragment.Word]) {
        var open: [Opening] = []
        for (index, word) in words.enumerated() {
            guard case .sign(let sign) = word else { continue }
            switch sign {
            case "(", "{", "[": open.append(Opening(sign: sign, word: index, since: index + 1))
            case ")", "}", "]": _ = open.popLast()
            case ",", ";":
                guard !open.isEmpty else { continue }
                open[open.count - 1].commas += 1
                open[open.count - 1].since = index + 1
            case "=":
                guard let last = open.last, last.sign == "{", last.since + 1 == index,
                    case .name(let key) = words[last.since]
                else { continue }
                open[open.count - 1].keys.append(key)
            default: continue
            }
        }
        guard let inner = open.last else { return nil }
        self.init(words, open, inner)
    }

    private init?(_ words: [Fragment.Word], _ open: [Opening], _ inner: Opening) {
        // The call of a table is that of the bracket around it, or of the value before it.
        var call = inner
        if inner.sign == "{" {
            isInTable = true
            keys = inner.keys
            let current = words[inner.since...]
            isAtKey = current.isEmpty
            if case .name(let name)? = current.first, current.dropFirst().first == .sign("=") {
                key = name
            }
            guard words[..<inner.word].last?.endsValue != true else {
                guard let chain = Chain.read(words[..<inner.word]) else { return nil }
                (callee, position) = (chain, 0)
                return
            }
            guard open.count > 1 else { return nil }
            call = open[open.count - 2]
            // Only a table that is an argument itself.
            guard call.since == inner.word else { return nil }
        }
        guard call.sign == "(", let chain = Chain.read(words[..<call.word]) else { return nil }
        (callee, position) = (chain, call.commas)
    }
}

extension Fragment.Word {
    /// Whether a value may end with it, so that what follows belongs to it.
    var endsValue: Bool {
        switch self {
        case .name(let name): !LuaWords.keywords.contains(name)
        case .sign(let sign): ")]}".contains(sign)
        case .string: true
        case .other: false
        }
    }
}

/// The words that Lua keeps for itself.
enum LuaWords {
    static let keywords: Set = [
        "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if",
        "in", "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
    ]
}
