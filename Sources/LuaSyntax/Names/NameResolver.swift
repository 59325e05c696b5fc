/// Takes down what each name stands for while it walks through a chunk.
struct NameResolver: SyntaxVisitor {
    private(set) var resolution = NameResolution()
    /// The locals in scope under each name, the innermost last.
    private var inScope: [String: [Int]] = [:]
    /// The names that each block around has declared.
    private var declared: [[String]] = []
    private var functionDepth = 0
    /// Where names stand that the last statement assigns to.
    private var targets: Set<Int> = []

    mutating func visit(_ statement: Statement) {
        switch statement.kind {
        case .assignment(let expressions, _): expressions.forEach { noteTarget($0) }
        case .function(let declaration) where declaration.method == nil:
            noteTarget(declaration.target)
        default: break
        }
    }

    private mutating func noteTarget(_ expression: Expression) {
        if case .name = expression.kind { targets.insert(expression.range.lowerBound) }
    }

    mutating func visit(_ expression: Expression) {
        guard case .name(let text) = expression.kind else { return }
        let meaning = meaning(of: text)
        let isAssigned = targets.remove(expression.range.lowerBound) != nil
        if isAssigned { noteAssignment(to: meaning) }
        let name = Name(text: text, range: expression.range)
        resolution.append(
            NameResolution.Use(name: name, meaning: meaning, isAssigned: isAssigned))
    }

    private func meaning(of name: String) -> NameResolution.Meaning {
        if let index = inScope[name]?.last {
            let isOwn = resolution.variables[index].functionDepth == functionDepth
            return isOwn ? .local(index) : .upvalue(index)
        }
        if name == "_ENV" { return .environment }
        return inScope["_ENV"]?.last.map { .field(of: $0) } ?? .global
    }

    private mutating func noteAssignment(to meaning: NameResolution.Meaning) {
        switch meaning {
        case .local(let index), .upvalue(let index):
            resolution.variables[index].isReassigned = true
        case .global, .field, .environment: break
        }
    }

    // MARK: Scopes

    mutating func declare(_ local: DeclaredLocal) {
        inScope[local.name.text, default: []].append(resolution.variables.count)
        if !declared.isEmpty { declared[declared.count - 1].append(local.name.text) }
        resolution.variables.append(
            NameResolution.Variable(local: local, functionDepth: functionDepth))
    }

    mutating func enterBlock() { declared.append([]) }

    mutating func leaveBlock() {
        for name in declared.popLast() ?? [] { inScope[name]?.removeLast() }
    }

    mutating func enterFunction(_ function: FunctionExpression) {
        functionDepth += 1
        enterBlock()
    }

    mutating func leaveFunction(_ function: FunctionExpression) {
        leaveBlock()
        functionDepth -= 1
    }
}
