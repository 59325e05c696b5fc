extension ParameterSpecification {
    /// The parameters as `graphene run SCRIPT --help` prints them; empty when there are none.
    package var help: String {
        guard !declarations.isEmpty else { return "" }
        let usages = declarations.map { "--param \($0.name)=\($0.placeholder)" }
        let width = min(38, usages.map(\.count).max() ?? 0)
        let lines = zip(declarations, usages).map { declaration, usage in
            let text = declaration.helpText
            guard usage.count <= width else {
                return "  \(usage)\n" + String(repeating: " ", count: width + 4) + text
            }
            guard !text.isEmpty else { return "  " + usage }
            return "  " + usage + String(repeating: " ", count: width - usage.count + 2) + text
        }
        return "PARAMETERS:\n" + lines.joined(separator: "\n")
    }
}

extension ParameterDeclaration {
    /// What stands for the value: the values themselves, or the type.
    fileprivate var placeholder: String {
        guard let values else { return type.rawValue.uppercased() }
        return values.map(shown).joined(separator: "|")
    }

    fileprivate var helpText: String {
        var notes: [String] = []
        if isRequired { notes.append("required") }
        if let defaultValue { notes.append("default: \(shown(defaultValue))") }
        if let minimum { notes.append("at least \(shown(minimum))") }
        if let maximum { notes.append("at most \(shown(maximum))") }
        if type == .secret { notes.append("env:NAME or file:PATH") }
        let words = help.map { [$0] } ?? []
        let note = notes.isEmpty ? [] : ["(\(notes.joined(separator: ", ")))"]
        return (words + note).joined(separator: " ")
    }
}
