/// One statement, with where it stands.
package struct Statement: Sendable {
    package let kind: Kind
    /// In bytes of the source, without a `;` that follows.
    package let range: Range<Int>

    /// The kinds of statements.
    package indirect enum Kind: Sendable {
        case local(LocalDeclaration)
        case localFunction(Name, FunctionExpression)
        case function(FunctionDeclaration)
        case assignment(targets: [Expression], values: [Expression])
        /// A call, or a chain of them, whose results are dropped.
        case call(Expression)
        case `do`(Block)
        case `while`(condition: Expression, Block)
        /// The condition sees the block's locals.
        case `repeat`(Block, until: Expression)
        case `if`([IfClause], else: Block?)
        case numericFor(NumericFor)
        case genericFor(GenericFor)
        case `return`([Expression])
        case `break`
        case goto(Name)
        case label(Name)
    }
}

/// `local a <const>, b = 1, f()`.
package struct LocalDeclaration: Sendable {
    /// At least one.
    package let names: [LocalName]
    /// Fewer or more than the names, or none.
    package let values: [Expression]

    /// A name with the attribute behind it.
    package struct LocalName: Sendable {
        package let name: Name
        package let attribute: Attribute?
        /// From the name to the end of the attribute.
        package let range: Range<Int>
    }
}

/// What a local may be declared as.
package enum Attribute: String, Sendable {
    case const
    case close
}

/// `function a.b:c() … end`, which assigns.
package struct FunctionDeclaration: Sendable {
    /// A name, or fields of one: `a.b`.
    package let target: Expression
    /// The name behind the colon, if there is one.
    package let method: Name?
    package let function: FunctionExpression
}

/// `if` or `elseif`, and what is done then.
package struct IfClause: Sendable {
    package let condition: Expression
    package let block: Block
}

/// `for i = first, last, step do … end`.
package struct NumericFor: Sendable {
    package let variable: Name
    package let first: Expression
    package let last: Expression
    package let step: Expression?
    package let block: Block
}

/// `for k, v in pairs(t) do … end`.
package struct GenericFor: Sendable {
    /// At least one.
    package let variables: [Name]
    /// At least one.
    package let values: [Expression]
    package let block: Block
}
