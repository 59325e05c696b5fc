import Diagnostics
import LuaSyntax
import ScriptAPI
import Timekeeping

/// Compares one call with what the table says of its function.
struct CallChecker {
    struct Problem {
        let code: Finding.Code
        let message: String
        let hint: String?
        let range: Range<Int>
    }

    private let call: Call
    private var interpreter: Interpreter
    private(set) var problems: [Problem] = []
    /// The arguments by parameter, without the options.
    private let given: [Expression]
    private let options: Expression?

    init(_ call: Call, _ interpreter: Interpreter) {
        self.call = call
        self.interpreter = interpreter
        (given, options) = Self.split(call)
    }

    /// Tells the options table from the arguments, as the host does: it may stand where optional
    /// parameters were left out.
    private static func split(_ call: Call) -> (given: [Expression], options: Expression?) {
        let (arguments, parameters) = (call.arguments, Array(call.parameters))
        guard !call.function.options.isEmpty, let last = arguments.last else {
            return (arguments, nil)
        }
        let rest = Array(arguments.dropLast())
        if arguments.count == parameters.count + 1 { return (rest, last) }
        let position = arguments.count - 1
        guard position < parameters.count, parameters[position].isOptional,
            parameters[position].kinds.allSatisfy({ ![.map, .list, .any].contains($0) }),
            case .table = last.kind
        else { return (arguments, nil) }
        return (rest, last)
    }

    mutating func check() {
        guard checkCount() else { return }
        for (parameter, argument) in zip(call.parameters, given) {
            check(argument, of: parameter, isOption: false)
            if !parameter.members.isEmpty {
                check(argument, members: parameter.members, of: "`\(parameter.name)`")
            }
        }
        if let options { check(options, members: call.function.options, of: "options") }
        checkBareName()
    }

    private mutating func add(
        _ code: Finding.Code, _ message: String, hint: String? = nil, at range: Range<Int>
    ) {
        problems.append(
            Problem(code: code, message: "\(call.name): \(message)", hint: hint, range: range))
    }

    // MARK: How many

    private mutating func checkCount() -> Bool {
        let most = call.parameters.count + (call.function.options.isEmpty ? 0 : 1)
        let isOpen = call.arguments.last?.isOpen == true
        let count = call.arguments.count
        if count > most, !(isOpen && count == most + 1) {
            add(
                .wrongArguments,
                "takes at most \(most) argument\(most == 1 ? "" : "s"), and gets \(count)",
                hint: "it is \(call.function.signature)", at: call.arguments[most].range)
            return false
        }
        guard !isOpen else { return true }
        if let missing = call.parameters.dropFirst(given.count).first(where: { !$0.isOptional }) {
            add(
                .wrongArguments, "`\(missing.name)` is missing",
                hint: "it is \(call.function.signature)", at: call.range)
            return false
        }
        let needed = call.function.options.first { !$0.isOptional }
        if options == nil, let needed {
            add(
                .wrongArguments, "the option `\(needed.name)` is missing",
                hint: "it is \(call.function.signature)", at: call.range)
        }
        return true
    }

    // MARK: Tables

    private mutating func check(
        _ table: Expression, members: [ParameterDescription], of what: String
    ) {
        guard case .table(let fields) = table.kind else { return }
        let names = members.map(\.name)
        for field in fields {
            guard let (key, value) = field.nameAndValue else {
                if what == "options", case .positional = field {
                    add(.unknownOption, "options have names", at: field.value.range)
                }
                continue
            }
            guard let member = members.first(where: { $0.name == key.text }) else {
                add(
                    .unknownOption,
                    "unknown \(what == "options" ? "option" : "key of \(what)") `\(key.text)`"
                        + Suggestion.phrase(for: key.text, among: names),
                    hint: "it takes \(names.joined(separator: ", "))", at: key.range)
                continue
            }
            check(value, of: member, isOption: true)
        }
        let keys = Set(fields.compactMap { $0.nameAndValue?.name.text })
        let isKnown = fields.allSatisfy { $0.nameAndValue != nil }
        if isKnown,
            let missing = members.first(where: { !$0.isOptional && !keys.contains($0.name) })
        {
            add(.wrongArguments, "the option `\(missing.name)` is missing", at: table.range)
        }
    }

    // MARK: Values

    private mutating func check(
        _ value: Expression, of parameter: ParameterDescription, isOption: Bool
    ) {
        guard let given = LiteralKind(value) else { return }
        if case .nothing = given {
            guard !parameter.isOptional else { return }
            return wrong(value, parameter, "nil")
        }
        guard given.fits(parameter.kinds) else { return wrong(value, parameter, given.phrase) }
        guard let text = value.text else { return }
        if !parameter.choices.isEmpty, !parameter.choices.contains(text) {
            add(
                .wrongValue,
                "`\(parameter.name)` must be \(parameter.typeText), not \"\(text)\""
                    + Suggestion.phrase(for: text, among: parameter.choices), at: value.range)
        } else if parameter.kinds.first == .duration, DurationText.parse(text) == nil {
            wrong(value, parameter, "\"\(text)\"")
        }
    }

    private mutating func wrong(
        _ value: Expression, _ parameter: ParameterDescription, _ given: String
    ) {
        add(
            .wrongValue, "`\(parameter.name)` must be \(parameter.expectation), not \(given)",
            at: value.range)
    }

    /// A name that two databases may have does for reading alone.
    private mutating func checkBareName() {
        guard call.function.effect?.changes == true else { return }
        for (parameter, argument) in zip(call.parameters, given)
        where parameter.kinds.first == .database {
            guard case .text(let name) = interpreter.meaning(of: argument), !name.isEmpty,
                !name.contains(where: { "/:.".contains($0) })
            else { continue }
            add(
                .bareName, "\"\(name)\" is a bare name, and this changes a database",
                hint: "write \"environment/\(name)\"", at: argument.range)
        }
    }
}

// MARK: What it reaches

extension CallChecker {
    /// What the call does to the world, as `api` with its method.
    var effect: EffectClass? {
        guard call.function.name == "api" else { return call.function.effect }
        var interpreter = interpreter
        guard let method = call.arguments.first,
            case .text(let text) = interpreter.meaning(of: method)
        else { return call.function.effect }
        return ["GET", "HEAD"].contains(text) ? .read : call.function.effect
    }

    /// What the call is about.
    func target(in source: SourceText) -> Reach.Target {
        var interpreter = interpreter
        let name = call.function.name
        if let position = ["create": 0, "ensure_db": 0, "create_from_snapshot": 1][name] {
            return newDatabase(at: position, &interpreter, source)
        }
        if name == "api" {
            guard given.count > 1 else { return .computed("its path") }
            return Self.target(given[1], &interpreter, source)
        }
        if let receiver = call.receiver {
            return Self.target(receiver.meaning)
                ?? .computed(Call.shortened(source.text(receiver.range)))
        }
        let subjects: [ArgumentKind] = [
            .database, .environment, .snapshot, .operation, .dnsSwitch,
        ]
        guard let position = call.parameters.firstIndex(where: { subjects.contains($0.kinds[0]) })
        else { return .none }
        guard position < given.count else {
            return call.arguments.last?.isOpen == true ? .computed("…") : .none
        }
        guard case .table = given[position].kind else {
            return Self.target(given[position], &interpreter, source)
        }
        guard let environment = Self.member("env", of: given[position]) else { return .none }
        return Self.target(environment, &interpreter, source)
    }

    private func newDatabase(
        at position: Int, _ interpreter: inout Interpreter, _ source: SourceText
    ) -> Reach.Target {
        guard position < given.count else { return .computed("…") }
        let name = Self.target(given[position], &interpreter, source)
        guard let environment = options.flatMap({ Self.member("env", of: $0) }) else { return name }
        switch (Self.target(environment, &interpreter, source), name) {
        case (.named(let environment), .named(let name)): return .named("\(environment)/\(name)")
        case (let environment, let name):
            return .computed("\(Self.shown(environment))/\(Self.shown(name))")
        }
    }

    private static func shown(_ target: Reach.Target) -> String {
        switch target {
        case .none, .handedOn: "?"
        case .named(let text): text
        case .parameter(let name): "<\(name)>"
        case .computed(let text): "<\(text)>"
        }
    }

    private static func member(_ name: String, of table: Expression) -> Expression? {
        guard case .table(let fields) = table.kind else { return nil }
        return fields.lazy.compactMap(\.nameAndValue).first { $0.name.text == name }?.value
    }

    private static func target(
        _ expression: Expression, _ interpreter: inout Interpreter, _ source: SourceText
    ) -> Reach.Target {
        target(interpreter.meaning(of: expression))
            ?? .computed(Call.shortened(source.text(expression.range)))
    }

    private static func target(_ meaning: Meaning) -> Reach.Target? {
        switch meaning {
        case .text(let text), .handle(_, .named(let text)?): .named(text)
        case .parameter(let name), .handle(_, .parameter(let name)?): .parameter(name)
        default: nil
        }
    }
}
