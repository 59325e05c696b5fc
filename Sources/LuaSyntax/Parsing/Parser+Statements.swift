extension Parser {
    /// Statements up to what ends a block.
    mutating func statements() throws(SyntaxFailure) -> Block {
        let start = start
        var statements: [Statement] = []
        while !endsBlock {
            let isLast = kind == .return
            try statement(into: &statements)
            if isLast { break }
        }
        let end = statements.last?.range.upperBound ?? start
        return Block(
            statements: statements,
            range: (statements.first?.range.lowerBound ?? start)..<end)
    }

    /// Statements in a scope of their own.
    mutating func block() throws(SyntaxFailure) -> Block {
        scopes.enterBlock()
        let block = try statements()
        scopes.leaveBlock()
        return block
    }

    private var endsBlock: Bool {
        switch kind {
        case .else, .elseif, .end, .endOfSource, .until: true
        default: false
        }
    }

    private mutating func statement(into list: inout [Statement]) throws(SyntaxFailure) {
        if kind == .doubleColon { return try label(into: &list) }
        let start = start
        try enterLevel()
        let kind = try statementKind()
        leaveLevel()
        if let kind { list.append(Statement(kind: kind, range: start..<lastEnd)) }
        if case .return = kind { _ = try take(.semicolon) }
    }

    /// The statement that begins here; nil for an empty one.
    private mutating func statementKind() throws(SyntaxFailure) -> Statement.Kind? {
        switch kind {
        case .semicolon:
            try advance()
            return nil
        case .if: return try ifStatement()
        case .while: return try whileLoop()
        case .do: return try doBlock()
        case .for: return try forLoop()
        case .repeat: return try repeatLoop()
        case .function: return try functionDeclaration()
        case .local: return try local()
        case .return: return try returnStatement()
        case .break:
            scopes.jump(to: nil, at: token.range)
            try checkLabelLimit()
            try advance()
            return .break
        case .goto: return try goto()
        default: return try expressionStatement()
        }
    }

    private mutating func returnStatement() throws(SyntaxFailure) -> Statement.Kind {
        try advance()
        if endsBlock || kind == .semicolon { return .return([]) }
        return .return(try expressionList())
    }

    // MARK: Blocks

    private mutating func doBlock() throws(SyntaxFailure) -> Statement.Kind {
        let line = line
        try advance()
        let block = try block()
        try close(.do, at: line, with: .end)
        return .do(block)
    }

    private mutating func ifStatement() throws(SyntaxFailure) -> Statement.Kind {
        let line = line
        var clauses: [IfClause] = []
        repeat {
            try advance()
            let condition = try expression()
            try require(.then)
            clauses.append(IfClause(condition: condition, block: try block()))
        } while kind == .elseif
        let otherwise = try take(.else) ? try block() : nil
        try close(.if, at: line, with: .end)
        return .if(clauses, else: otherwise)
    }

    // MARK: Loops

    private mutating func whileLoop() throws(SyntaxFailure) -> Statement.Kind {
        let line = line
        try advance()
        let condition = try expression()
        scopes.enterBlock(isLoop: true)
        try require(.do)
        let block = try block()
        try close(.while, at: line, with: .end)
        scopes.leaveBlock()
        return .while(condition: condition, block)
    }

    private mutating func repeatLoop() throws(SyntaxFailure) -> Statement.Kind {
        let line = line
        scopes.enterBlock(isLoop: true)
        scopes.enterBlock()
        try advance()
        let block = try statements()
        try close(.repeat, at: line, with: .until)
        let condition = try expression()
        scopes.leaveBlock()
        scopes.leaveBlock()
        return .repeat(block, until: condition)
    }

    private mutating func forLoop() throws(SyntaxFailure) -> Statement.Kind {
        let line = line
        scopes.enterBlock(isLoop: true)
        try advance()
        let variable = try name()
        let loop: Statement.Kind
        switch kind {
        case .assign: loop = .numericFor(try numericFor(variable))
        case .comma, .in: loop = .genericFor(try genericFor(variable))
        default: throw syntaxFailure("'=' or 'in' expected")
        }
        try close(.for, at: line, with: .end)
        scopes.leaveBlock()
        return loop
    }

    private mutating func numericFor(_ variable: Name) throws(SyntaxFailure) -> NumericFor {
        let hidden = 3
        try checkLocalLimit(hidden + 1)
        try advance()
        let first = try expression()
        try require(.comma)
        let last = try expression()
        let step = try take(.comma) ? try expression() : nil
        let block = try loopBody([variable], hidden: hidden)
        return NumericFor(variable: variable, first: first, last: last, step: step, block: block)
    }

    private mutating func genericFor(_ variable: Name) throws(SyntaxFailure) -> GenericFor {
        let hidden = 4
        var variables = [variable]
        try checkLocalLimit(hidden + 1)
        while try take(.comma) {
            variables.append(try name())
            try checkLocalLimit(hidden + variables.count)
        }
        try require(.in)
        let values = try expressionList()
        let block = try loopBody(variables, hidden: hidden)
        return GenericFor(variables: variables, values: values, block: block)
    }

    /// A loop's body; Lua keeps the loop's state in locals that have no name.
    private mutating func loopBody(
        _ variables: [Name], hidden: Int
    ) throws(SyntaxFailure) -> Block {
        for _ in 0..<hidden { scopes.declare("(for state)") }
        try require(.do)
        scopes.enterBlock()
        for variable in variables { scopes.declare(variable.text) }
        let block = try block()
        scopes.leaveBlock()
        return block
    }

    // MARK: Jumps

    private mutating func goto() throws(SyntaxFailure) -> Statement.Kind {
        let start = start
        try advance()
        let name = try name()
        if scopes.label(name.text) == nil {
            scopes.jump(to: name.text, at: start..<name.range.upperBound)
            try checkLabelLimit()
        }
        return .goto(name)
    }

    /// A label; those that follow at once belong to it, so that all see whether the block ends.
    private mutating func label(into list: inout [Statement]) throws(SyntaxFailure) {
        try enterLevel()
        let start = start
        try advance()
        let name = try name()
        try require(.doubleColon)
        list.append(Statement(kind: .label(name), range: start..<lastEnd))
        while kind == .semicolon || kind == .doubleColon { try statement(into: &list) }
        try declare(name)
        leaveLevel()
    }

    private mutating func declare(_ label: Name) throws(SyntaxFailure) {
        if let earlier = scopes.label(label.text) {
            throw semanticFailure(
                "label '\(label.text)' already defined on line \(line(at: earlier.place))",
                at: label.range)
        }
        // The condition behind `until` still sees the block's locals.
        let fault = scopes.addLabel(label, endsBlock: endsBlock && kind != .until)
        try checkLabelLimit()
        if let (jump, variable) = fault {
            throw semanticFailure(
                "<goto \(label.text)> at line \(line(at: jump.range.upperBound)) jumps into the "
                    + "scope of local '\(variable)'", at: jump.range)
        }
    }

    private func checkLabelLimit() throws(SyntaxFailure) {
        guard scopes.hasTooManyLabels else { return }
        throw semanticFailure(
            "too many labels/gotos (limit is \(Scopes.maximumLabels))", at: token.range)
    }

    /// Why a jump that no label has ended when its function ends is a fault.
    func leadsNowhere(_ jump: Scopes.Jump) -> SyntaxFailure {
        let line = line(at: jump.range.upperBound)
        let message =
            jump.name.map { "no visible label '\($0)' for <goto> at line \(line)" }
            ?? "break outside loop at line \(line)"
        return semanticFailure(message, at: jump.range)
    }
}
