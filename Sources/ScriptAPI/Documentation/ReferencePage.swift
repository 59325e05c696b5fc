import Diagnostics

/// The reference as text for a terminal, rendered from the table.
package enum ReferencePage {
    private static let width = 88

    /// Everything there is, a line each, under headings.
    package static var contents: String {
        let sections = APITable.groups.map { group in
            let shown = group.functions.filter { $0.visibility != .prelude }
            let rows = shown.map { [$0.signature, $0.summary] }
            return group.title + "\n" + TextTable.render(rows, width: 120, widestFirst: 46)
        }
        let values = ReferenceValue.all.map { [$0.qualifiedName, $0.summary] }
        let last =
            "Values, handles and errors\n"
            + TextTable.render(values, width: 120, widestFirst: 46)
        return (sections + [last]).joined(separator: "\n")
            + "\n`graphene doc NAME` tells all about one of them.\n"
    }

    /// Finds what a person may mean by a name: `clone`, `graphene.clone`, `db:clone`, `time` for
    /// everything below it, or a value such as `run`, `database` and `errors`.
    ///
    /// - Throws: `usage` with a suggestion.
    package static func page(for name: String) throws(APIFailure) -> String {
        let shown = APITable.all.filter { $0.visibility != .prelude }
        let bare = name.hasPrefix("graphene.") ? String(name.dropFirst(9)) : name
        let method = bare.split(separator: ":").last.map(String.init) ?? bare
        let matches = [
            shown.filter { $0.name == bare || $0.qualifiedName == bare },
            shown.filter { $0.name.hasPrefix(bare + ".") },
            bare.contains(":") ? shown.filter { $0.name == method } : [],
        ]
        let functions = matches.first { !$0.isEmpty } ?? []
        let values = ReferenceValue.all.filter { $0.name == bare || $0.aliases.contains(bare) }
        guard !functions.isEmpty || !values.isEmpty else {
            let names = shown.map(\.name) + ReferenceValue.all.map(\.name)
            throw APIFailure(
                .usage,
                "there is no function \(Excerpt.quoted(name))"
                    + Suggestion.phrase(for: bare, among: names),
                hint: "`graphene doc` lists what there is")
        }
        return (functions.map(page) + values.map(page)).joined(separator: "\n")
    }

    /// All about one function.
    package static func page(for function: HostFunction) -> String {
        var sections = [function.signature + "\n\n" + wrapped(function.summary)]
        sections += section("Parameters", parameters(of: function))
        sections += function.parameters.flatMap { parameter in
            section("Keys of `\(parameter.name)`", parameter.members.map(row))
        }
        sections += section("Options", function.options.map(row))
        sections.append("Returns\n" + wrapped(function.returns))
        let codes = function.raises.map(\.rawValue).joined(separator: " ")
        sections.append("Raises\n" + wrapped(codes.isEmpty ? "nothing of its own" : codes))
        if let effect = function.effect {
            let grant = function.grant.map { "; grant `\($0.rawValue)`" } ?? ""
            sections.append("Effect\n  \(effect.rawValue), \(effect.phrase)\(grant)")
        }
        sections.append("Source\n" + wrapped(function.source))
        sections.append("Example\n" + indented(function.example))
        return sections.map { trimmedEnd($0) }.joined(separator: "\n\n") + "\n"
    }

    /// All about one value.
    package static func page(for value: ReferenceValue) -> String {
        var sections = [value.qualifiedName + "\n\n" + wrapped(value.summary)]
        sections += section("Fields", value.fields.map { [$0.name, $0.help] })
        if value.name == "error" {
            let codes = ErrorCode.allCases.map { [$0.rawValue, "exit status \($0.exitStatus)"] }
            sections += section("Codes", codes)
        }
        sections.append("Example\n" + indented(value.example))
        return sections.map { trimmedEnd($0) }.joined(separator: "\n\n") + "\n"
    }

    private static func indented(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.map { "  " + $0 }.joined(separator: "\n")
    }

    private static func parameters(of function: HostFunction) -> [[String]] {
        function.parameters.map(row)
    }

    private static func row(_ parameter: ParameterDescription) -> [String] {
        let name = parameter.isOptional ? parameter.name + "?" : parameter.name
        let fallback = parameter.defaultText.map { " (default \($0))" } ?? ""
        return [name, parameter.typeText, parameter.help + fallback]
    }

    private static func section(_ title: String, _ rows: [[String]]) -> [String] {
        rows.isEmpty ? [] : [title + "\n" + TextTable.render(rows, width: width, widestFirst: 24)]
    }

    private static func wrapped(_ text: String) -> String {
        TextTable.wrap(text, width: width - 2).map { "  " + $0 }.joined(separator: "\n")
    }

    private static func trimmedEnd(_ text: String) -> String {
        String(text.reversed().drop(while: \.isNewline).reversed())
    }
}
