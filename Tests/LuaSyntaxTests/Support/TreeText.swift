import LuaSyntax

/// A tree in parentheses, short enough to compare.
enum TreeText {
    static func of(_ source: String) throws -> String {
        of(try Chunk(parsing: Array(source.utf8)).block)
    }

    static func of(_ block: Block) -> String {
        block.statements.map(of).joined(separator: " ")
    }

    private static func of(_ statement: Statement) -> String {
        switch statement.kind {
        case .local(let local):
            let names = local.names.map { name in
                name.name.text + (name.attribute.map { "<\($0.rawValue)>" } ?? "")
            }
            return list("local", [names.joined(separator: " ")] + local.values.map(of))
        case .localFunction(let name, let function):
            return list("local-function", [name.text, of(function)])
        case .function(let declaration):
            let method = declaration.method.map { ":" + $0.text } ?? ""
            return list("function", [of(declaration.target) + method, of(declaration.function)])
        case .assignment(let targets, let values):
            return list("set", targets.map(of) + ["="] + values.map(of))
        case .call(let call): return of(call)
        case .do(let block): return list("do", [of(block)])
        case .while(let condition, let block): return list("while", [of(condition), of(block)])
        case .repeat(let block, let condition):
            return list("repeat", [of(block), of(condition)])
        case .if(let clauses, let otherwise):
            let parts = clauses.flatMap { [of($0.condition), list("then", [of($0.block)])] }
            return list("if", parts + (otherwise.map { [list("else", [of($0)])] } ?? []))
        case .numericFor(let loop):
            let range = [of(loop.first), of(loop.last)] + (loop.step.map { [of($0)] } ?? [])
            return list("for", [loop.variable.text] + range + [of(loop.block)])
        case .genericFor(let loop):
            return list(
                "for", loop.variables.map(\.text) + ["in"] + loop.values.map(of) + [of(loop.block)])
        case .return(let values): return list("return", values.map(of))
        case .break: return "break"
        case .goto(let name): return list("goto", [name.text])
        case .label(let name): return "::\(name.text)::"
        }
    }

    private static func of(_ expression: Expression) -> String {
        switch expression.kind {
        case .nil: "nil"
        case .true: "true"
        case .false: "false"
        case .integer(let integer): "\(integer)"
        case .number(let number): "\(number)"
        case .string(let bytes): "\"\(String(decoding: bytes, as: UTF8.self))\""
        case .varargs: "..."
        case .function(let function): of(function)
        case .table(let fields): "{" + fields.map(of).joined(separator: " ") + "}"
        case .name(let name): name
        case .parenthesized(let inner): list("paren", [of(inner)])
        case .unary(let `operator`, let operand): list(`operator`.rawValue, [of(operand)])
        case .operation(let operation):
            operation.steps.reduce(of(operation.first)) { left, step in
                list(step.operator.rawValue, [left, of(step.operand)])
            }
        case .suffixed(let suffixed):
            suffixed.suffixes.reduce(of(suffixed.base)) { $0 + of($1.kind) }
        }
    }

    private static func of(_ suffix: SuffixedExpression.Suffix.Kind) -> String {
        switch suffix {
        case .field(let name): "." + name.text
        case .index(let key): "[" + of(key) + "]"
        case .call(let arguments): of(arguments)
        case .method(let name, let arguments): ":" + name.text + of(arguments)
        }
    }

    private static func of(_ arguments: Arguments) -> String {
        let values = arguments.values.map(of).joined(separator: " ")
        return arguments.isParenthesized ? "(\(values))" : "<\(values)>"
    }

    private static func of(_ field: TableField) -> String {
        switch field {
        case .positional(let value): of(value)
        case .named(let name, let value): "\(name.text)=\(of(value))"
        case .keyed(let key, let value): "[\(of(key))]=\(of(value))"
        }
    }

    private static func of(_ function: FunctionExpression) -> String {
        let names = function.parameters.map(\.text) + (function.isVariadic ? ["..."] : [])
        return "(fn [" + names.joined(separator: " ") + "] \(of(function.block)))"
    }

    private static func list(_ head: String, _ parts: [String]) -> String {
        "(" + ([head] + parts).joined(separator: " ") + ")"
    }
}
