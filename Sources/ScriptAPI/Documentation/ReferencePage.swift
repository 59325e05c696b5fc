import Diagnostics

/// The reference as text for a terminal, rendered from the table.
package enum ReferencePage {
    /// For a terminal of 80 columns, as most begin with.
    static let width = 79

    /// Everything there is, a line each, under headings.
    package static var contents: String {
        let sections = APITable.groups.map { group in
            let shown = group.functions.filter { $0.visibility != .prelude }
            let rows = shown.map { [$0.signature, $0.summary] }
            return group.title + "\n" + TextTable.render(rows, width: width, widestFirst: 36)
        }
        let values = ReferenceValue.all.map { [$0.qualifiedName, $0.summary] }
        let topics = ReferenceTopic.all.map { [$0.name, $0.title] }
        let last = [
            "Values, handles and errors\n"
                + TextTable.render(values, width: width, widestFirst: 36),
            "Topics\n" + TextTable.render(topics, width: width, widestFirst: 36),
        ]
        return (sections + last).joined(separator: "\n")
            + """

            `graphene doc NAME` tells all about one of them, `graphene explain CODE` about
            an error.

            """
    }

    /// Finds what a person may mean by a name: `clone`, `graphene.clone`, `db:clone`, `time` for
    /// everything below it, a value such as `run`, `database` and `errors`, or a topic; `others`
    /// have pages elsewhere, and may be what is suggested.
    ///
    /// - Throws: `usage` with a suggestion.
    package static func page(
        for name: String, besides others: [String] = []
    ) throws(APIFailure) -> String {
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
        let topics = ReferenceTopic.all.filter { $0.name == bare || $0.aliases.contains(bare) }
        let pages = functions.map(page) + topics.map(page) + values.map(page)
        guard !pages.isEmpty else {
            throw APIFailure(
                .usage,
                "there is no function and no topic \(Excerpt.quoted(name))"
                    + Suggestion.phrase(for: bare, among: names + others),
                hint: "`graphene doc` lists what there is")
        }
        return pages.joined(separator: "\n")
    }

    /// Every name that has a page, for suggestions and completion.
    package static var names: [String] {
        let functions = APITable.all.filter { $0.visibility != .prelude }
        return functions.map { $0.visibility == .method ? $0.qualifiedName : $0.name }
            + ReferenceValue.all.map(\.name) + ReferenceTopic.all.map(\.name)
    }

    /// All about one function.
    package static func page(for function: HostFunction) -> String {
        var sections = [function.signature + "\n\n" + wrapped(function.summary)]
        sections += section("Parameters", function.parameters.map(row))
        sections += function.parameters.flatMap { parameter in
            section("Keys of `\(parameter.name)`", parameter.members.map(row))
        }
        sections += section("Options", function.options.map(row))
        sections.append("Returns\n" + wrapped(function.returns))
        sections.append("Raises\n" + wrapped(function.allRaises.joined(separator: " ")))
        if let effect = function.effect {
            let grant = function.grant.map { "; grant `\($0.rawValue)`" } ?? ""
            sections.append("Effect\n  \(effect.rawValue), \(effect.phrase)\(grant)")
        }
        sections.append("Source\n" + wrapped(function.source))
        sections += example(function.shownExample)
        sections += example(function.shownFailure)
        return joined(sections)
    }

    /// All about one value.
    package static func page(for value: ReferenceValue) -> String {
        var sections = [value.qualifiedName + "\n\n" + wrapped(value.summary)]
        sections += section(
            "Fields", value.fields.map { [$0.name, LuaType.plain($0.luaType), $0.help] })
        sections += section("Methods", value.methods.map { [":\($0.name)()", $0.help] })
        if value.name == "error" {
            let codes = ErrorCode.allCases.map { [$0.rawValue, "exit status \($0.exitStatus)"] }
            sections += section("Codes", codes)
        }
        return joined(sections + example(value.shownExample))
    }

    /// One topic.
    package static func page(for topic: ReferenceTopic) -> String {
        let paragraphs = topic.text.map { text in
            text.hasPrefix("- ") ? indented(text) : wrapped(text)
        }
        return joined([topic.title] + paragraphs + example(topic.shownExample))
    }

    private static func example(_ example: ReferenceExample) -> [String] {
        let shown = indented(example.code)
        guard !example.fails else {
            return ["Fails\n" + shown + "\n\n" + indented(example.result)]
        }
        let result = example.result.isEmpty ? [] : ["Prints\n" + indented(example.result)]
        return ["Example\n" + shown] + result
    }

    static func joined(_ sections: [String]) -> String {
        sections.map { trimmedEnd($0) }.joined(separator: "\n\n") + "\n"
    }

    private static func indented(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.map { $0.isEmpty ? "" : "  " + $0 }.joined(separator: "\n")
    }

    private static func row(_ parameter: ParameterDescription) -> [String] {
        let name = parameter.isOptional ? parameter.name + "?" : parameter.name
        let fallback = parameter.defaultText.map { " (default \($0))" } ?? ""
        return [name, parameter.typeText, parameter.help + fallback]
    }

    private static func section(_ title: String, _ rows: [[String]]) -> [String] {
        rows.isEmpty ? [] : [title + "\n" + TextTable.render(rows, width: width, widestFirst: 24)]
    }

    static func wrapped(_ text: String) -> String {
        TextTable.wrap(text, width: width - 2).map { "  " + $0 }.joined(separator: "\n")
    }

    private static func trimmedEnd(_ text: String) -> String {
        String(text.reversed().drop(while: \.isNewline).reversed())
    }
}
