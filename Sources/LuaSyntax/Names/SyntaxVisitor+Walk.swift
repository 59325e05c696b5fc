extension SyntaxVisitor {
    /// Goes through a whole chunk.
    package mutating func walk(_ chunk: Chunk) { walk(chunk.block) }

    /// Goes through a block, as one scope.
    package mutating func walk(_ block: Block) {
        enterBlock()
        for statement in block.statements { walk(statement) }
        leaveBlock()
    }

    /// Goes through one statement; a local of it stays in scope.
    package mutating func walk(_ statement: Statement) {
        visit(statement)
        switch statement.kind {
        case .local(let declaration): walk(declaration)
        case .localFunction(let name, let function):
            declare(DeclaredLocal(name: name, role: .function, value: nil))
            walk(function)
        case .function(let declaration):
            walk(declaration.target)
            walk(declaration.function)
        case .assignment(let targets, let values):
            walk(targets)
            walk(values)
        case .call(let call): walk(call)
        case .do(let block): walk(block)
        case .while(let condition, let block):
            walk(condition)
            walk(block)
        case .repeat(let block, let condition): walk(block, then: condition)
        case .if(let clauses, let otherwise):
            for clause in clauses {
                walk(clause.condition)
                walk(clause.block)
            }
            if let otherwise { walk(otherwise) }
        case .numericFor(let loop):
            walk([loop.first, loop.last] + (loop.step.map { [$0] } ?? []))
            walk(loop.block, with: [loop.variable])
        case .genericFor(let loop):
            walk(loop.values)
            walk(loop.block, with: loop.variables)
        case .return(let values): walk(values)
        case .break, .goto, .label: break
        }
    }

    private mutating func walk(_ declaration: LocalDeclaration) {
        walk(declaration.values)
        for (index, name) in declaration.names.enumerated() {
            let values = declaration.values
            declare(
                DeclaredLocal(
                    name: name.name, role: .variable(name.attribute),
                    value: index < values.count ? values[index] : nil))
        }
    }

    private mutating func walk(_ block: Block, then condition: Expression) {
        enterBlock()
        for statement in block.statements { walk(statement) }
        walk(condition)
        leaveBlock()
    }

    private mutating func walk(_ body: Block, with variables: [Name]) {
        enterBlock()
        for name in variables {
            declare(DeclaredLocal(name: name, role: .loop, value: nil))
        }
        walk(body)
        leaveBlock()
    }

    private mutating func walk(_ expressions: [Expression]) {
        for expression in expressions { walk(expression) }
    }

    /// Goes through one expression.
    package mutating func walk(_ expression: Expression) {
        visit(expression)
        switch expression.kind {
        case .nil, .true, .false, .integer, .number, .string, .varargs, .name: break
        case .function(let function): walk(function)
        case .table(let fields): for field in fields { walk(field) }
        case .parenthesized(let inner), .unary(_, let inner): walk(inner)
        case .operation(let operation):
            walk(operation.first)
            for step in operation.steps { walk(step.operand) }
        case .suffixed(let suffixed):
            walk(suffixed.base)
            for suffix in suffixed.suffixes { walk(suffix.kind) }
        }
    }

    private mutating func walk(_ field: TableField) {
        switch field {
        case .positional(let value), .named(_, let value): walk(value)
        case .keyed(let key, let value):
            walk(key)
            walk(value)
        }
    }

    private mutating func walk(_ suffix: SuffixedExpression.Suffix.Kind) {
        switch suffix {
        case .field: break
        case .index(let key): walk(key)
        case .call(let arguments), .method(_, let arguments): walk(arguments.values)
        }
    }

    private mutating func walk(_ function: FunctionExpression) {
        enterFunction(function)
        if function.isMethod {
            let start = function.range.lowerBound
            let name = Name(text: "self", range: start..<start)
            declare(DeclaredLocal(name: name, role: .receiver, value: nil))
        }
        for parameter in function.parameters {
            declare(DeclaredLocal(name: parameter, role: .parameter, value: nil))
        }
        for statement in function.block.statements { walk(statement) }
        leaveFunction(function)
    }
}
