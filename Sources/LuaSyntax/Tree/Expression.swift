/// One expression, with where it stands.
///
/// Chains (`a + b - c`, `a.b.c()`) are lists, not one tree inside the other: so a tree is never
/// deeper than `Chunk.maximumDepth` allows, and may be walked and freed by recursion.
package struct Expression: Sendable {
    package let kind: Kind
    package let range: Range<Int>

    /// The kinds of expressions.
    package indirect enum Kind: Sendable {
        case `nil`
        case `true`
        case `false`
        case integer(Int64)
        case number(Double)
        /// The bytes that the string has, which need not be UTF-8.
        case string([UInt8])
        /// `...`
        case varargs
        case function(FunctionExpression)
        case table([TableField])
        case name(String)
        /// Parentheses cut a call's results to one, so they are kept.
        case parenthesized(Expression)
        case unary(UnaryOperator, Expression)
        case operation(Operation)
        case suffixed(SuffixedExpression)
    }
}

/// A function's parameters and body.
package struct FunctionExpression: Sendable {
    /// Without the `self` that a method has.
    package let parameters: [Name]
    /// Whether `...` ends the parameters.
    package let isVariadic: Bool
    /// Whether it is declared with a colon, and so has a parameter `self` before the others.
    package let isMethod: Bool
    package let block: Block
    /// From the parenthesis of its parameters to its `end`.
    package let range: Range<Int>
}

/// One field of a table constructor.
package enum TableField: Sendable {
    /// `value`
    case positional(Expression)
    /// `name = value`
    case named(Name, Expression)
    /// `[key] = value`
    case keyed(Expression, Expression)
}

/// Operands of one precedence or a rising one, to be taken from the left: `a - b + c` is a with
/// the steps `- b` and `+ c`, and means `(a - b) + c`.
package struct Operation: Sendable {
    package let first: Expression
    /// At least one.
    package let steps: [Step]

    /// An operator and its right operand.
    package struct Step: Sendable {
        package let `operator`: BinaryOperator
        package let operatorRange: Range<Int>
        package let operand: Expression
    }
}

/// An expression with what is behind it: `a.b[1]:c()` is a with three suffixes.
package struct SuffixedExpression: Sendable {
    /// A name or an expression in parentheses.
    package let base: Expression
    /// At least one, to be taken from the left.
    package let suffixes: [Suffix]

    /// One step from a value to the next.
    package struct Suffix: Sendable {
        package let kind: Kind
        package let range: Range<Int>

        /// The kinds of suffixes.
        package enum Kind: Sendable {
            /// `.name`
            case field(Name)
            /// `[key]`
            case index(Expression)
            /// `(…)`
            case call(Arguments)
            /// `:name(…)`
            case method(Name, Arguments)
        }
    }

    /// The names that it begins with: `graphene`, `run` and `id` in `graphene.run.id:sub(1)`;
    /// empty when it begins with parentheses.
    ///
    /// The suffix at `leadingPath.count - 1` is the first that is not one of them.
    package var leadingPath: [Name] {
        guard case .name(let text) = base.kind else { return [] }
        var path = [Name(text: text, range: base.range)]
        for suffix in suffixes {
            guard case .field(let name) = suffix.kind else { break }
            path.append(name)
        }
        return path
    }
}

/// What a function is called with.
package struct Arguments: Sendable {
    package let values: [Expression]
    /// Whether they are in parentheses, or are a single string or table without.
    package let isParenthesized: Bool
}
