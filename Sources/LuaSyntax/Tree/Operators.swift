/// An operator before its operand; the raw value is how it is written.
package enum UnaryOperator: String, Sendable {
    case not
    case negate = "-"
    case length = "#"
    case bitwiseNot = "~"

    init?(_ kind: Token.Kind) {
        switch kind {
        case .not, .minus, .hash, .tilde: self.init(rawValue: kind.rawValue)
        default: return nil
        }
    }

    /// What binds its operand tighter than it does is `^` alone.
    static let priority = 12
}

/// An operator between its operands; the raw value is how it is written.
package enum BinaryOperator: String, Sendable {
    case or, and
    case less = "<"
    case greater = ">"
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "~="
    case bitwiseOr = "|"
    case bitwiseXor = "~"
    case bitwiseAnd = "&"
    case shiftLeft = "<<"
    case shiftRight = ">>"
    case concatenate = ".."
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case floorDivide = "//"
    case modulo = "%"
    case power = "^"

    init?(_ kind: Token.Kind) {
        switch kind {
        case .or: self = .or
        case .and: self = .and
        case .less: self = .less
        case .greater: self = .greater
        case .lessOrEqual: self = .lessOrEqual
        case .greaterOrEqual: self = .greaterOrEqual
        case .equal: self = .equal
        case .notEqual: self = .notEqual
        case .pipe: self = .bitwiseOr
        case .tilde: self = .bitwiseXor
        case .ampersand: self = .bitwiseAnd
        case .shiftLeft: self = .shiftLeft
        case .shiftRight: self = .shiftRight
        case .concatenation: self = .concatenate
        case .plus: self = .add
        case .minus: self = .subtract
        case .star: self = .multiply
        case .slash: self = .divide
        case .doubleSlash: self = .floorDivide
        case .percent: self = .modulo
        case .caret: self = .power
        default: return nil
        }
    }

    /// How tightly it binds to its left and to its right; `..` and `^` bind to the right.
    ///
    /// - Source: Lua 5.4 manual, section 3.4.8.
    var priorities: (left: Int, right: Int) {
        switch self {
        case .or: (1, 1)
        case .and: (2, 2)
        case .less, .greater, .lessOrEqual, .greaterOrEqual, .equal, .notEqual: (3, 3)
        case .bitwiseOr: (4, 4)
        case .bitwiseXor: (5, 5)
        case .bitwiseAnd: (6, 6)
        case .shiftLeft, .shiftRight: (7, 7)
        case .concatenate: (9, 8)
        case .add, .subtract: (10, 10)
        case .multiply, .divide, .floorDivide, .modulo: (11, 11)
        case .power: (14, 13)
        }
    }
}
