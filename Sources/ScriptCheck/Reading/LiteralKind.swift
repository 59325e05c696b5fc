import LuaSyntax
import ScriptAPI

/// What a literal is, as far as a parameter's kinds are concerned.
enum LiteralKind {
    case nothing, boolean, number, text, table, function

    init?(_ expression: Expression) {
        switch expression.kind {
        case .nil: self = .nothing
        case .true, .false: self = .boolean
        case .integer, .number: self = .number
        case .string: self = .text
        case .table: self = .table
        case .function: self = .function
        case .parenthesized(let inner): self.init(inner)
        default: return nil
        }
    }

    var phrase: String {
        switch self {
        case .nothing: "nil"
        case .boolean: "a boolean"
        case .number: "a number"
        case .text: "a string"
        case .table: "a table"
        case .function: "a function"
        }
    }

    /// Whether one of the kinds may take it; where that is not certain, it may.
    func fits(_ kinds: [ArgumentKind]) -> Bool {
        let never: Set<ArgumentKind> =
            switch self {
            case .nothing: []
            case .boolean:
                Set(ArgumentKind.allCases).subtracting([.boolean, .any])
            case .number:
                Set(ArgumentKind.allCases).subtracting(
                    [.number, .integer, .duration, .time, .string, .any])
            case .text: [.boolean, .function, .list, .map, .operation, .dnsSwitch, .secret]
            case .table:
                [
                    .boolean, .function, .string, .number, .integer, .duration, .database,
                    .snapshot,
                ]
            case .function: Set(ArgumentKind.allCases).subtracting([.function, .any])
            }
        return kinds.contains { !never.contains($0) }
    }
}
