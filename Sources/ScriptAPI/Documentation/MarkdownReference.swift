import Diagnostics

/// The whole reference as one document of Markdown, rendered from the table.
package enum MarkdownReference {
    package static var text: String {
        let groups = APITable.groups.map { group in
            let shown = group.functions.filter { $0.visibility != .prelude }
            return (["## \(group.title)"] + shown.map(section)).joined(separator: "\n\n")
        }
        let values = ["## Values, handles and errors"] + ReferenceValue.all.map(section)
        let topics = ["## Topics"] + ReferenceTopic.all.map(section)
        let codes = ["## Error codes"] + ErrorCode.allCases.map(section)
        let parts =
            [introduction, topics.joined(separator: "\n\n")] + groups
            + [values.joined(separator: "\n\n"), codes.joined(separator: "\n\n")]
        return parts.joined(separator: "\n\n") + "\n"
    }

    private static var introduction: String {
        let titles =
            ["Topics"] + APITable.groups.map(\.title)
            + ["Values, handles and errors", "Error codes"]
        let links = titles.map { "- [\($0)](#\(anchor($0)))" }.joined(separator: "\n")
        return """
            # Reference

            Everything that `graphene.*` has. `graphene doc --markdown` writes this document from \
            the table in which the functions are described.

            ## Contents

            \(links)

            Each example runs as it is, on the sample account of the simulated cloud \
            (`graphene run --simulator`), and prints what stands below it.
            """
    }

    private static func anchor(_ title: String) -> String {
        let kept = title.lowercased().filter { $0.isLetter || $0.isNumber || $0 == " " }
        return kept.replacing(" ", with: "-")
    }

    private static func section(_ function: HostFunction) -> String {
        var parts = ["### `\(function.signature)`", function.summary]
        parts += table("parameter", function.parameters)
        for parameter in function.parameters where !parameter.members.isEmpty {
            parts += table("key of `\(parameter.name)`", parameter.members)
        }
        parts += table("option", function.options)
        var facts = ["- Returns: \(function.returns)."]
        facts.append("- Raises: \(codes(function.allRaises)).")
        if let effect = function.effect {
            let grant = function.grant.map { "; grant `\($0.rawValue)`" } ?? ""
            facts.append("- Effect: \(effect.rawValue), \(effect.phrase)\(grant).")
        }
        facts.append("- Source: \(function.source).")
        parts.append(facts.joined(separator: "\n"))
        return (parts + blocks(function.shownExample) + blocks(function.shownFailure))
            .joined(separator: "\n\n")
    }

    private static func section(_ value: ReferenceValue) -> String {
        let rows = value.fields.map { [code($0.name), LuaType.plain($0.luaType), $0.help] }
        return
            (["### `\(value.qualifiedName)`", value.summary] + table(["field", "type", ""], rows)
            + table(["method", ""], value.methods.map { [code(":\($0.name)()"), $0.help] })
            + blocks(value.shownExample)).joined(separator: "\n\n")
    }

    private static func section(_ topic: ReferenceTopic) -> String {
        (["### \(topic.title)"] + topic.text + blocks(topic.shownExample))
            .joined(separator: "\n\n")
    }

    private static func section(_ code: ErrorCode) -> String {
        let explanation = code.explanation
        return [
            "### `\(code.rawValue)`", explanation.meaning, "Exit status \(code.exitStatusText).",
            "Why:", list(explanation.causes), "What to do:", list(explanation.remedies),
        ].joined(separator: "\n\n")
    }

    private static func list(_ items: [String]) -> String {
        items.map { "- \($0)" }.joined(separator: "\n")
    }

    private static func blocks(_ example: ReferenceExample) -> [String] {
        let shown = "```lua\n\(example.code)\n```"
        let result = example.result.isEmpty ? [] : ["```text\n\(example.result)\n```"]
        return example.fails ? ["An error:", shown] + result : [shown] + result
    }

    private static func codes(_ codes: [String]) -> String {
        codes.map { "[`\($0)`](#\($0))" }.joined(separator: ", ")
    }

    private static func code(_ text: String) -> String { "`\(text)`" }

    private static func table(_ title: String, _ rows: [ParameterDescription]) -> [String] {
        table(
            [title, "type", ""],
            rows.map { row in
                let fallback = row.defaultText.map { "; by default `\($0)`" } ?? ""
                return [
                    code(row.isOptional ? row.name + "?" : row.name), row.typeText,
                    row.help + fallback,
                ]
            })
    }

    private static func table(_ titles: [String], _ rows: [[String]]) -> [String] {
        guard !rows.isEmpty else { return [] }
        let rule = titles.map { _ in "---" }
        let lines = ([titles, rule] + rows).map { cells in
            "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
        }
        return [lines.joined(separator: "\n")]
    }
}
