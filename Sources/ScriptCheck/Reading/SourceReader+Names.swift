import Diagnostics
import LuaSyntax
import ScriptAPI

extension SourceReader {
    /// Looks at a field that is read, or assigned to.
    mutating func checkField(
        _ name: Name, of meaning: Meaning, isTarget: Bool, _ whole: SuffixedExpression, _ index: Int
    ) {
        switch meaning {
        case .graphene: checkName(name, in: nil)
        case .space(let space): checkName(name, in: space)
        case .standard(let library):
            guard !isTarget, let known = StandardLibrary.globals[library],
                !known.contains(name.text), !fieldsAssigned.contains("\(library).\(name.text)")
            else { return }
            let range = whole.base.range.lowerBound..<whole.suffixes[index].range.upperBound
            noteAbsent(
                "\(library).\(name.text)", isUsed: whole.isUsed(after: index),
                among: known.map { "\(library).\($0)" }.sorted(), at: range)
        case .parameters(let table): use(name, of: table)
        case .handle(let kind, _): checkField(name, of: kind)
        case .module(let module): moduleUses.append(ModuleUse(module: module, name: name))
        default: break
        }
    }

    private mutating func checkName(_ name: Name, in space: String?) {
        let prefix = space.map { "\($0)." } ?? ""
        let path = prefix + name.text
        guard Vocabulary.functions[path] == nil, !Vocabulary.values.contains(path),
            space != nil || !Vocabulary.spaces.contains(path)
        else { return }
        let near = Suggestion.nearest(to: name.text, among: Vocabulary.names(in: space))
        let meant = near.map { "; did you mean `graphene.\(prefix)\($0)`?" } ?? ""
        findings.add(
            .error, .unknownName, "there is no graphene.\(path)\(meant)",
            hint: near == nil ? "`graphene doc` lists what there is" : nil, at: name.range)
    }

    private mutating func checkField(_ name: Name, of kind: String) {
        let fields = Vocabulary.fields[kind] ?? []
        let methods = (Vocabulary.methods[kind] ?? [:]).keys.sorted() + ["refresh"]
        guard !fields.contains(name.text), !methods.contains(name.text) else { return }
        findings.add(
            .error, .unknownField,
            "a \(kind) has no field `\(name.text)`"
                + Suggestion.phrase(for: name.text, among: fields + methods), at: name.range)
    }

    mutating func checkMethod(_ name: Name, of kind: String) { checkField(name, of: kind) }

    private mutating func use(_ name: Name, of table: ParameterTable) {
        parameters.use(name.text, of: table)
        let declared = table.entries.map(\.name.text)
        guard table.isComplete, !declared.contains(name.text) else { return }
        findings.add(
            .error, .unknownParameter,
            "no parameter `\(name.text)` is declared"
                + Suggestion.phrase(for: name.text, among: declared), at: name.range)
    }

    // MARK: Globals

    /// Looks at the globals that are read or assigned, once the whole source is known.
    mutating func checkGlobals() {
        let uses = interpreter.names.uses.filter { $0.meaning == .global }
        let assigned = Set(uses.filter(\.isAssigned).map(\.name.text))
        var told: Set<String> = []
        for use in uses where !StandardLibrary.has(use.name.text) && !findings.isFull {
            let name = use.name.text
            if use.isAssigned {
                guard told.insert(name).inserted else { continue }
                findings.add(
                    .warning, .assignedGlobal, "`\(name)` is a global", hint: "write `local`",
                    at: use.name.range)
            } else if !assigned.contains(name), !moreGlobals.contains(name) {
                noteAbsent(
                    name, isUsed: usedGlobals.contains(use.name.range.lowerBound),
                    among: candidates(near: use), at: use.name.range)
            }
        }
    }

    private func candidates(near use: NameResolution.Use) -> [String] {
        let before = interpreter.names.variables.filter {
            $0.local.name.range.upperBound <= use.name.range.lowerBound
        }
        return Set(before.map(\.local.name.text)).sorted() + StandardLibrary.functions.sorted()
            + StandardLibrary.globals.keys.sorted()
    }

    /// A name that scripts have not; to read one of Lua's own is how code probes for it.
    private mutating func noteAbsent(
        _ path: String, isUsed: Bool, among names: [String], at range: Range<Int>
    ) {
        if let advice = AbsentNames.advice[path] {
            findings.add(
                isUsed ? .error : .warning, .absentName, "`\(path)` is not for scripts",
                hint: advice, at: range)
        } else {
            let isGlobal = !path.contains(".")
            findings.add(
                .error, isGlobal ? .undeclaredGlobal : .unknownName,
                (isGlobal ? "nothing is called `\(path)`" : "there is no `\(path)`")
                    + Suggestion.phrase(for: path, among: names), at: range)
        }
    }

    // MARK: Waiting

    /// Looks at what waits inside of functions that Lua's own C code calls.
    mutating func checkWaits() {
        for wait in waits {
            guard
                let callback = callbacks.first(where: { $0.range.contains(wait.range.lowerBound) })
            else { continue }
            findings.add(
                .error, .cannotWait,
                "graphene.\(wait.function.name) cannot wait inside of \(callback.caller)",
                hint: "call it before, and keep what it gives in a table", at: wait.range)
        }
    }
}

extension SuffixedExpression {
    /// Whether something is done with what stands at a suffix: it is called, or indexed.
    func isUsed(after index: Int) -> Bool { index + 1 < suffixes.count }
}

/// The fields of globals that a source assigns itself, such as `string.trim`.
struct AssignedFields: SyntaxVisitor {
    private(set) var paths: Set<String> = []

    mutating func visit(_ statement: Statement) {
        switch statement.kind {
        case .assignment(let targets, _): targets.forEach { note($0) }
        case .function(let declaration): note(declaration.target)
        default: break
        }
    }

    private mutating func note(_ target: Expression) {
        guard case .suffixed(let suffixed) = target.kind else { return }
        paths.insert(suffixed.leadingPath.map(\.text).joined(separator: "."))
    }
}
