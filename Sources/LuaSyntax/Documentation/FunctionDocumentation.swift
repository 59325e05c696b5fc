/// What a source says of one of its functions, in the `---` lines right above it.
package struct FunctionDocumentation: Sendable {
    /// As it is declared: `M.pause`, `M:close`, `helper`.
    package let name: String
    /// Whether it is a local of the source.
    package let isLocal: Bool
    package let function: FunctionExpression
    package let comment: DocComment
    /// From the declaration's first word to its end.
    package let range: Range<Int>

    /// The parameters in the function's order, `...` included, each with what the comment says of
    /// it: one that it does not mention has neither type nor text.
    package var parameters: [DocComment.Parameter] {
        let names = function.parameters.map(\.text) + (function.isVariadic ? ["..."] : [])
        return names.map { name in
            comment.parameters.first { $0.name == name }
                ?? DocComment.Parameter(name: name, isOptional: false, type: "", text: "")
        }
    }
}

extension Chunk {
    /// The functions of the outermost block that have a doc comment, in order.
    ///
    /// They are declared by `function`, `local function`, or an assignment of one function to one
    /// name or field.
    package var documentedFunctions: [FunctionDocumentation] {
        block.statements.compactMap { statement in
            guard let (name, isLocal, function) = declaredFunction(statement),
                let comment = docComment(above: statement.range.lowerBound)
            else { return nil }
            return FunctionDocumentation(
                name: name, isLocal: isLocal, function: function, comment: comment,
                range: statement.range)
        }
    }

    private func declaredFunction(
        _ statement: Statement
    ) -> (name: String, isLocal: Bool, function: FunctionExpression)? {
        switch statement.kind {
        case .localFunction(let name, let function): return (name.text, true, function)
        case .function(let declaration):
            let method = declaration.method.map { ":\($0.text)" } ?? ""
            return declaration.target.dottedName.map { ($0 + method, false, declaration.function) }
        case .local(let declaration):
            guard declaration.names.count == 1, let function = declaration.values.onlyFunction
            else { return nil }
            return (declaration.names[0].name.text, true, function)
        case .assignment(let targets, let values):
            guard targets.count == 1, let name = targets[0].dottedName,
                let function = values.onlyFunction
            else { return nil }
            return (name, false, function)
        default: return nil
        }
    }

    /// The run of `---` lines that ends on the line above an offset; nil where there is none.
    package func docComment(above offset: Int) -> DocComment? {
        var line = source.line(at: offset) - 1
        var lines: [String] = []
        for comment in comments(before: offset).reversed() {
            let start = comment.range.lowerBound
            guard !comment.isLong, source.line(at: start) == line, source.isFirstOnLine(start),
                let text = docText(comment)
            else { break }
            lines.append(text)
            line -= 1
        }
        return lines.isEmpty ? nil : DocComment(lines: lines.reversed())
    }

    private func comments(before offset: Int) -> ArraySlice<Comment> {
        var (low, high) = (0, comments.count)
        while low < high {
            let middle = (low + high) / 2
            if comments[middle].range.lowerBound < offset {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return comments[..<low]
    }

    /// A comment's text behind three dashes; a line of dashes alone is an empty one.
    private func docText(_ comment: Comment) -> String? {
        let text = source.text(comment.range)
        guard text.hasPrefix("---") else { return nil }
        return String(text.allSatisfy { $0 == "-" } ? "" : text.dropFirst(3))
    }
}

extension Expression {
    /// `a.b.c` for a name and fields of it alone.
    var dottedName: String? {
        switch kind {
        case .name(let name): return name
        case .suffixed(let suffixed):
            let path = suffixed.leadingPath
            guard path.count == suffixed.suffixes.count + 1 else { return nil }
            return path.map(\.text).joined(separator: ".")
        default: return nil
        }
    }
}

extension [Expression] {
    fileprivate var onlyFunction: FunctionExpression? {
        guard count == 1, case .function(let function) = self[0].kind else { return nil }
        return function
    }
}
