extension Parser {
    mutating func local() throws(SyntaxFailure) -> Statement.Kind {
        try advance()
        if try take(.function) { return try localFunction() }
        let names = try localNames()
        let values = try take(.assign) ? try expressionList() : []
        for name in names { scopes.declare(name.name.text, isReadOnly: name.attribute != nil) }
        return .local(LocalDeclaration(names: names, values: values))
    }

    private mutating func localNames() throws(SyntaxFailure) -> [LocalDeclaration.LocalName] {
        var names: [LocalDeclaration.LocalName] = []
        repeat {
            let name = try name()
            try checkLocalLimit(names.count + 1)
            let attribute = try attribute()
            if attribute == .close, names.contains(where: { $0.attribute == .close }) {
                throw semanticFailure(
                    "multiple to-be-closed variables in local list", at: name.range)
            }
            names.append(
                LocalDeclaration.LocalName(
                    name: name, attribute: attribute, range: name.range.lowerBound..<lastEnd))
        } while try take(.comma)
        return names
    }

    private mutating func attribute() throws(SyntaxFailure) -> Attribute? {
        guard try take(.less) else { return nil }
        let name = try name()
        try require(.greater)
        guard let attribute = Attribute(rawValue: name.text) else {
            throw semanticFailure("unknown attribute '\(name.text)'", at: name.range)
        }
        return attribute
    }

    private mutating func localFunction() throws(SyntaxFailure) -> Statement.Kind {
        let name = try name()
        try checkLocalLimit(1)
        scopes.declare(name.text)
        return .localFunction(name, try functionBody(from: line))
    }

    mutating func functionDeclaration() throws(SyntaxFailure) -> Statement.Kind {
        let line = line
        try advance()
        let base = try name()
        var target = Expression(kind: .name(base.text), range: base.range)
        var suffixes: [SuffixedExpression.Suffix] = []
        while kind == .dot { suffixes.append(try fieldSuffix()) }
        if !suffixes.isEmpty {
            let suffixed = SuffixedExpression(base: target, suffixes: suffixes)
            target = Expression(
                kind: .suffixed(suffixed), range: base.range.lowerBound..<lastEnd)
        }
        let method = try take(.colon) ? try name() : nil
        let function = try functionBody(from: line, isMethod: method != nil)
        if method == nil { try checkAssignable(target) }
        return .function(
            FunctionDeclaration(target: target, method: method, function: function))
    }

    /// A function from its parameters on, which began on a line.
    mutating func functionBody(
        from line: Int, isMethod: Bool = false
    ) throws(SyntaxFailure) -> FunctionExpression {
        let start = start
        scopes.enterFunction(line: line)
        if isMethod { scopes.declare("self") }
        try require(.leftParenthesis)
        let parameters = try parameterList()
        let isVariadic = scopes.isVariadic
        try require(.rightParenthesis)
        let block = try statements()
        try close(.function, at: line, with: .end)
        if let jump = scopes.leaveFunction() { throw leadsNowhere(jump) }
        return FunctionExpression(
            parameters: parameters, isVariadic: isVariadic, isMethod: isMethod, block: block,
            range: start..<lastEnd)
    }

    private mutating func parameterList() throws(SyntaxFailure) -> [Name] {
        var names: [Name] = []
        guard kind != .rightParenthesis else { return names }
        repeat {
            if try take(.dots) {
                scopes.makeVariadic()
                break
            }
            guard kind == .name else { throw syntaxFailure("<name> or '...' expected") }
            let name = try name()
            try checkLocalLimit(1)
            scopes.declare(name.text)
            names.append(name)
        } while try take(.comma)
        return names
    }

    // MARK: Limits

    /// Refuses the last of some locals that are about to be declared where it is one too many.
    func checkLocalLimit(_ undeclared: Int) throws(SyntaxFailure) {
        guard scopes.hasTooManyVariables(with: undeclared) else { return }
        let place = scopes.functionLine.map { "function at line \($0)" } ?? "main function"
        throw semanticFailure(
            "too many local variables (limit is \(Scopes.maximumVariables)) in \(place) near "
                + tokenText, at: token.range)
    }

    func checkAssignable(_ target: Expression) throws(SyntaxFailure) {
        guard case .name(let name) = target.kind, scopes.isReadOnly(name) else { return }
        throw semanticFailure("attempt to assign to const variable '\(name)'", at: target.range)
    }
}
