import LuaSyntax
import ScriptAPI

/// Takes down what a chunk reaches and what is wrong with it, while it walks through the tree.
struct SourceReader: SyntaxVisitor {
    private static let mostReaches = 2_000
    private var isCut = false

    let chunk: Chunk
    var interpreter: Interpreter
    var findings: FindingList
    var reaches: [Reach] = []
    var unknowns: [Unknown] = []
    var requirements: [Requirement] = []
    var moduleUses: [ModuleUse] = []
    /// Expressions that are accounted for where they stand: called, or given a name that is followed.
    private var handled: Set<Range<Int>> = []
    private var localFunctions: [Int: Range<Int>] = [:]
    private let locals: [Int: Int]
    /// Functions that Lua's own C code calls, in which nothing can wait.
    var callbacks: [(range: Range<Int>, caller: String)] = []
    /// Calls that may wait.
    var waits: [(function: HostFunction, range: Range<Int>)] = []
    var parameters = ParameterUse()
    let fieldsAssigned: Set<String>
    /// Where names stand of which something is called or read.
    private(set) var usedGlobals: Set<Int> = []

    /// The globals that there are beside the standard library's.
    let moreGlobals: Set<String>

    init(_ chunk: Chunk, _ names: NameResolution, isTest: Bool) {
        self.chunk = chunk
        moreGlobals = isTest ? StandardLibrary.testFunctions : []
        interpreter = Interpreter(names)
        findings = FindingList(chunk.source)
        var locals: [Int: Int] = [:]
        for (index, variable) in names.variables.enumerated() {
            locals[variable.local.name.range.lowerBound] = index
        }
        self.locals = locals
        var assigned = AssignedFields()
        assigned.walk(chunk)
        fieldsAssigned = assigned.paths
    }

    /// Tells what a local stands for while all before it is known, lest that take a deep recursion
    /// at its first use.
    mutating func declare(_ local: DeclaredLocal) {
        guard let index = locals[local.name.range.lowerBound], local.value != nil else { return }
        _ = interpreter.meaning(ofLocal: index)
    }

    // MARK: Statements

    mutating func visit(_ statement: Statement) {
        switch statement.kind {
        case .local(let declaration):
            for (index, name) in declaration.names.enumerated()
            where index < declaration.values.count {
                noteNamed(name.name.text, declaration.values[index])
                if isFollowed(name.name) { handled.insert(declaration.values[index].range) }
            }
        case .localFunction(let name, let function):
            localFunctions[name.range.lowerBound] = function.range
        case .assignment(let targets, let values):
            for (target, value) in zip(targets, values) {
                if let name = target.lastName { noteNamed(name, value) }
            }
            for target in targets { handled.insert(target.range) }
        case .function(let declaration): handled.insert(declaration.target.range)
        default: break
        }
    }

    private func isFollowed(_ name: Name) -> Bool {
        locals[name.range.lowerBound].map { !interpreter.names.variables[$0].isReassigned } ?? false
    }

    // MARK: Expressions

    mutating func visit(_ expression: Expression) {
        switch expression.kind {
        case .string: noteText(expression)
        case .table(let fields):
            for field in fields {
                if let (name, value) = field.nameAndValue { noteNamed(name.text, value) }
            }
        case .name:
            if !handled.contains(expression.range) {
                noteValue(interpreter.meaning(of: expression), expression)
            }
        case .suffixed(let suffixed): follow(suffixed, expression)
        default: break
        }
    }

    private mutating func follow(_ suffixed: SuffixedExpression, _ whole: Expression) {
        handled.insert(suffixed.base.range)
        usedGlobals.insert(suffixed.base.range.lowerBound)
        var meaning = interpreter.meaning(of: suffixed.base)
        let last = suffixed.suffixes.count - 1
        for (index, suffix) in suffixed.suffixes.enumerated() {
            let isTarget = index == last && handled.contains(whole.range) && !suffix.isCall
            switch suffix.kind {
            case .field(let name):
                checkField(name, of: meaning, isTarget: isTarget, suffixed, index)
            case .index(let key): checkIndex(key, of: meaning, isTarget: isTarget, suffixed, index)
            case .call(let arguments):
                if case .function(let function) = meaning, function.name == "params" {
                    check(ParameterTable(arguments, at: suffix.range.lowerBound))
                }
                noteCall(
                    meaning, arguments.values[...],
                    at: suffixed.base.range.lowerBound..<suffix.range.upperBound)
            case .method(let name, let arguments):
                let receiver = suffixed.base.range.lowerBound..<suffix.range.lowerBound
                noteMethod(name, on: meaning, receiver: receiver, arguments.values)
            }
            meaning = interpreter.step(from: meaning, suffix)
        }
        if !handled.contains(whole.range) { noteValue(meaning, whole) }
    }

    private mutating func checkIndex(
        _ key: Expression, of meaning: Meaning, isTarget: Bool, _ whole: SuffixedExpression,
        _ index: Int
    ) {
        if case .text(let name) = interpreter.meaning(of: key) {
            let name = Name(text: name, range: key.range)
            return checkField(name, of: meaning, isTarget: isTarget, whole, index)
        }
        switch meaning {
        case .graphene, .space:
            note("a function of `graphene` chosen when the script runs", at: key.range)
        case .standard("_G"): note("a global chosen when the script runs", at: key.range)
        case .parameters(let table): parameters.useAll(of: table)
        default: break
        }
    }

    // MARK: Calls

    private mutating func noteCall(
        _ meaning: Meaning, _ arguments: ArraySlice<Expression>, at range: Range<Int>
    ) {
        switch meaning {
        case .function(let function):
            note(Call(function, arguments, at: range), in: range)
        case .standard("pcall"), .standard("xpcall"):
            guard let first = arguments.first,
                case .function(let function) = interpreter.meaning(of: first)
            else { return }
            handled.insert(first.range)
            let isHandled = if case .standard("xpcall") = meaning { true } else { false }
            let rest = arguments.dropFirst(isHandled ? 2 : 1)
            note(Call(function, rest, at: first.range), in: first.range)
        case .standard("table.sort"): noteCallback(arguments.dropFirst().first, of: "table.sort")
        case .standard("string.gsub"):
            noteCallback(arguments.dropFirst(2).first, of: "string.gsub")
        case .standard("load"): note("what `load` is given to run", at: range)
        case .standard("require"): noteRequire(arguments.first, at: range)
        default: break
        }
    }

    private mutating func noteRequire(_ argument: Expression?, at range: Range<Int>) {
        guard let argument, case .text(let name) = interpreter.meaning(of: argument) else {
            return note("which module is required", at: range)
        }
        if name != "graphene" {
            requirements.append(Requirement(name: name, range: argument.range))
        }
    }

    private mutating func noteCallback(_ argument: Expression?, of caller: String) {
        guard let argument else { return }
        switch argument.kind {
        case .function(let function): callbacks.append((function.range, caller))
        case .name:
            guard let variable = interpreter.names.variable(at: argument.range.lowerBound) else {
                break
            }
            let local = variable.local
            if case .function(let function)? = local.value?.kind {
                callbacks.append((function.range, caller))
            } else if let range = localFunctions[local.name.range.lowerBound] {
                callbacks.append((range, caller))
            }
        default: break
        }
        guard case .function(let function) = interpreter.meaning(of: argument),
            function.place == .host
        else { return }
        callbacks.append((argument.range, caller))
        waits.append((function, argument.range))
    }

    private mutating func noteMethod(
        _ name: Name, on meaning: Meaning, receiver: Range<Int>, _ arguments: [Expression]
    ) {
        switch meaning {
        case .graphene, .space:
            findings.add(
                .error, .wrongArguments,
                "`\(chunk.source.text(receiver)).\(name.text)` is called with a colon",
                hint: "write a dot", at: name.range)
        case .module(let module): moduleUses.append(ModuleUse(module: module, name: name))
        case .made, .standard, .parameters, .function: break
        case .text:
            if name.text == "gsub" { noteCallback(arguments.dropFirst().first, of: "string.gsub") }
        case .handle(let kind, _):
            guard let function = Vocabulary.methods[kind]?[name.text] else {
                return checkMethod(name, of: kind)
            }
            note(method: function, meaning, receiver, arguments, name)
        case .parameter, .unknown:
            if name.text == "gsub" { noteCallback(arguments.dropFirst().first, of: "string.gsub") }
            let candidates = Vocabulary.candidates(forMethod: name.text)
            let isAlone = Set(candidates.map(\.name)).count == 1
            guard let function = candidates.first else { return }
            guard isAlone else {
                // `x:wait()` of a database and of an operation are two functions.
                return note(Reaching(function, meaning, receiver), at: name.range)
            }
            note(method: function, meaning, receiver, arguments, name)
        }
    }

    private mutating func note(
        method function: HostFunction, _ meaning: Meaning, _ receiver: Range<Int>,
        _ arguments: [Expression], _ name: Name
    ) {
        note(
            Call(function, arguments[...], at: name.range, receiver: (meaning, receiver)),
            in: name.range)
    }

    private mutating func note(_ call: Call, in range: Range<Int>) {
        let function = call.function
        var checker = CallChecker(call, interpreter)
        checker.check()
        for problem in checker.problems {
            findings.add(
                .error, problem.code, problem.message, hint: problem.hint, at: problem.range)
        }
        if function.place == .host || ["map", "parallel", "retry"].contains(function.name) {
            waits.append((function, range))
        }
        guard let effect = checker.effect else { return }
        let target = checker.target(in: chunk.source)
        add(function.name, effect, target, at: range)
    }

    /// A method whose arguments are not looked at.
    private struct Reaching {
        let function: HostFunction
        let meaning: Meaning
        let receiver: Range<Int>

        init(_ function: HostFunction, _ meaning: Meaning, _ receiver: Range<Int>) {
            (self.function, self.meaning, self.receiver) = (function, meaning, receiver)
        }
    }

    private mutating func note(_ reaching: Reaching, at range: Range<Int>) {
        guard let effect = reaching.function.effect else { return }
        add(
            reaching.function.name, effect,
            .computed(Call.shortened(chunk.source.text(reaching.receiver))), at: range)
    }

    private mutating func noteValue(_ meaning: Meaning, _ expression: Expression) {
        switch meaning {
        case .function(let function):
            guard let effect = function.effect else { return }
            add(function.name, effect, .handedOn, at: expression.range)
        case .graphene, .space: note("what is done with `graphene` itself", at: expression.range)
        case .standard("_G"): note("what is done with `_G`", at: expression.range)
        case .parameters(let table): parameters.useAll(of: table)
        default: break
        }
    }

    private mutating func add(
        _ verb: String, _ effect: EffectClass, _ target: Reach.Target, at range: Range<Int>
    ) {
        guard reaches.count < Self.mostReaches else {
            if !isCut { note("more calls than are listed", at: range) }
            isCut = true
            return
        }
        let place = chunk.source.position(at: range.lowerBound)
        reaches.append(
            Reach(
                verb: verb, effect: effect, target: target, line: place.line,
                column: place.characterColumn))
    }

    private mutating func note(_ text: String, at range: Range<Int>) {
        unknowns.append(Unknown(text: text, line: chunk.source.line(at: range.lowerBound)))
    }
}

extension SuffixedExpression.Suffix {
    fileprivate var isCall: Bool {
        switch kind {
        case .call, .method: true
        case .field, .index: false
        }
    }
}

extension Expression {
    /// The name that it ends with: `token` of `a.token`.
    fileprivate var lastName: String? {
        switch kind {
        case .name(let name): name
        case .suffixed(let suffixed):
            switch suffixed.suffixes.last?.kind {
            case .field(let name): name.text
            case .index(let key): key.text
            default: nil
            }
        default: nil
        }
    }
}
