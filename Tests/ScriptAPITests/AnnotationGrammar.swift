/// The annotations of lua-language-server that we write, and no others.
///
/// ```
/// annotation = "@meta" [name] | "@class" ["(exact)"] name [":" type] | "@field" field type [text]
///            | "@param" name ["?"] type [text] | "@return" type [name [text]] | "@generic" name
///            | "@alias" name [type] | "@operator" name "(" type ")" ":" type
///            | "@overload" type
/// type       = part {"|" part} ;  part = atom {"[]" | "?"}
/// atom       = name ["<" type {"," type} ">"] | string | "..." | "(" type ")" | "{" fields "}"
///            | "fun" "(" [argument {"," argument}] ")" [":" type {"," type}]
/// ```
enum AnnotationGrammar {
    static func accepts(_ line: Substring) -> Bool {
        var text = line.dropFirst(3)
        if text.hasPrefix("| ") {
            text = text.dropFirst(2)
            var parser = Parser(text)
            return parser.type() && (parser.rest.isEmpty || parser.take(" # "))
        }
        guard text.hasPrefix("@") else { return true }
        let tag = text.prefix { $0 != " " }
        var parser = Parser(text.dropFirst(tag.count))
        guard parser.tag(tag) else { return false }
        return parser.rest.isEmpty || parser.rest.hasPrefix(" ")
    }

    /// The class or alias that a line defines.
    static func definedName(_ line: Substring) -> Substring? {
        for tag in ["---@class (exact) ", "---@class ", "---@alias "] where line.hasPrefix(tag) {
            return line.dropFirst(tag.count).prefix { $0.isLetter || $0 == "." }
        }
        return nil
    }

    /// Our own types that a line uses.
    static func usedNames(_ line: Substring) -> [Substring] {
        let tags = ["---@field ", "---@param ", "---@return ", "---@overload ", "---@operator "]
        guard let tag = tags.first(where: line.hasPrefix) else { return [] }
        var parser = Parser(line.dropFirst(tag.count - 1))
        _ = parser.tag(tag.dropFirst(3).dropLast())
        return parser.names.filter { $0.hasPrefix("graphene.") }
    }

    private struct Parser {
        var rest: Substring
        var names: [Substring] = []

        init(_ text: Substring) { rest = text }

        mutating func tag(_ tag: Substring) -> Bool {
            switch tag {
            case "@meta": return rest.isEmpty || take(" ") && name()
            case "@class":
                _ = take(" (exact)")
                return take(" ") && name() && (!take(": ") || type())
            case "@field":
                return take(" ") && (name() || key()) && optionally("?") && take(" ") && type()
            case "@param":
                return take(" ") && (name() || take("...")) && optionally("?") && take(" ")
                    && type()
            case "@return":
                guard take(" "), type() else { return false }
                return !take(" ") || name() || take("...")
            case "@generic": return take(" ") && name()
            case "@alias": return take(" ") && name() && (rest.isEmpty || take(" ") && type())
            case "@operator":
                return take(" ") && name() && take("(") && type() && take("): ") && type()
            case "@overload": return take(" ") && rest.hasPrefix("fun(") && type()
            default: return false
            }
        }

        mutating func take(_ token: String) -> Bool {
            guard rest.hasPrefix(token) else { return false }
            rest = rest.dropFirst(token.count)
            return true
        }

        mutating func optionally(_ token: String) -> Bool {
            _ = take(token)
            return true
        }

        mutating func name() -> Bool {
            let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
            guard let first = word.first, first.isLetter || first == "_", !word.hasSuffix(".")
            else {
                return false
            }
            names.append(word)
            rest = rest.dropFirst(word.count)
            return true
        }

        /// `[string]` as the key of a table.
        mutating func key() -> Bool { take("[") && type() && take("]") }

        mutating func type() -> Bool {
            repeat {
                guard atom() else { return false }
                while take("[]") || take("?") {}
            } while take("|")
            return true
        }

        private mutating func atom() -> Bool {
            if take("...") { return true }
            if take("\"") {
                rest = rest.drop { $0 != "\"" }
                return take("\"")
            }
            if take("(") { return type() && take(")") }
            if take("{ ") { return fields() && take(" }") }
            if rest.hasPrefix("fun(") { return function() }
            guard name() else { return false }
            guard take("<") else { return true }
            repeat { guard type() else { return false } } while take(", ")
            return take(">")
        }

        private mutating func fields() -> Bool {
            repeat {
                guard name() || key(), optionally("?"), take(": "), type() else { return false }
            } while take(", ")
            return true
        }

        private mutating func function() -> Bool {
            guard take("fun(") else { return false }
            if !take(")") {
                repeat {
                    guard name() || take("..."), optionally("?") else { return false }
                    if take(": "), !type() { return false }
                } while take(", ")
                guard take(")") else { return false }
            }
            guard take(": ") else { return true }
            repeat { guard type() else { return false } } while take(", ")
            return true
        }
    }
}
