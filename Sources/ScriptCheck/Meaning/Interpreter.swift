import LuaSyntax
import ScriptAPI

/// Tells what expressions of one chunk stand for, following locals that are assigned once.
struct Interpreter {
    let names: NameResolution
    private var known: [Int: Meaning] = [:]

    init(_ names: NameResolution) { self.names = names }

    mutating func meaning(of expression: Expression) -> Meaning {
        switch expression.kind {
        case .string: return .text(expression.text ?? "")
        case .parenthesized(let inner): return meaning(of: inner)
        case .table, .function: return .made
        case .name(let name): return meaning(ofName: name, at: expression.range.lowerBound)
        case .suffixed(let suffixed):
            var result = meaning(of: suffixed.base)
            for suffix in suffixed.suffixes { result = step(from: result, suffix) }
            return result
        default: return .unknown
        }
    }

    private mutating func meaning(ofName name: String, at offset: Int) -> Meaning {
        switch names.meaning(at: offset) {
        case .local(let index), .upvalue(let index): return meaning(ofLocal: index)
        case .global where name == "graphene": return .graphene
        case .global where StandardLibrary.has(name): return .standard(name)
        default: return .unknown
        }
    }

    /// What a local stands for, by its place in the resolution; unknown for one that is assigned
    /// again.
    mutating func meaning(ofLocal index: Int) -> Meaning {
        if let meaning = known[index] { return meaning }
        let variable = names.variables[index]
        guard !variable.isReassigned else { return .unknown }
        if variable.local.role == .function { return .made }
        guard let value = variable.local.value else { return .unknown }
        // A local's value is read before its name is in scope, so this ends.
        let result = meaning(of: value)
        known[index] = result
        return result
    }

    /// What one step leads to.
    mutating func step(from meaning: Meaning, _ suffix: SuffixedExpression.Suffix) -> Meaning {
        switch suffix.kind {
        case .field(let name): return field(name.text, of: meaning)
        case .index(let key):
            guard case .text(let name) = self.meaning(of: key) else { return .unknown }
            return field(name, of: meaning)
        case .call(let arguments):
            return result(of: meaning, arguments, at: suffix.range.lowerBound)
        case .method(let name, _):
            guard case .handle = meaning, name.text == "refresh" else { return .unknown }
            return meaning
        }
    }

    private func field(_ name: String, of meaning: Meaning) -> Meaning {
        switch meaning {
        case .graphene:
            if let function = Vocabulary.functions[name] { return .function(function) }
            return Vocabulary.spaces.contains(name) ? .space(name) : .unknown
        case .space(let space):
            return Vocabulary.functions["\(space).\(name)"].map { .function($0) } ?? .unknown
        case .standard(let path): return .standard("\(path).\(name)")
        case .parameters(let table):
            let type = table.entries.first { $0.name.text == name }?.type
            guard let type, Vocabulary.fields[type] != nil else { return .parameter(name) }
            return .handle(kind: type, of: .parameter(name))
        default: return .unknown
        }
    }

    private mutating func result(
        of meaning: Meaning, _ arguments: Arguments, at offset: Int
    ) -> Meaning {
        switch meaning {
        case .function(let function):
            switch function.name {
            case "params": return .parameters(ParameterTable(arguments, at: offset))
            case "db", "find_db": return .handle(kind: "database", of: subject(of: arguments))
            case "environment": return .handle(kind: "environment", of: subject(of: arguments))
            default: return .unknown
            }
        case .standard("require"):
            guard let first = arguments.values.first else { return .unknown }
            guard case .text(let name) = self.meaning(of: first) else { return .unknown }
            return name == "graphene" ? .graphene : .module(name)
        default: return .unknown
        }
    }

    /// What a handle that is looked up by these arguments is one of.
    private mutating func subject(of arguments: Arguments) -> Subject? {
        switch arguments.values.first.map({ meaning(of: $0) }) {
        case .text(let name): .named(name)
        case .parameter(let name): .parameter(name)
        case .handle(_, let subject): subject
        default: nil
        }
    }
}
