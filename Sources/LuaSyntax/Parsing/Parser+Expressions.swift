extension Parser {
    mutating func expression() throws(SyntaxFailure) -> Expression {
        try expression(above: 0)
    }

    /// At least one expression.
    mutating func expressionList() throws(SyntaxFailure) -> [Expression] {
        var expressions = [try expression()]
        while try take(.comma) { expressions.append(try expression()) }
        return expressions
    }

    /// An expression whose operators bind tighter to their left than a priority.
    private mutating func expression(above priority: Int) throws(SyntaxFailure) -> Expression {
        try enterLevel()
        let first = try operand()
        var steps: [Operation.Step] = []
        while let `operator` = BinaryOperator(kind), `operator`.priorities.left > priority {
            let range = try advance().range
            let operand = try expression(above: `operator`.priorities.right)
            steps.append(
                Operation.Step(operator: `operator`, operatorRange: range, operand: operand))
        }
        leaveLevel()
        guard !steps.isEmpty else { return first }
        return Expression(
            kind: .operation(Operation(first: first, steps: steps)),
            range: first.range.lowerBound..<lastEnd)
    }

    private mutating func operand() throws(SyntaxFailure) -> Expression {
        guard let `operator` = UnaryOperator(kind) else { return try simpleExpression() }
        let start = try advance().range.lowerBound
        let operand = try expression(above: UnaryOperator.priority)
        return Expression(kind: .unary(`operator`, operand), range: start..<lastEnd)
    }

    private mutating func simpleExpression() throws(SyntaxFailure) -> Expression {
        let start = start
        let literal: Expression.Kind
        switch kind {
        case .leftBrace: return try table()
        case .function:
            try advance()
            let function = try functionBody(from: line)
            return Expression(kind: .function(function), range: start..<lastEnd)
        case .dots:
            guard scopes.isVariadic else {
                throw syntaxFailure("cannot use '...' outside a vararg function")
            }
            literal = .varargs
        case .nil: literal = .nil
        case .true: literal = .true
        case .false: literal = .false
        default:
            switch token.value {
            case .string(let bytes): literal = .string(bytes)
            case .integer(let integer): literal = .integer(integer)
            case .number(let number): literal = .number(number)
            default: return try suffixedExpression()
            }
        }
        return Expression(kind: literal, range: try advance().range)
    }

    // MARK: Suffixes

    private mutating func suffixedExpression() throws(SyntaxFailure) -> Expression {
        let line = line
        let base = try primaryExpression()
        var suffixes: [SuffixedExpression.Suffix] = []
        while let suffix = try suffix(from: line) { suffixes.append(suffix) }
        guard !suffixes.isEmpty else { return base }
        return Expression(
            kind: .suffixed(SuffixedExpression(base: base, suffixes: suffixes)),
            range: base.range.lowerBound..<lastEnd)
    }

    private mutating func primaryExpression() throws(SyntaxFailure) -> Expression {
        let (start, line) = (start, line)
        switch kind {
        case .name:
            let name = try name()
            return Expression(kind: .name(name.text), range: name.range)
        case .leftParenthesis:
            try advance()
            let inner = try expression()
            try close(.leftParenthesis, at: line, with: .rightParenthesis)
            return Expression(kind: .parenthesized(inner), range: start..<lastEnd)
        default: throw syntaxFailure("unexpected symbol")
        }
    }

    private mutating func suffix(
        from line: Int
    ) throws(SyntaxFailure) -> SuffixedExpression.Suffix? {
        let start = start
        let suffix: SuffixedExpression.Suffix.Kind
        switch kind {
        case .dot: return try fieldSuffix()
        case .leftBracket: suffix = .index(try key())
        case .colon:
            try advance()
            suffix = .method(try name(), try arguments(from: line))
        case .leftParenthesis, .string, .leftBrace: suffix = .call(try arguments(from: line))
        default: return nil
        }
        return SuffixedExpression.Suffix(kind: suffix, range: start..<lastEnd)
    }

    mutating func fieldSuffix() throws(SyntaxFailure) -> SuffixedExpression.Suffix {
        let start = try advance().range.lowerBound
        let name = try name()
        return SuffixedExpression.Suffix(kind: .field(name), range: start..<lastEnd)
    }

    /// A key in brackets.
    private mutating func key() throws(SyntaxFailure) -> Expression {
        try advance()
        let key = try expression()
        try require(.rightBracket)
        return key
    }

    private mutating func arguments(from line: Int) throws(SyntaxFailure) -> Arguments {
        if case .string(let bytes) = token.value {
            let string = Expression(kind: .string(bytes), range: try advance().range)
            return Arguments(values: [string], isParenthesized: false)
        }
        if kind == .leftBrace { return Arguments(values: [try table()], isParenthesized: false) }
        guard try take(.leftParenthesis) else {
            throw syntaxFailure("function arguments expected")
        }
        let values = kind == .rightParenthesis ? [] : try expressionList()
        try close(.leftParenthesis, at: line, with: .rightParenthesis)
        return Arguments(values: values, isParenthesized: true)
    }

    // MARK: Tables

    private mutating func table() throws(SyntaxFailure) -> Expression {
        let (start, line) = (start, line)
        var fields: [TableField] = []
        try require(.leftBrace)
        while kind != .rightBrace {
            fields.append(try tableField())
            if try !take(.comma), try !take(.semicolon) { break }
        }
        try close(.leftBrace, at: line, with: .rightBrace)
        return Expression(kind: .table(fields), range: start..<lastEnd)
    }

    private mutating func tableField() throws(SyntaxFailure) -> TableField {
        switch kind {
        case .name where try lookAhead() == .assign:
            let name = try name()
            try advance()
            return .named(name, try expression())
        case .leftBracket:
            let key = try key()
            try require(.assign)
            return .keyed(key, try expression())
        default: return .positional(try expression())
        }
    }

    // MARK: Statements that begin with an expression

    mutating func expressionStatement() throws(SyntaxFailure) -> Statement.Kind {
        let first = try suffixedExpression()
        guard kind == .assign || kind == .comma else {
            guard first.isCall else { throw syntaxFailure("syntax error") }
            return .call(first)
        }
        return try assignment(to: first)
    }

    private mutating func assignment(to first: Expression) throws(SyntaxFailure) -> Statement.Kind {
        var targets = [first]
        try checkTarget(first)
        while try take(.comma) {
            let target = try suffixedExpression()
            targets.append(target)
            // As Lua does, which reads each target inside the one before.
            try enterLevel()
            try checkTarget(target)
        }
        try require(.assign)
        let values = try expressionList()
        for _ in targets.dropFirst() { leaveLevel() }
        return .assignment(targets: targets, values: values)
    }

    private func checkTarget(_ target: Expression) throws(SyntaxFailure) {
        guard target.isAssignable else { throw syntaxFailure("syntax error") }
        try checkAssignable(target)
    }
}

extension Expression {
    /// Whether it may stand alone, as a statement.
    var isCall: Bool {
        guard case .suffixed(let expression) = kind else { return false }
        switch expression.suffixes.last?.kind {
        case .call, .method: return true
        default: return false
        }
    }

    /// Whether it is of a form that can be assigned to: a name, a field or an element.
    var isAssignable: Bool {
        switch kind {
        case .name: true
        case .suffixed: !isCall
        default: false
        }
    }
}
