/// Something that is told of all that is in a tree, in the order in which Lua gives names their
/// scope: a value before the local that it is for, a loop's condition where its names are known.
///
/// Each requirement does nothing unless it is implemented; `walk` goes on into what is inside by
/// itself.
package protocol SyntaxVisitor {
    /// A statement begins.
    mutating func visit(_ statement: Statement)
    /// An expression begins, also one that is assigned to.
    mutating func visit(_ expression: Expression)
    /// A local is in scope from here on, to the end of the innermost block or function.
    mutating func declare(_ local: DeclaredLocal)
    /// A scope begins that is not a function's own.
    mutating func enterBlock()
    /// It ends.
    mutating func leaveBlock()
    /// A function's parameters and body follow, one scope for which no block is entered.
    mutating func enterFunction(_ function: FunctionExpression)
    /// It ends.
    mutating func leaveFunction(_ function: FunctionExpression)
}

extension SyntaxVisitor {
    package mutating func visit(_ statement: Statement) {}
    package mutating func visit(_ expression: Expression) {}
    package mutating func declare(_ local: DeclaredLocal) {}
    package mutating func enterBlock() {}
    package mutating func leaveBlock() {}
    package mutating func enterFunction(_ function: FunctionExpression) {}
    package mutating func leaveFunction(_ function: FunctionExpression) {}
}

/// A local at its declaration.
package struct DeclaredLocal: Sendable {
    package let name: Name
    package let role: Role
    /// The expression whose first result it is given; nil where it gets none, or one that only the
    /// run can tell.
    package let value: Expression?

    /// What makes a name a local.
    package enum Role: Hashable, Sendable {
        case variable(Attribute?)
        case function
        case parameter
        /// The `self` of a function with a colon; its name stands where the function begins.
        case receiver
        case loop
    }
}
